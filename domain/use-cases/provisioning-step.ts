import type { Instant, Msisdn, OrderId, WaitId } from '../brand';
import type { CarrierRefusalCode } from '../carrier-words';
import { assertNever, DomainError } from '../errors';
import { choosesNumber, NUMBER_TAKEN } from '../order';
import type { CarrierOf } from '../ports/carrier';
import type { SealingPort } from '../ports/sealing';
import type { OrderRecord } from '../ports/stores/orders';
import type { WaitHandle } from '../ports/stores/waits';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { LAST_COMMAND_NUMBER, partnerReference } from '../references';
import { plusMs } from '../time';
import { PROVISIONING_HOLD_MS, WAIT_RULES } from '../waits';
import { nextShipping, type ShippingStep } from './ship-order';
import { messageAboutOrder, messageWithOrderLink, type MessagePorts } from './customer-messages';
import { closeWaits, endOf, endOrder, momentOf, openWait, type OrderEnd, record } from './order-changes';

/** No number to be had: the pool is empty. */
const NO_STOCK: CarrierRefusalCode = 'CR_NO_STOCK';

export interface OpeningPorts extends MessagePorts {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
  readonly carrierOf: CarrierOf;
}

/** The references of one opening: they exist before the calls and survive a lost reply. */
export interface Opening {
  readonly orderId: OrderId;
  /** Who opens it, on a queue of their own; left out in what steps said before they told it. */
  readonly carrier?: string;
  readonly occupyReference: string;
  readonly submitReference: string;
}

export type ProvisioningStep =
  /** Undo of this opening is registered, then it is carried out. */
  | { readonly kind: 'open'; readonly opening: Opening }
  | { readonly kind: 'wait'; readonly wait: WaitHandle; readonly ask: boolean }
  /** The carrier said a definite no: undo, then go on as the code says. */
  | { readonly kind: 'refused'; readonly code: CarrierRefusalCode; readonly opening: Opening }
  /** The card is open: it goes to the customer. */
  | { readonly kind: 'opened'; readonly shipping: ShippingStep }
  | { readonly kind: 'giveUp' }
  | { readonly kind: 'ended'; readonly end: OrderEnd };

/** What deciding on a step takes; the carrier is asked by other processes. */
export type StepPorts = Pick<OpeningPorts, 'work' | keyof MessagePorts>;

/** Says what provisioning does next, and commits the intent of an opening before anybody calls. Safe to run twice. */
export function provisioningStep(ports: StepPorts) {
  return ({ orderId, woke }: { orderId: OrderId; woke: WaitId | null }): Promise<ProvisioningStep> =>
    ports.work.inTransaction(async (tx) => {
      const found = await tx.orders.lock(orderId);
      if (!found) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(found);
      if (end) return { kind: 'ended', end };
      const elapsed = woke === null ? { order: found } : await waitElapsed(tx, ports, found, woke);
      return 'step' in elapsed ? elapsed.step : next(tx, ports, elapsed.order);
    });
}

async function waitElapsed(
  tx: Tx,
  ports: MessagePorts,
  order: OrderRecord,
  woke: WaitId,
): Promise<{ order: OrderRecord } | { step: ProvisioningStep }> {
  const wait = await tx.waits.lock(woke);
  const moment = momentOf(wait, Date.parse(tx.now));
  if (!wait || moment === 'closed' || moment === 'early') return { order };
  const ask = wait.what === 'carrier-answer';
  if (moment === 'reminder') {
    const handle = await tx.waits.reminded(wait);
    if (ask) return { step: { kind: 'wait', wait: handle, ask } };
    const reminded = await record(tx, order, { kind: 'reminded', what: wait.what, times: wait.remindedTimes + 1 });
    // Looked at again: the number that was missing may be there by now, and then nobody has to choose.
    const looked = wait.what === 'number-choice' ? await withNumber(tx, reminded) : reminded;
    if (choosesNumber(looked.state)) await askToChoose(tx, ports, looked, 'number-reminder');
    return { order: looked };
  }
  switch (wait.what) {
    case 'carrier-back': {
      await closeWaits(tx, order, 'ask-again');
      return { order: await record(tx, order, { kind: 'carrierResumed' }) };
    }
    case 'carrier-answer': {
      const handle = await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES[wait.what].dueMs), true);
      return { step: { kind: 'wait', wait: handle, ask } };
    }
    case 'number-choice': {
      const end = await endOrder(tx, order, { kind: 'numberWaitExpired' });
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'number-expired', {});
      return { step: { kind: 'ended', end } };
    }
    case 'number-stock': {
      const end = await endOrder(tx, order, { kind: 'numberWaitExpired', reasonCode: NO_STOCK });
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'number-none', {});
      return { step: { kind: 'ended', end } };
    }
    case 'parked':
      return { step: { kind: 'giveUp' } };
    case 'documents':
    case 'identity-verdict':
    case 'identity-source':
    case 'review':
    case 'ticket-answer':
    case 'ticket-done':
    case 'ticket-customer':
    case 'ticket-nobody':
    case 'parcel-moves':
    case 'bank-back':
    case 'commission-evidence':
    case 'commission-decision':
    case 'commission-case':
    case 'courier-back':
    case 'parcel':
    case 'parcel-back':
    case 'activation':
    case 'handover-check':
      return { order };
    default:
      return assertNever(wait.what);
  }
}

