import { isEnded } from '../../../domain/order';
import type { FactStore } from '../../../domain/ports/stores/facts';
import { row, run, type Session } from './session';

export function factStore(session: Session): FactStore {
  return {
    async insert(order, fact, how = 'signalled') {
      const applied = isEnded(order.state.stage) ? 'after-end' : how === 'projected' ? how : null;
      // The dispatcher is told by the trigger-free way: it listens for this notification and sweeps what it missed.
      const inserted = await row<{ seq: number }>(
        session,
        `with known as (
           select 1 from facts where source = $1 and event_key = $2 and order_id = $3
         ), numbered as (
           update orders set fact_seq = fact_seq + 1 where id = $3 and not exists (select 1 from known) returning fact_seq
         )
         insert into facts (source, event_key, order_id, seq, kind, body, at, dispatched_at, applied)
         select $1, $2, $3, fact_seq, $4, $5, $6, $7, $8 from numbered returning seq`,
        [
          fact.source,
          fact.key,
          order.row,
          fact.kind,
          JSON.stringify(fact.body),
          session.now,
          applied === null ? null : session.now,
          applied,
        ],
      );
      if (inserted && applied === null) await run(session, `select pg_notify('cardflow_outbox', 'fact')`);
      return inserted?.seq ?? null;
    },
    async settle(order, applied) {
      return run(
        session,
        'update facts set dispatched_at = $2, applied = $3 where order_id = $1 and dispatched_at is null',
        [order.row, session.now, applied],
      );
    },
  };
}
