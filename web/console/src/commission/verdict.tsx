import type { LucideIcon } from 'lucide-react';
import type { AccrualView } from '../../../../api/schemas/commission';
import { date, isoDay, money } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { Pill, type Tone } from '../parts/basics';
import { CircleCheck, CircleHelp, CircleX, Clock } from '../parts/icons';
import { useSettings } from '../settings';

type Kind = 'paid' | 'settled' | 'pay' | 'hold' | 'refuse';

const LOOK: Record<Kind, readonly [Tone, LucideIcon]> = {
  paid: ['ok', CircleCheck],
  settled: ['info', Clock],
  pay: ['ok', Clock],
  hold: ['warn', CircleHelp],
  refuse: ['bad', CircleX],
};

const DAY = 86_400_000;

/** What the server's outlook begins with says how it stands: paid later, held, or refused. */
function kindOf({ state, outlook, conditions }: AccrualView): Kind {
  if (state === 'paid') return 'paid';
  const isMet = conditions.every(({ value }) => value === true);
  if (state === 'settled') return isMet ? 'settled' : 'hold';
  if (outlook[0] === undefined || outlook[0].tone === 'bad') return 'refuse';
  return isMet ? 'pay' : 'hold';
}

/** The sentence that answers the question, what it is about, and when. */
export function Verdict({ accrual }: { accrual: AccrualView }) {
  const { t, say } = useSettings();
  const words = t.money.why;
  const kind = kindOf(accrual);
  const [tone, icon] = LOOK[kind];
  const of = (value: boolean | null): number => accrual.conditions.filter((each) => each.value === value).length;
  return (
    <section className="card m-verdict" aria-label={words.title}>
      <div>
        <div className="row wrap">
          <Pill tone={tone} icon={icon}>
            {words.verdict[kind]}
          </Pill>
          <span className="t3 s12">{words.rule(accrual.rule.code, accrual.rule.version)}</span>
        </div>
        <p className="m-said">{say(accrual.verdict)}</p>
        <p className="t2">{words.counts(accrual.conditions.length, of(true), of(false), of(null))}</p>
      </div>
      <div>
        <div className="k">{words.payable}</div>
        <div className="m-sum">{money(accrual.amountFen)}</div>
        <div className="s12 t2">
          {accrual.agent.name} · {t.money.share[accrual.type]}
        </div>
      </div>
      <DueCell accrual={accrual} />
    </section>
  );
}

function DueCell({ accrual }: { accrual: AccrualView }) {
  const { t, language } = useSettings();
  const today = isoDay(new Date(useBusinessNow('minute')).toISOString());
  const words = t.money.why;
  const isPaid = accrual.state === 'paid';
  const days = Math.round((Date.parse(accrual.dueOn) - Date.parse(today)) / DAY);
  return (
    <div>
      <div className="k">{words.due}</div>
      <div className="m-sum m-day">{date(accrual.dueOn, language)}</div>
      <div className="s12 t2">
        {isPaid ? words.verdict.paid : days < 0 ? words.passed : days === 0 ? words.today : words.inDays(days)}
        {accrual.dueProvisional && !isPaid ? ` · ${words.provisional}` : ''}
      </div>
    </div>
  );
}
