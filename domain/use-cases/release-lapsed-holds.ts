import type { UnitOfWork } from '../ports/unit-of-work';
import { recordIfOpen } from './order-changes';

/** Numbers whose hold ran out go back to the pool; the orders live on without one. Resolves to how many there were. */
export function releaseLapsedHolds(ports: { work: UnitOfWork }) {
  return async (limit = 100): Promise<number> => {
    const lapsed = await ports.work.inTransaction((tx) => tx.numbers.lapsed(limit));
    // One small transaction each: an order that is being worked on is not kept waiting by a hundred others.
    for (const { orderId, number } of lapsed) {
      await ports.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(orderId);
        if (order?.state.number !== number) return;
        const still = (await tx.numbers.lapsed(limit)).some((hold) => hold.number === number);
        if (still && (await tx.numbers.release(number, order.row)))
          await recordIfOpen(tx, order, { kind: 'numberLapsed', number });
      });
    }
    return lapsed.length;
  };
}
