import { carrierVerdict } from '../carrier-words';
import { isEnded, NOT_ACTIVATED } from '../order';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type { CarrierHintPort } from '../ports/use-cases';
import { clawBack } from './claw-back-commission';

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
        const verdict = carrierVerdict(word);
        // What branches nothing is projected, not signalled: waking the order for it would cost a fifth of its history.
        const isProjected = verdict === 'processing' || (verdict === 'opened' && order.state.stage !== 'provisioning');
        const fact = { source: carrier, key: eventId, kind: 'carrier', body: { reference, word } };
        const fresh = await tx.facts.insert(order, fact, isProjected ? 'projected' : 'signalled');
        if (fresh !== null && isEnded(order.state.stage)) await afterEnd(tx, order, eventId, reference, word);
        return true;
      }),
  };
}

/** News of an order that has ended: it may come back, lose its commission, or be a contradiction for a person. */
async function afterEnd(tx: Tx, order: OrderRecord, eventId: string, reference: string, word: unknown): Promise<void> {
  const verdict = carrierVerdict(word);
  const { stage, reasonCode } = order.state;
  if (stage === 'active') {
    if (verdict === 'suspended' || verdict === 'closed') await clawBack(tx, order, { reason: verdict, at: tx.now });
    return;
  }
  if (verdict !== 'active') return;
  if (stage === 'expired' && reasonCode === NOT_ACTIVATED) {
    await tx.outbox.put('restore-order', `restore/${order.id}/${eventId}`, { orderId: order.id });
    return;
  }
  await tx.intake.conflict({
    kind: 'terminal-resurrected',
    channel: null,
    externalRef: null,
    purchaseRow: order.purchaseRow,
    orderRow: order.row,
    detail: { reference, word, stage },
  });
}
