import type { ActivationEvidence, FulfilmentPolicy } from '../activation';
import { fulfilmentPolicy, isInWindow } from '../activation';
import type { Instant, OrderId, WaitId } from '../brand';
import { carrierVerdict } from '../carrier-words';
import { assertNever, DomainError } from '../errors';
import type { CarrierOrder, CarrierOf, CarrierSilent } from '../ports/carrier';
import type { CallRecord } from '../ports/stores/calls';
import type { OrderRecord } from '../ports/stores/orders';
import type { ShipmentRecord } from '../ports/stores/shipments';
import type { WaitHandle } from '../ports/stores/waits';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { orderWorkflowId } from '../references';
import { HOUR_MS, plusMs, SECOND_MS, toMs } from '../time';
import { WAIT_RULES } from '../waits';
import { accrueCommission } from './accrue-commission';
import { askCarrier, lastSubmit } from './ask-carrier';
import { clawBack } from './claw-back-commission';
import { messageAboutOrder } from './customer-messages';
import type { Ending } from './end-journey';
import { closeWaits, endOf, endOrder, momentOf, openWait, type OrderEnd, record } from './order-changes';
import { standingDelivered } from './park-order';
import { comingBack } from './ship-order';

export interface ActivationPorts {
  readonly work: UnitOfWork;
  readonly carrierOf: CarrierOf;
}

export type ActivationStep =
  | { readonly kind: 'wait'; readonly wait: WaitHandle }
  /** The carrier is asked how the card stands. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'undo'; readonly ending: Ending }
  | { readonly kind: 'ended'; readonly end: OrderEnd };

/** Says what an order whose parcel was delivered does next, from the rows. Safe to run twice. */
export function activationStep(ports: Pick<ActivationPorts, 'work'>) {
  return ({ orderId, woke }: { orderId: OrderId; woke: WaitId | null }): Promise<ActivationStep> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      // Active already when its opening was confirmed: no callback of it is still to come.
      if (woke === null && (await wasActiveAtOpening(tx, order))) return { kind: 'ask' };
      const elapsed = woke === null ? { order } : await waitElapsed(tx, order, woke);
      return 'step' in elapsed ? elapsed.step : nextActivation(tx, elapsed.order);
    });
}

async function wasActiveAtOpening(tx: Tx, order: OrderRecord): Promise<boolean> {
  if (order.state.status !== 'awaiting-activation') return false;
  const { partner, outcome } = await lastSubmit(tx, order);
  return carrierVerdict(partner, String(outcome?.['word'])) === 'active';
}

async function waitElapsed(
  tx: Tx,
  order: OrderRecord,
  woke: WaitId,
): Promise<{ order: OrderRecord } | { step: ActivationStep }> {
  const wait = await tx.waits.lock(woke);
  const moment = momentOf(wait, toMs(tx.now));
  if (!wait || moment === 'closed' || moment === 'early') return { order };
  if (moment === 'reminder') {
    await tx.waits.reminded(wait);
    const times = wait.remindedTimes + 1;
    const number = order.state.number ?? '';
    await messageAboutOrder(tx, order.purchaseRow, order.id, 'activation-reminder', { number }, times);
    await record(tx, order, { kind: 'reminded', what: wait.what, times });
    // Its news may have been lost, and some carriers never tell any.
    return { step: { kind: 'ask' } };
  }
  switch (wait.what) {
    case 'activation':
      // Before it expires the carrier is asked: its callback may have been lost.
      return { step: { kind: 'ask' } };
    case 'carrier-back':
      // The window and its nudges go on.
      await closeWaits(tx, order, 'ask-again', 'activation');
      return { step: { kind: 'ask' } };
    case 'parcel-back':
    case 'handover-check':
      await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES[wait.what].dueMs), true);
      return { order };
    case 'parked':
      await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES.parked.dueMs), true);
      return { step: { kind: 'undo', ending: 'parked' } };
    default:
      return { order };
  }
}

async function nextActivation(tx: Tx, order: OrderRecord): Promise<ActivationStep> {
  const shipment = await tx.shipments.ofOrder(order.row);
  if (!shipment) throw new Error(`order ${order.id} has no shipment`);
  if (order.state.status === 'parked') return { kind: 'wait', wait: await openWait(tx, order, 'parked') };
  const back = await comingBack(tx, order, shipment);
  if (back) return back;
  switch (order.state.status) {
    case 'activation-held':
      return { kind: 'wait', wait: await openWait(tx, order, 'handover-check') };
    case 'activation-stopped':
      return { kind: 'undo', ending: 'stopped' };
    case 'carrier-down':
      return { kind: 'wait', wait: await openWait(tx, order, 'carrier-back') };
    default: {
      const policy = fulfilmentPolicy(await tx.catalogue.pinnedPolicy(order.purchaseRow, 'fulfilment'));
      return { kind: 'wait', wait: await openActivation(tx, order, shipment, policy) };
    }
  }
}

