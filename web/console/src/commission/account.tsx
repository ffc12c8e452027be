import { Link } from 'react-router';
import type { AccrualView } from '../../../../api/schemas/commission';
import { Amount } from '../money/amount';
import { AccrualPill } from '../money/states';
import { Card, Facts } from '../parts/basics';
import { useSettings } from '../settings';
import { mayReadMoney } from '../shell/roles';
import { useSession } from '../shell/session';

/** All shares of the order with where they stand, and where the chosen one is booked. */
export function Account({ accrual, accruals }: { accrual: AccrualView; accruals: readonly AccrualView[] }) {
  const { t } = useSettings();
  const links = mayReadMoney(useSession().user.roles);
  const words = t.money.why;
  const total = accruals.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const place = (id: string | null, folder: string) =>
    id === null ? (
      <span className="t3">{words.notYet}</span>
    ) : links ? (
      <Link className="mono" to={`/${folder}/${id}`}>
        {id}
      </Link>
    ) : (
      <span className="mono">{id}</span>
    );
  return (
    <Card title={words.account} extra={<Amount fen={total} />}>
      <ul className="calls">
        {accruals.map((each) => (
          <li key={each.id} className="row">
            <span className="ell" title={`${each.agent.name} ${each.agent.code}`}>
              {each.agent.name}
            </span>
            <AccrualPill state={each.state} />
            <span className="grow" />
            <Amount fen={each.amountFen} />
          </li>
        ))}
      </ul>
      <div className="m-sep" />
      <Facts
        rows={[
          [words.period, accrual.period],
          [words.statement, place(accrual.statementId, 'statements')],
          [words.payout, place(accrual.payoutId, 'payouts')],
        ]}
      />
    </Card>
  );
}
