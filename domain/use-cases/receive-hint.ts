import { carrierVerdict } from '../carrier-words';
import { isEnded } from '../order';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { CarrierHintPort } from '../ports/use-cases';

/**
 * Keeps a carrier's callback as a hint: the order is looked up at the carrier before anything changes. A word that
 * contradicts an end opens a conflict case instead, for a terminal state never comes back by a callback.
 */
export function receiveHint(ports: { work: UnitOfWork }): CarrierHintPort {
  return {
    receive: ({ carrier, reference, eventId, word }) =>
      ports.work.inTransaction(async (tx) => {
        const orderId = await tx.calls.orderOf(reference);
        const order = orderId && (await tx.orders.lock(orderId));
        if (!order || order.carrier !== carrier) return false;
        const fresh = await tx.facts.insert(order, {
          source: carrier,
          key: eventId,
          kind: 'carrier',
          body: { reference, word },
        });
        const resurrected =
          isEnded(order.state.stage) && order.state.stage !== 'active' && carrierVerdict(word) === 'active';
        if (fresh !== null && resurrected) {
          await tx.intake.conflict({
            kind: 'terminal-resurrected',
            channel: null,
            externalRef: null,
            purchaseRow: order.purchaseRow,
            orderRow: order.row,
            detail: { reference, word, stage: order.state.stage },
          });
        }
        return true;
      }),
  };
}
