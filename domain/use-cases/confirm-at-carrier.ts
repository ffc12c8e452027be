import type { OrderId } from '../brand';
import { carrierVerdict, refusalCode } from '../carrier-words';
import { assertNever, DomainError } from '../errors';
import { partnerText } from '../partner-text';
import type { CarrierOrder, CarrierSilent } from '../ports/carrier';
import type { CallRecord } from '../ports/stores/calls';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx } from '../ports/unit-of-work';
import { wordsOf } from './party';
import { closeWaits, endOf, openWait, record } from './order-changes';
import {
  type OpeningPorts,
  type Opening,
  type ProvisioningStep,
  provisioningStep,
  next,
  resumed,
  park,
} from './provisioning-step';

/**
 * Asks the carrier how the order stands, because a callback is only a hint: that the card is open is believed here and
 * nowhere else.
 */
export function confirmAtCarrier(ports: OpeningPorts) {
  return async ({ orderId }: { orderId: OrderId }): Promise<ProvisioningStep | CarrierSilent> => {
    const opening = await ports.work.inTransaction(async (tx): Promise<Required<Opening> | null> => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const calls = await tx.calls.ofOrder(order.row);
      const submit = calls.filter((call) => call.command === 'submit' && call.state === 'done').at(-1);
      if (!submit) return null;
      const references = { submitReference: submit.reference, occupyReference: occupyOf(calls, submit) };
      return { orderId, carrier: submit.partner, ...references };
    });
    if (!opening) return provisioningStep(ports)({ orderId, woke: null });
    const answer = await ports.carrierOf(opening.carrier).query(opening.submitReference);
    if (answer.kind === 'unknown') return { kind: 'noAnswer', carrier: opening.carrier };
    return ports.work.inTransaction((tx) => believe(tx, ports, opening, answer.kind === 'found' ? answer.order : null));
  };
}

const occupyOf = (calls: readonly CallRecord[], submit: CallRecord): string =>
  calls.find((call) => call.command === 'occupy' && call.reference.slice(-2) === submit.reference.slice(-2))
    ?.reference ?? submit.reference;

async function believe(
  tx: Tx,
  ports: OpeningPorts,
  opening: Opening,
  said: CarrierOrder | null,
): Promise<ProvisioningStep> {
  const order = await tx.orders.lock(opening.orderId);
  if (!order) throw new DomainError('OrderNotFound', `no order ${opening.orderId}`);
  const end = endOf(order);
  if (end) return { kind: 'ended', end };
  const isParked = order.state.status === 'parked';
  if (order.state.status !== 'awaiting-carrier' && !isParked) return next(tx, ports, order);
  // It accepted the order and now does not know it: nobody guesses, a person looks.
  const verdict = said === null ? 'unknown' : carrierVerdict(order.carrier, said.word);
  // A person looks already: only what settles the matter changes that.
  const isSettled = verdict !== 'processing' && verdict !== 'unknown';
  if (isParked && !isSettled) return next(tx, ports, order);
  switch (verdict) {
    case 'processing':
      return { kind: 'wait', wait: await openWait(tx, order, 'carrier-answer'), ask: false };
    case 'opened':
    // Active already: the card was opened, and how it went active is asked once the parcel is in somebody's hands.
    case 'active':
    case 'suspended':
    case 'closed':
      return opened(tx, ports, order, opening, said);
    case 'refused':
    case 'cancelled': {
      const raw = said?.text ?? '';
      const code = verdict === 'cancelled' ? 'CR_CUSTOMER_CANCEL' : refusalCode(raw);
      const text = partnerText(raw, await wordsOf(tx, ports.sealing, order.partyId));
      await tx.calls.settle(opening.submitReference, 'refused', { text, code });
      await closeWaits(tx, order, 'refused');
      if (isParked) await resumed(tx, order);
      return { kind: 'refused', code, opening };
    }
    case 'unknown':
      return park(tx, ports, order, 'CARRIER_WORD_UNKNOWN');
    default:
      return assertNever(verdict);
  }
}

/** The number is sold from here on: it lives on the card that goes to the customer. */
async function opened(
  tx: Tx,
  ports: OpeningPorts,
  order: OrderRecord,
  opening: Opening,
  said: CarrierOrder | null,
): Promise<ProvisioningStep> {
  const number = order.state.number;
  if (!said || number === null || said.number !== number || said.iccid === null)
    return park(tx, ports, order, 'CARRIER_NUMBER_DIFFERS');
  const { iccid } = said;
  if (!(await tx.numbers.sell(number, order.row)))
    throw new DomainError('StateConflict', `order ${order.id} does not hold its number`);
  const call = await tx.calls.find(opening.submitReference);
  await tx.calls.settle(opening.submitReference, 'done', { ...call?.outcome, word: said.word, iccid });
  await closeWaits(tx, order, 'opened');
  const event = { kind: 'opened', number, iccid } as const;
  return next(tx, ports, await record(tx, order, event, { kind: 'carrier', id: order.carrier }));
}
