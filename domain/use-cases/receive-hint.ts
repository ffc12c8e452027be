import { type CarrierVerdict, carrierVerdict } from '../carrier-words';
import { isEnded } from '../order';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type { CarrierHintPort } from '../ports/use-cases';
import { recordIfOpen } from './order-changes';

/**
 * Keeps a carrier's callback as a hint: the order is looked up at the carrier before anything changes. A word that
 * contradicts an end opens a conflict case instead, for a terminal state never comes back by a callback: an ended order
 * that is called active, and an active one that the carrier calls refused or withdrawn.
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
        const isProjected = verdict === 'opened' || verdict === 'processing';
        const fact = { source: carrier, key: eventId, kind: 'carrier', body: { reference, word } };
        const fresh = await tx.facts.insert(order, fact, isProjected ? 'projected' : 'signalled');
        if (fresh !== null && verdict === 'opened') await progress(tx, order, reference, word);
        const kind = await contradiction(tx, order, reference, verdict);
        if (fresh !== null && kind !== null) {
          await tx.intake.conflict({
            kind,
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

/** How a word contradicts the end of its order; null where it does not. */
async function contradiction(
  tx: Tx,
  order: OrderRecord,
  reference: string,
  verdict: CarrierVerdict,
): Promise<'terminal-resurrected' | 'active-contradicted' | null> {
  if (!isEnded(order.state.stage)) return null;
  if (order.state.stage !== 'active') return verdict === 'active' ? 'terminal-resurrected' : null;
  if (verdict !== 'refused' && verdict !== 'cancelled') return null;
  // An earlier opening of the order, refused and undone in its time, may be told late: that contradicts nothing.
  const call = await tx.calls.find(reference);
  return call?.state === 'done' ? 'active-contradicted' : null;
}

/** Told once, by callback or by query, whichever was first; it changes nothing but the timeline. */
async function progress(tx: Tx, order: OrderRecord, reference: string, word: string): Promise<void> {
  const call = await tx.calls.find(reference);
  if (order.state.status !== 'awaiting-carrier' || call?.state !== 'done' || call.outcome?.['word'] === word) return;
  await tx.calls.settle(reference, 'done', { ...call.outcome, word });
  await recordIfOpen(tx, order, { kind: 'carrierProgress', word: 'opened' }, { kind: 'carrier', id: order.carrier });
}
