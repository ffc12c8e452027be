import type { OrderId } from '../brand';
import { DomainError } from '../errors';
import type { CarrierOrder, CarrierPort } from '../ports/carrier';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type { Stage } from '../stages';

export interface AskCarrierPorts {
  readonly work: UnitOfWork;
  readonly carrier: CarrierPort;
}

/**
 * Asks the carrier how an ended order stands, outside of every transaction, and hands the answer to `believe` in one of its
 * own: null where the carrier knows no such order. Nothing is asked of an order that is not at this stage (any more).
 * Throws `PartnerDown` without an answer: the outbox asks again later.
 */
export async function askCarrier(
  { work, carrier }: AskCarrierPorts,
  { orderId, stage }: { readonly orderId: OrderId; readonly stage: Stage },
  believe: (tx: Tx, reference: string, said: CarrierOrder | null) => Promise<void>,
): Promise<void> {
  const reference = await work.inTransaction(async (tx) => {
    const order = await tx.orders.lock(orderId);
    return order?.state.stage === stage ? submitReference(tx, order) : null;
  });
  if (reference === null) return;
  const answer = await carrier.query(reference);
  if (answer.kind === 'unknown') throw new DomainError('PartnerDown', `query ${reference}: ${answer.why}`);
  await work.inTransaction((tx) => believe(tx, reference, answer.kind === 'found' ? answer.order : null));
}

/** Of the order's newest opening; throws where it has none. */
export async function submitReference(tx: Tx, order: OrderRecord): Promise<string> {
  const calls = await tx.calls.ofOrder(order.row);
  const submit = calls.filter((call) => call.command === 'submit').at(-1);
  if (!submit) throw new Error(`order ${order.id} was never submitted`);
  return submit.reference;
}
