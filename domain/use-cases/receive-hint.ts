import { type CarrierVerdict, carrierVerdict } from '../carrier-words';
import { isEnded, NOT_ACTIVATED } from '../order';
import { partnerText } from '../partner-text';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type { CarrierHintPort } from '../ports/use-cases';

/**
 * Keeps a carrier's callback as a hint: the order is looked up at the carrier before anything changes. A word that
 * contradicts an end opens a conflict case instead, for a terminal state never comes back by a callback: an ended order
 * that is called active, and an active one that the carrier calls refused or withdrawn.
 */
export function receiveHint(ports: { work: UnitOfWork }): CarrierHintPort {
  return {
    receive: ({ carrier, reference, eventId, word: said }) =>
      ports.work.inTransaction(async (tx) => {
        const orderId = await tx.calls.orderOf(reference);
        const order = orderId && (await tx.orders.lock(orderId));
        if (!order || order.carrier !== carrier) return false;
        const verdict = carrierVerdict(order.carrier, said);
        // A word that is none of its own may be a sentence about somebody.
        const word = verdict === 'unknown' ? partnerText(said) : said;
        // What branches nothing is projected, not signalled: waking the order for it would cost a fifth of its history.
        // A parked order waits for just this word.
        const { stage, status } = order.state;
        const isOpenedBranch = stage === 'provisioning' || status === 'parked';
        const isProjected = verdict === 'processing' || (verdict === 'opened' && !isOpenedBranch);
        const fact = { source: carrier, key: eventId, kind: 'carrier', body: { reference, word } };
        const fresh = await tx.facts.insert(order, fact, isProjected ? 'projected' : 'signalled');
        if (fresh !== null && isEnded(stage)) await afterEnd(tx, order, eventId, reference, word);
        return true;
      }),
  };
}

/** News of an order that has ended: whether it comes back or stopped is asked, and a contradiction is a person's. */
async function afterEnd(tx: Tx, order: OrderRecord, eventId: string, reference: string, word: unknown): Promise<void> {
  const verdict = carrierVerdict(order.carrier, word);
  const { stage, reasonCode } = order.state;
  if (stage === 'active' && (verdict === 'suspended' || verdict === 'closed')) {
    await tx.outbox.put('confirm-stop', `stop/${order.id}/${eventId}`, { orderId: order.id });
    return;
  }
  if (stage === 'expired' && reasonCode === NOT_ACTIVATED && verdict === 'active') {
    await tx.outbox.put('restore-order', `restore/${order.id}/${eventId}`, { orderId: order.id });
    return;
  }
  const kind = await contradiction(tx, order, reference, verdict);
  if (kind === null) return;
  await tx.intake.conflict({
    kind,
    channel: null,
    externalRef: null,
    purchaseRow: order.purchaseRow,
    orderRow: order.row,
    detail: { reference, word, stage },
  });
}

/** How a word contradicts the end of its order; null where it does not. */
async function contradiction(
  tx: Tx,
  order: OrderRecord,
  reference: string,
  verdict: CarrierVerdict,
): Promise<'terminal-resurrected' | 'active-contradicted' | null> {
  if (order.state.stage !== 'active') return verdict === 'active' ? 'terminal-resurrected' : null;
  if (verdict !== 'refused' && verdict !== 'cancelled') return null;
  // An earlier opening of the order, refused and undone in its time, may be told late: that contradicts nothing.
  const call = await tx.calls.find(reference);
  return call?.state === 'done' ? 'active-contradicted' : null;
}
