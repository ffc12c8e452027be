import { Link } from 'react-router';
import type { CardLife, CardSearch } from '../../../../api/schemas/audit';
import { exact, money, phone } from '../../../shared/format';
import { Card, Pill, type Tone } from '../parts/basics';
import { Eye } from '../parts/icons';
import { StagePill } from '../parts/stage-pill';
import { useSettings } from '../settings';
import { minute } from './minute';

const SHARE_TONE: Readonly<Record<string, Tone>> = {
  paid: 'ok',
  settled: 'info',
  held: 'warn',
  'clawed-back': 'bad',
  refused: 'bad',
};

export function Shares({ shares }: { shares: CardLife['shares'] }) {
  const { t } = useSettings();
  const words = t.audit.money;
  const states: Readonly<Record<string, string>> = words.state;
  return (
    <Card title={words.title}>
      {shares.length === 0 ? (
        <p className="t3">{words.none}</p>
      ) : (
        <ul className="calls">
          {shares.map((share) => (
            <li key={share.id}>
              <div className="row">
                <span className="ell grow" title={share.agent.code}>
                  {share.agent.name}
                </span>
                <Pill tone={SHARE_TONE[share.state] ?? 'plain'}>{states[share.state] ?? share.state}</Pill>
                <span className="nw">{money(share.amountFen)}</span>
              </div>
              <div className="t3 s12">
                {share.paidAt === null ? words.due(share.dueOn) : words.paid(minute(share.paidAt))}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** A look of this page's own, made since the list was read. */
export interface OwnLook {
  readonly at: string;
  readonly reason: string;
}

export function Looks({ looks, own }: { looks: CardLife['looks']; own: readonly OwnLook[] }) {
  const { t, say } = useSettings();
  const words = t.audit.looks;
  return (
    <Card title={words.title} extra={<span className="cnt">{looks.length + own.length}</span>}>
      <ul className="calls trace-looks">
        {own.map((look) => (
          <li key={look.at}>
            <div className="row">
              <span className="ell grow">
                {words.me} · {t.audit.reveal.title}
              </span>
              <Clear />
              <span className="t3 s12 nw">{minute(look.at)}</span>
            </div>
            <div className="t3 s12 any">{look.reason}</div>
          </li>
        ))}
        {looks.map((look, index) => (
          <li key={`${look.at}${String(index)}`}>
            <div className="row">
              <span className="ell grow">
                {look.name} · {say(look.text)}
              </span>
              {look.clear ? <Clear /> : null}
              <span className="t3 s12 nw" title={exact(look.at)}>
                {minute(look.at)}
              </span>
            </div>
            {look.clear ? <div className="t3 s12 any">{look.reason}</div> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Clear() {
  const { t } = useSettings();
  return (
    <Pill tone="warn" icon={Eye}>
      {t.audit.looks.clear}
    </Pill>
  );
}

export function Matches({ matches, shown }: { matches: CardSearch['matches']; shown: string }) {
  const { t } = useSettings();
  return (
    <Card title={t.audit.matches.title} extra={<span className="cnt">{matches.length}</span>}>
      <ul className="calls">
        {matches.map((match) => (
          <li key={match.orderId + match.by}>
            <div className="row">
              {match.orderId === shown ? (
                <span className="mono ell" aria-current="true">
                  {match.orderId}
                </span>
              ) : (
                <Link className="mono ell" to={`/audit?q=${match.orderId}`}>
                  {match.orderId}
                </Link>
              )}
              <span className="grow" />
              <StagePill stage={match.stage} />
            </div>
            <div className="t3 s12">
              {t.audit.names[match.by]} · {minute(match.createdAt)}
              {match.number === null ? null : ` · ${phone(match.number)}`}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
