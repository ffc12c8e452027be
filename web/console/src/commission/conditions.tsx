import type { ReactNode } from 'react';
import type { AccrualView } from '../../../../api/schemas/commission';
import { date, dateTime, exact } from '../../../shared/format';
import { Check, CircleHelp, X } from '../parts/icons';
import { useSettings } from '../settings';
import { useNarrow } from '../use-narrow';
import { capital } from './capital';

type Condition = AccrualView['conditions'][number];

/** What stands in the way comes first. */
const rank = ({ value }: Condition): number => (value === false ? 0 : value === null ? 1 : 2);

export function Conditions({ accrual }: { accrual: AccrualView }) {
  const { t } = useSettings();
  const narrow = useNarrow();
  const words = t.money.why;
  const sorted = accrual.conditions.toSorted((a, b) => rank(a) - rank(b));
  const of = (value: boolean | null): number => accrual.conditions.filter((each) => each.value === value).length;
  return (
    <section className="card flush" aria-label={words.conditions}>
      <div className="hd">
        <h2>{words.conditions}</h2>
        <span className="s12 t3 m-lead">{words.conditionsLead}</span>
        <span className="grow" />
        <span className="row s12 m-tally">
          <span className="ok nw">
            <Check size={14} aria-hidden /> {words.yes} {of(true)}
          </span>
          <span className="bad nw">
            <X size={14} aria-hidden /> {words.no} {of(false)}
          </span>
          <span className="unk nw">
            <CircleHelp size={14} aria-hidden /> {words.unknown} {of(null)}
          </span>
        </span>
      </div>
      {narrow ? (
        <ul className="rows">
          {sorted.map((each) => (
            <li key={each.code} className={tone(each)}>
              <div className="row">
                <Judgement value={each.value} />
                <span className="grow" />
                <When condition={each} />
              </div>
              <div className="b">{words.code[each.code]}</div>
              <Evidence condition={each} />
            </li>
          ))}
        </ul>
      ) : (
        <table className="tbl cond">
          <thead>
            <tr>
              <th scope="col">{words.columns.judgement}</th>
              <th scope="col">{words.columns.wanted}</th>
              <th scope="col">{words.columns.evidence}</th>
              <th scope="col">{words.columns.at}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((each) => (
              <tr key={each.code} className={tone(each)}>
                <td>
                  <Judgement value={each.value} />
                </td>
                <td className={each.value === false ? 'b' : ''} title={each.code}>
                  {words.code[each.code]}
                </td>
                <td>
                  <Evidence condition={each} />
                </td>
                <td>
                  <When condition={each} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const tone = ({ value }: Condition): string => (value === false ? 'f' : value === null ? 'u' : '');

function Judgement({ value }: { value: boolean | null }) {
  const { t } = useSettings();
  const words = t.money.why;
  if (value === null) {
    return (
      <span className="unk nw">
        <CircleHelp size={16} aria-hidden /> {words.unknown}
      </span>
    );
  }
  return value ? (
    <span className="ok nw">
      <Check size={16} aria-hidden /> {words.yes}
    </span>
  ) : (
    <span className="bad nw">
      <X size={16} aria-hidden /> {words.no}
    </span>
  );
}

/** Two conditions hold as long as nothing speaks against them, so nothing dates them. */
function When({ condition: { at, code, value } }: { condition: Condition }) {
  const { t, language } = useSettings();
  const words = t.money.why;
  const isStanding = value === true && (code === 'NOT_CLAWED_BACK' || code === 'NOT_ON_HOLD');
  if (isStanding || at === null) return <span className="t3 nw">{isStanding ? words.now : words.notKnown}</span>;
  return (
    <time className="t2 nw" dateTime={at} title={exact(at)}>
      {date(at, language)}
    </time>
  );
}

/** The server's sentence, and under it the data it rests on. */
function Evidence({ condition }: { condition: Condition }) {
  const { say } = useSettings();
  const data = useData(condition);
  return (
    <div>
      <div>{capital(say(condition.text))}</div>
      {data === null ? null : <div className="s12 t3">{data}</div>}
    </div>
  );
}

function useData({ code, evidence }: Condition): ReactNode {
  const { t, language } = useSettings();
  const words = t.money.why.evidence;
  const text = (name: string): string | null => (typeof evidence[name] === 'string' ? evidence[name] : null);
  switch (code) {
    case 'CONFIRMED':
      return words.level(level(evidence['level']), level(evidence['needed']));
    case 'PLACE':
      return words.place(
        place(evidence['area'], words.unknownPlace),
        place(evidence['deliveryArea'], words.unknownPlace),
      );
    case 'WINDOW': {
      const [activated, until] = [text('activatedAt'), text('windowEndsAt')];
      return activated === null || until === null
        ? null
        : words.window(dateTime(activated, language), dateTime(until, language));
    }
    case 'CARRIER_ACTIVE': {
      const reason = text('reason');
      return reason === 'suspended' || reason === 'closed' ? words[reason] : null;
    }
    case 'NOT_ON_HOLD': {
      const id = text('case');
      return id === null ? null : (
        <>
          {words.case} <span className="mono">{id}</span> <span className="mono">{text('kind')}</span>
        </>
      );
    }
    case 'PERSON':
    case 'NOT_CLAWED_BACK':
      return null;
  }
}

const level = (value: unknown): string => (typeof value === 'number' ? `L${String(value)}` : '—');

function place(value: unknown, unknown: string): string {
  if (typeof value !== 'object' || value === null) return unknown;
  const { province, city } = value as { province?: unknown; city?: unknown };
  const named = [province, city].filter((each): each is string => typeof each === 'string' && each !== '');
  return named.length === 0 ? unknown : [...new Set(named)].join('');
}