const windowEnd = ({ activateBy }: ShipmentRecord): Instant => {
  if (activateBy === null) throw new Error('a parcel that nobody has starts no activation');
  return activateBy;
};

/** The window is the policy's, its nudges too, counted from signing; those that are past or come after the window are not sent. */
async function openActivation(
  tx: Tx,
  order: OrderRecord,
  shipment: ShipmentRecord,
  { nudgeHours }: FulfilmentPolicy,
): Promise<WaitHandle> {
  const dueAt = windowEnd(shipment);
  const from = shipment.signedAt ?? tx.now;
  const nudges = nudgeHours.map((hours) => plusMs(from, hours * HOUR_MS)).filter((at) => at > tx.now && at < dueAt);
  return tx.waits.open({
    subject: { kind: 'order', row: order.row },
    workflowId: orderWorkflowId(order.id, order.attempt),
    what: 'activation',
    owner: WAIT_RULES.activation.owner,
    ownerId: null,
    dueAt,
    reminders: nudges,
    then: WAIT_RULES.activation.then,
    detail: {},
  });
}

/**
 * Asks the carrier whether the card is active (confirmation level L2): news is only a reason to ask. Asked at the end of
 * the window, a card that is not active expires.
 */
export function confirmActivation(ports: ActivationPorts) {
  return async ({ orderId }: { orderId: OrderId }): Promise<ActivationStep | CarrierSilent> => {
    const { partner, reference } = await ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      return lastSubmit(tx, order);
    });
    const answer = await ports.carrierOf(partner).query(reference);
    if (answer.kind === 'unknown') return { kind: 'noAnswer', carrier: partner };
    return ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      return believe(tx, order, reference, answer.kind === 'found' ? answer.order : null);
    });
  };
}

/** No answer for a long time: the order waits on a row, not in a retry. */
export function activationUnanswered(ports: Pick<ActivationPorts, 'work'>) {
  return ({ orderId }: { orderId: OrderId }): Promise<ActivationStep> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      if (order.state.status !== 'awaiting-activation') return nextActivation(tx, order);
      const down = await record(tx, order, { kind: 'carrierDown', command: 'query' });
      return { kind: 'wait', wait: await openWait(tx, down, 'carrier-back') };
    });
}

async function believe(
  tx: Tx,
  order: OrderRecord,
  reference: string,
  said: CarrierOrder | null,
): Promise<ActivationStep> {
  const verdict = said === null ? 'unknown' : carrierVerdict(order.carrier, said.word);
  const shipment = await tx.shipments.ofOrder(order.row);
  if (!shipment) throw new Error(`order ${order.id} has no shipment`);
  switch (verdict) {
    case 'active':
    case 'suspended':
    case 'closed':
      // Active while its parcel never reached anybody: nobody guesses who has the card.
      if (shipment.activateBy === null) return park(tx, order, 'ACTIVE_WITHOUT_PARCEL');
      return said?.activatedAt
        ? activate(tx, order, reference, said, shipment)
        : park(tx, order, 'CARRIER_WORD_UNKNOWN');
    case 'opened': {
      const isOver = order.state.status === 'awaiting-activation' && tx.now >= windowEnd(shipment);
      if (isOver) return { kind: 'undo', ending: 'expired' };
      if (order.state.status === 'parked') return takeUp(tx, order, shipment);
      if (order.state.status !== 'carrier-down') return nextActivation(tx, order);
      await closeWaits(tx, order, 'answered', 'activation');
      return nextActivation(tx, await record(tx, order, { kind: 'carrierResumed' }));
    }
    case 'processing':
    case 'refused':
    case 'cancelled':
    case 'unknown':
      return park(tx, order, verdict === 'unknown' ? 'CARRIER_WORD_UNKNOWN' : 'CARRIER_TOOK_IT_BACK');
    default:
      return assertNever(verdict);
  }
}

/** A word that nobody knew parked the order; the one we know takes it up again. Parked for another reason it stays so. */
async function takeUp(tx: Tx, order: OrderRecord, shipment: ShipmentRecord): Promise<ActivationStep> {
  if (order.state.reasonCode !== 'CARRIER_WORD_UNKNOWN') return nextActivation(tx, order);
  await closeWaits(tx, order, 'answered');
  return nextActivation(tx, await record(tx, order, { kind: 'retried', to: standingDelivered(shipment) }));
}

