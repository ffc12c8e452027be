import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { money } from '../../../shared/format';
import { commissionQuery } from '../api/money';
import { capital } from '../commission/capital';
import { Card } from '../parts/basics';
import { useSettings } from '../settings';
import { mayReadCommission } from '../shell/roles';
import { useSession } from '../shell/session';

/** Why each share of this order is, is not or is not yet paid: beside a ticket that asks for it. */
export function MoneyCard({ order }: { order: string }) {
  const { t, say } = useSettings();
  const { roles } = useSession().user;
  const allowed = mayReadCommission(roles);
  const commission = useQuery({ ...commissionQuery(order), enabled: allowed });
  if (!allowed) return null;
  const words = t.tickets.fix;
  return (
    <Card title={words.money}>
      {commission.isError ? <p className="bad s12">{t.state.failed}</p> : null}
      {commission.data === undefined ? null : (
        <>
          {commission.data.none === null ? null : <p className="t2">{capital(say(commission.data.none.text))}</p>}
          <ul className="others">
            {commission.data.accruals.map((one) => (
              <li key={one.id}>
                <span className="row">
                  <span className="grow ell">{one.agent.name}</span>
                  <span className="num">{money(one.amountFen)}</span>
                </span>
                <span className="s12 t2">{say(one.verdict)}</span>
              </li>
            ))}
          </ul>
          <Link className="s12" to={`/orders/${order}?tab=commission`}>
            {words.moneyMore}
          </Link>
        </>
      )}
    </Card>
  );
}
