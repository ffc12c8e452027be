import type { OrderId } from '../brand';
import { carrierVerdict } from '../carrier-words';
import { sameProvince } from '../commission';
import type { CarrierOrder } from '../ports/carrier';
import type { Tx } from '../ports/unit-of-work';
import { alignHolds } from './align-holds';
import { askCarrier, type AskCarrierPorts } from './ask-carrier';
import { clawBack } from './claw-back-commission';

/**
 * A commission that is held because nobody said who activated the card or where: the carrier is asked again after each
 * settlement, and what it says now is judged by the next one. Only what was not known is filled in; a number that stopped
 * meanwhile loses it. Without an answer it is asked again later.
 */
export function askEvidence(ports: AskCarrierPorts) {
  return ({ orderId }: { orderId: OrderId }): Promise<void> =>
    askCarrier(ports, { orderId, stage: 'active' }, async (tx, _, said) => {
      if (said) await fillIn(tx, orderId, said);
    });
}

async function fillIn(tx: Tx, orderId: OrderId, said: CarrierOrder): Promise<void> {
  const order = await tx.orders.lock(orderId);
  if (order?.state.stage !== 'active') return;
  const verdict = carrierVerdict(order.carrier, said.word);
  if (verdict === 'suspended' || verdict === 'closed') {
    await clawBack(tx, order, { reason: verdict, at: tx.now });
    return;
  }
  if (verdict !== 'active' || said.activation === null) return;
  const shipment = await tx.shipments.ofOrder(order.row);
  const area = { province: said.activation.province, city: said.activation.city };
  const deliveryArea = shipment?.area ?? null;
  await tx.commission.learn(order.row, {
    personMatches: said.activation.personMatches,
    placeMatches: sameProvince(area, deliveryArea),
    area,
    deliveryArea,
  });
  await alignHolds(tx, order.row);
}