/**
 * The carrier's own moment where it can be true: after we began to open the card, to the second that carriers count in,
 * and not in the future. Else the moment we learnt of it.
 */
function activationMoment(now: Instant, call: CallRecord | null, activatedAt: Instant): Instant {
  const isPossible =
    call !== null && toMs(call.openedAt) - SECOND_MS <= toMs(activatedAt) && toMs(activatedAt) <= toMs(now);
  return isPossible ? activatedAt : now;
}

async function activate(
  tx: Tx,
  order: OrderRecord,
  reference: string,
  said: CarrierOrder,
  shipment: ShipmentRecord,
): Promise<ActivationStep> {
  const { number, iccid } = order.state;
  if (number === null || iccid === null || said.number !== number || said.activatedAt === null)
    return park(tx, order, 'CARRIER_NUMBER_DIFFERS');
  const call = await tx.calls.find(reference);
  const evidence = evidenceOf(said, activationMoment(tx.now, call, said.activatedAt), shipment);
  await tx.calls.settle(reference, 'done', { ...call?.outcome, word: said.word });
  const actor = { kind: 'carrier', id: order.carrier } as const;
  const end = await endOrder(tx, order, { kind: 'activated', number, iccid, ...evidence }, actor);
  await accrueCommission(tx, order, evidence);
  const verdict = carrierVerdict(order.carrier, said.word);
  if (verdict === 'suspended' || verdict === 'closed') {
    // Active once and stopped since: it earned, and what it earned is taken back at once.
    await clawBack(tx, order, { reason: verdict, at: tx.now });
  } else await messageAboutOrder(tx, order.purchaseRow, order.id, 'number-active', { number });
  return { kind: 'ended', end };
}

/** The carrier's word beside what we know of the parcel. */
function evidenceOf(said: CarrierOrder, activatedAt: Instant, shipment: ShipmentRecord): ActivationEvidence {
  return {
    activatedAt,
    confirmedBy: 'L2',
    personMatches: said.activation?.personMatches ?? null,
    area: said.activation ? { province: said.activation.province, city: said.activation.city } : null,
    deliveryArea: shipment.area,
    dueAt: windowEnd(shipment),
  };
}

async function park(tx: Tx, order: OrderRecord, why: string): Promise<ActivationStep> {
  if (order.state.status === 'parked') return nextActivation(tx, order);
  await closeWaits(tx, order, 'parked');
  const parked = await record(tx, order, { kind: 'parked', why });
  return { kind: 'wait', wait: await openWait(tx, parked, 'parked') };
}

/**
 * Late news: the carrier tells of an activation after the order expired. Asked, it has to confirm one inside the window;
 * then the order comes back as another attempt and ends active. One outside the window, or of a number that has stopped
 * since, is a case for a person; an answer that knows of none restores nothing.
 */
export function restoreOrder(ports: ActivationPorts) {
  return ({ orderId }: { orderId: OrderId }): Promise<void> =>
    askCarrier(ports, { orderId, stage: 'expired' }, async (tx, reference, said) => {
      if (said) await restore(tx, orderId, reference, said);
    });
}

async function restore(tx: Tx, orderId: OrderId, reference: string, said: CarrierOrder): Promise<void> {
  const order = await tx.orders.lock(orderId);
  const shipment = order && (await tx.shipments.ofOrder(order.row));
  if (!order || !shipment || order.state.stage !== 'expired') return;
  const verdict = carrierVerdict(order.carrier, said.word);
  const hasStopped = verdict === 'suspended' || verdict === 'closed';
  const { number } = said;
  if (verdict !== 'active' && !hasStopped) return;
  const activatedAt = said.activatedAt && activationMoment(tx.now, await tx.calls.find(reference), said.activatedAt);
  const isGood =
    !hasStopped &&
    number !== null &&
    activatedAt !== null &&
    isInWindow(activatedAt, windowEnd(shipment)) &&
    (await tx.numbers.restore(number, order.row));
  if (!isGood) {
    await tx.intake.conflict({
      kind: 'activated-after-expiry',
      channel: null,
      externalRef: null,
      purchaseRow: order.purchaseRow,
      orderRow: order.row,
      detail: { activatedAt, activateBy: shipment.activateBy, word: said.word },
    });
    return;
  }
  const attempt = order.attempt + 1;
  const restored = await record(tx, order, { kind: 'restored', attempt, number, iccid: shipment.iccid });
  await activate(tx, restored, reference, said, shipment);
}
