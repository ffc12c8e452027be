import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ordersQuery } from '../api/queries';
import { TimeLeft } from '../orders/time-left';
import { TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';

/** More would push the queue itself off the screen. */
const SHOWN = 4;

/** Orders whose parcel somebody else took: each waits for an officer, who decides on its page. */
export function HeldHandovers() {
  const { t } = useSettings();
  const held = useQuery(ordersQuery('status=activation-held&limit=50'));
  const rows = held.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="card held-orders" aria-label={t.queue.held}>
      <div className="hd">
        <TriangleAlert size={16} aria-hidden />
        <h2>
          {t.queue.held} {rows.length}
        </h2>
      </div>
      <ul className="rows">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <div className="row">
              <Link className="mono" to={`/orders/${row.id}`}>
                {row.id}
              </Link>
              <span className="ell t2">{row.holder}</span>
              <span className="grow" />
              {row.wait === null ? null : <TimeLeft dueAt={row.wait.dueAt} left={t.orders.left} over={t.orders.over} />}
            </div>
          </li>
        ))}
        {rows.length > SHOWN ? (
          <li>
            <Link to="/orders?status=activation-held">{t.queue.heldAll(rows.length)}</Link>
          </li>
        ) : null}
      </ul>
    </section>
  );
}
