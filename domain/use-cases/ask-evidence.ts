import type { OrderId } from '../brand';
import { carrierVerdict } from '../carrier-words';
import { sameProvince } from '../commission';
import { DomainError } from '../errors';
import type { CarrierOrder, CarrierPort } from '../ports/carrier';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { submitReference } from './activate-order';
import { clawBack } from './claw-back-commission';

/**
 * A commission that is held because nobody said who activated the card or where: the carrier is asked again after each
 * settlement, and what it says now is judged by the next one. Only what was not known is filled in; a number that stopped
 * meanwhile loses it. Without an answer it is asked again later.
 */
export function askEvidence(ports: { readonly work: UnitOfWork; readonly carrier: CarrierPort }) {
  return async ({ orderId }: { orderId: OrderId }): Promise<void> => {
    const reference = await ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      return order?.state.stage === 'active' ? submitReference(tx, order) : null;
    });
    if (reference === null) return;
    const answer = await ports.carrier.query(reference);
    if (answer.kind === 'unknown') throw new DomainError('PartnerDown', `query ${reference}: ${answer.why}`);
    if (answer.kind === 'found') await ports.work.inTransaction((tx) => fillIn(tx, orderId, answer.order));
  };
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
}
