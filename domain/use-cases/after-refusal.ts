import type { OrderId } from '../brand';
import { CARRIER_REFUSALS, type CarrierRefusalCode, isCarrierRefusal, type RefusalClass } from '../carrier-words';
import { DomainError } from '../errors';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx } from '../ports/unit-of-work';
import { messageAboutOrder, type MessagePorts, reasonForCustomer } from './customer-messages';
import { endOf, endOrder, record } from './order-changes';
import { type ProvisioningStep, type StepPorts, next, resumed, park } from './provisioning-step';

/** After so many openings that the carrier did not want, a person looks (`DOMAIN.md` 4.3: at most five tries). */
const MAX_OPENINGS = 5;

/** After the undo: another number where that can help, a person where the words are unclear, else the end with its reason. */
export function afterRefusal(ports: StepPorts) {
  return ({
    orderId,
    code,
    submitReference,
  }: {
    orderId: OrderId;
    code: string;
    submitReference: string;
  }): Promise<ProvisioningStep> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      const known: CarrierRefusalCode = isCarrierRefusal(code) ? code : 'CR_UNKNOWN';
      const klass: RefusalClass = CARRIER_REFUSALS[known];
      // Judged before: only the answer was lost, and what came after must not be judged in its place.
      const submits = (await tx.calls.ofOrder(order.row)).filter((call) => call.command === 'submit');
      const isJudged = submits.at(-1)?.reference !== submitReference || order.state.status === 'parked';
      if (isJudged || order.state.status === 'awaiting-number') return next(tx, ports, order);
      const isRepeatable = klass === 'A' || klass === 'H';
      if (klass === 'O' || (isRepeatable && submits.length >= MAX_OPENINGS)) return park(tx, ports, order, known);
      if (klass === 'A') return otherNumber(tx, ports, order, known, submits.at(-1)?.intent['number']);
      if (klass === 'H') return next(tx, ports, await resumed(tx, order));
      const ended = await endOrder(
        tx,
        order,
        { kind: 'carrierRefused', reasonCode: known, submitReference },
        { kind: 'carrier', id: order.carrier },
      );
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'carrier-refused', { reason: reasonForCustomer(known) });
      return { kind: 'ended', end: ended };
    });
}

/** The refused number leaves the order only after another was drawn, or the draw would bring it again. */
async function otherNumber(
  tx: Tx,
  ports: MessagePorts,
  order: OrderRecord,
  code: CarrierRefusalCode,
  refused: unknown,
): Promise<ProvisioningStep> {
  const { number } = order.state;
  // Another one already: the customer chose it while this answer was on its way.
  if (number === null || number !== refused) return next(tx, ports, order);
  const step = await next(tx, ports, await record(tx, order, { kind: 'numberTaken', number }));
  if (code === 'CR_NUMBER_TAKEN') await tx.numbers.withdraw(number, order.row);
  else await tx.numbers.release(number, order.row);
  return step;
}
