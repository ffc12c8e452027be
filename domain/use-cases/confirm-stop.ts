import type { OrderId } from '../brand';
import { carrierVerdict } from '../carrier-words';
import type { CarrierOrder } from '../ports/carrier';
import type { Tx } from '../ports/unit-of-work';
import { askCarrier, type AskCarrierPorts } from './ask-carrier';
import { clawBack } from './claw-back-commission';

/**
 * News that a number in use stopped is asked about before money moves: only the carrier's answer (confirmation level L2)
 * takes commission back, for good. An answer that calls the card active leaves everything as it is, any other one is a
 * case for a person. Without an answer it is asked again later.
 */
export function confirmStop(ports: AskCarrierPorts) {
  return ({ orderId }: { orderId: OrderId }): Promise<void> =>
    askCarrier(ports, { orderId, stage: 'active' }, (tx, reference, said) => believe(tx, orderId, reference, said));
}

async function believe(tx: Tx, orderId: OrderId, reference: string, said: CarrierOrder | null): Promise<void> {
  const order = await tx.orders.lock(orderId);
  if (order?.state.stage !== 'active') return;
  const verdict = said === null ? 'unknown' : carrierVerdict(order.carrier, said.word);
  if (verdict === 'active') return;
  if (said !== null && (verdict === 'suspended' || verdict === 'closed')) {
    await clawBack(tx, order, { reason: verdict, at: tx.now });
    // The carrier's last word of a card in use stands in our book beside its own.
    const call = await tx.calls.find(reference);
    await tx.calls.settle(reference, 'done', { ...call?.outcome, word: said.word });
    return;
  }
  await tx.intake.conflict({
    kind: 'active-contradicted',
    channel: null,
    externalRef: null,
    purchaseRow: order.purchaseRow,
    orderRow: order.row,
    detail: { reference, word: said?.word ?? null, stage: order.state.stage },
  });
}