export async function next(tx: Tx, ports: MessagePorts, found: OrderRecord): Promise<ProvisioningStep> {
  if (found.state.stage !== 'provisioning') return { kind: 'opened', shipping: await nextShipping(tx, found) };
  switch (found.state.status) {
    case 'awaiting-carrier':
      return { kind: 'wait', wait: await openWait(tx, found, 'carrier-answer'), ask: false };
    case 'carrier-down':
      return { kind: 'wait', wait: await openWait(tx, found, 'carrier-back'), ask: false };
    case 'parked':
      return { kind: 'wait', wait: await openWait(tx, found, 'parked'), ask: false };
    default:
      break;
  }
  const order = await withNumber(tx, found);
  const number = order.state.number;
  if (number === null) {
    const asked = order.state.status === 'awaiting-number' ? order : await askForNumber(tx, ports, order);
    const what = choosesNumber(asked.state) ? 'number-choice' : 'number-stock';
    await closeWaits(tx, asked, 'number-asked', what);
    return { kind: 'wait', wait: await openWait(tx, asked, what), ask: false };
  }
  const opening = await intend(tx, order, number);
  if (opening === null) return park(tx, ports, order, 'OPENINGS_USED_UP');
  await closeWaits(tx, order, 'opening');
  return { kind: 'open', opening };
}

/** Ready to be opened again, whatever it waited for. */
export const resumed = async (tx: Tx, order: OrderRecord): Promise<OrderRecord> =>
  order.state.status === 'opening' ? order : record(tx, order, { kind: 'carrierResumed' });

export async function park(tx: Tx, ports: MessagePorts, order: OrderRecord, why: string): Promise<ProvisioningStep> {
  if (order.state.status === 'parked') return next(tx, ports, order);
  await closeWaits(tx, order, 'parked');
  const parked = await record(tx, order, { kind: 'parked', why });
  return { kind: 'wait', wait: await openWait(tx, parked, 'parked'), ask: false };
}

/** The loser of a chosen number is asked for another; where one is drawn by rule, the next batch brings it and nobody has to act. */
async function askForNumber(tx: Tx, ports: MessagePorts, order: OrderRecord): Promise<OrderRecord> {
  const reasonCode = order.chosenNumber ? NUMBER_TAKEN : NO_STOCK;
  const asked = await record(tx, order, { kind: 'numberAsked', reasonCode });
  if (choosesNumber(asked.state)) await askToChoose(tx, ports, asked, 'number-lost');
  return asked;
}

/** One message for all cards of a purchase that wait for it: the page behind its link asks for each. */
async function askToChoose(
  tx: Tx,
  ports: MessagePorts,
  order: OrderRecord,
  template: 'number-lost' | 'number-reminder',
): Promise<void> {
  // Cards of one purchase lose their numbers at the same time: whoever comes second sees that it was said.
  await tx.purchases.turn(order.purchaseRow);
  const waiting = (await tx.orders.summaries(order.purchaseRow)).filter(({ status }) => status === 'awaiting-number');
  const isSaid = template === 'number-lost' ? waiting.length > 1 : waiting[0]?.id !== order.id;
  if (isSaid) return;
  const key = `${String(order.line)}-${String(order.version)}`;
  await messageWithOrderLink(tx, ports, order.purchaseRow, template, key, {});
}

/** Keeps the number held, takes the chosen one back after a lapse, or draws another where one was drawn before. */
async function withNumber(tx: Tx, order: OrderRecord): Promise<OrderRecord> {
  const until: Instant = plusMs(tx.now, PROVISIONING_HOLD_MS);
  if (order.state.number !== null) {
    if (await tx.numbers.extend(order.state.number, order.row, until)) return order;
    throw new DomainError('StateConflict', `order ${order.id} names a number that it does not hold`);
  }
  const scope = { carrier: order.carrier, planCode: order.planCode, city: order.city };
  const [number] = order.chosenNumber
    ? await tx.numbers.lockChosen(scope, [(await tx.orders.lastChoice(order.row)) ?? order.chosenNumber])
    : await tx.numbers.pick(scope, 1);
  if (number === undefined) return order;
  await tx.numbers.hold([{ row: order.row, number }], until);
  return record(tx, order, { kind: 'numberHeld', number, until });
}

/**
 * The opening under way, or the next one: an unknown result keeps its reference, a definite refusal takes the next
 * number. Null when all references of this order's attempt are used up.
 */
async function intend(tx: Tx, order: OrderRecord, number: Msisdn): Promise<Opening | null> {
  const calls = await tx.calls.ofOrder(order.row);
  const over = calls.filter(
    (call) => call.command === 'submit' && call.state !== 'open' && call.state !== 'unknown' && call.state !== 'done',
  );
  const turn = over.length + 1;
  if (turn > LAST_COMMAND_NUMBER) return null;
  const opening: Opening = {
    orderId: order.id,
    carrier: order.carrier,
    occupyReference: partnerReference(order.id, order.attempt, 'occupy', turn),
    submitReference: partnerReference(order.id, order.attempt, 'submit', turn),
  };
  if (calls.some((call) => call.reference === opening.submitReference)) return opening;
  const base = {
    partner: order.carrier,
    orderRow: order.row,
    purchaseRow: order.purchaseRow,
    attempt: order.attempt,
    number: turn,
  };
  await tx.calls.intend({ ...base, command: 'occupy', reference: opening.occupyReference, intent: { number } });
  await tx.calls.intend({
    ...base,
    command: 'submit',
    reference: opening.submitReference,
    intent: { number, planCode: order.planCode, amountFen: order.feeFen },
  });
  await record(tx, order, {
    kind: 'openingStarted',
    occupyReference: opening.occupyReference,
    submitReference: opening.submitReference,
  });
  return opening;
}
