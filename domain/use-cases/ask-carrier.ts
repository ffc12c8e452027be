import type { OrderId } from '../brand';
import { DomainError } from '../errors';
import type { CarrierOf, CarrierOrder } from '../ports/carrier';
import type { CallRecord } from '../ports/stores/calls';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type { Stage } from '../stages';

export interface AskCarrierPorts {
  readonly work: UnitOfWork;
  readonly carrierOf: CarrierOf;
}

/**
 * Asks the carrier how an ended order stands, outside of every transaction, and hands the answer to `believe` in one of its
 * own: null where the carrier knows no such order. Nothing is asked of an order that is not at this stage (any more).
 * Throws `PartnerDown` without an answer: the outbox asks again later.
 */
export async function askCarrier(
  { work, carrierOf }: AskCarrierPorts,
  { orderId, stage }: { readonly orderId: OrderId; readonly stage: Stage },
  believe: (tx: Tx, reference: string, said: CarrierOrder | null) => Promise<void>,
): Promise<void> {
  const asked = await work.inTransaction(async (tx) => {
    const order = await tx.orders.lock(orderId);
    return order?.state.stage === stage ? lastSubmit(tx, order) : null;
  });
  if (!asked) return;
  const { partner, reference } = asked;
  const answer = await carrierOf(partner).query(reference);
  if (answer.kind === 'unknown') throw new DomainError('PartnerDown', `query ${reference}: ${answer.why}`);
  await work.inTransaction((tx) => believe(tx, reference, answer.kind === 'found' ? answer.order : null));
}

/** Of the order's newest opening, and whose it is; throws where it has none. */
export async function lastSubmit(tx: Tx, order: OrderRecord): Promise<CallRecord> {
  const calls = await tx.calls.ofOrder(order.row);
  const submit = calls.filter((call) => call.command === 'submit').at(-1);
  if (!submit) throw new Error(`order ${order.id} was never submitted`);
  return submit;
}
