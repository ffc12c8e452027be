import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { AccrualView, OrderCommission } from '../../../../api/schemas/commission';
import { commissionQuery } from '../api/money';
import { money } from '../../../shared/format';
import { Failure, Skeleton, Stale } from '../parts/states';
import { useSettings } from '../settings';
import { Account } from './account';
import { capital } from './capital';
import { Conditions } from './conditions';
import { Forecast } from './forecast';
import { HoldPanel } from './hold-panel';
import { Verdict } from './verdict';

/** Why an order's commission is or is not paid: the verdict first, then each condition, then what comes. */
export function CommissionTab({ order }: { order: string }) {
  const commission = useQuery(commissionQuery(order));
  if (commission.data === undefined) {
    return commission.isError ? (
      <Failure error={commission.error} onRetry={() => void commission.refetch()} />
    ) : (
      <Skeleton block lines={10} />
    );
  }
  return (
    <div className="m-why">
      {commission.isError ? <Stale onRetry={() => void commission.refetch()} /> : null}
      <Content commission={commission.data} />
    </div>
  );
}

function Content({ commission }: { commission: OrderCommission }) {
  const { none, accruals } = commission;
  const { t, say } = useSettings();
  const [params] = useSearchParams();
  const chosen = accruals.find(({ id }) => id === params.get('accrual')) ?? accruals[0];
  if (chosen === undefined) {
    return (
      <section className="card blank" aria-label={t.money.why.title}>
        <p className="b">{none?.code === 'NOT_ACTIVE_YET' ? t.money.why.noneYet : t.money.why.none}</p>
        {none === null ? null : <p className="t3">{capital(say(none.text))}</p>}
      </section>
    );
  }
  return (
    <>
      {accruals.length > 1 ? <Shares accruals={accruals} chosen={chosen} /> : null}
      <Verdict accrual={chosen} />
      <HoldPanel commission={commission} />
      <div className="cols">
        <Conditions accrual={chosen} />
        <div className="m-side">
          <Forecast accrual={chosen} />
          <Account accrual={chosen} accruals={accruals} />
        </div>
      </div>
    </>
  );
}

/** Which agent's share is looked at; in the address, so that it can be passed on. */
function Shares({ accruals, chosen }: { accruals: readonly AccrualView[]; chosen: AccrualView }) {
  const { t } = useSettings();
  const [, setParams] = useSearchParams();
  return (
    <div className="chips" role="group" aria-label={t.money.why.share}>
      {accruals.map((each) => (
        <button
          key={each.id}
          type="button"
          className="chip"
          aria-pressed={each.id === chosen.id}
          onClick={() => {
            setParams(
              (before) => {
                const next = new URLSearchParams(before);
                next.set('accrual', each.id);
                return next;
              },
              { replace: true },
            );
          }}
        >
          {each.agent.name} · {t.money.share[each.type]}
          <span className="n">{money(each.amountFen)}</span>
        </button>
      ))}
    </div>
  );
}
