import type { OrderId, WaitId } from '../brand';
import { activationEnds, fulfilmentPolicy } from '../activation';
import { assertNever, DomainError } from '../errors';
import { COURIER, isBack, isComingBack, signedBy } from '../parcel';
import { partnerText } from '../partner-text';
import type { CourierPort, Waybill } from '../ports/courier';
import type { SealingPort } from '../ports/sealing';
import type { OrderRecord } from '../ports/stores/orders';
import type { ShipmentRecord } from '../ports/stores/shipments';
import type { WaitHandle } from '../ports/stores/waits';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { partnerReference } from '../references';
import { HOUR_MS, plusMs, toMs } from '../time';
import { WAIT_RULES } from '../waits';
import { messageAboutOrder, type MessagePorts, messageWithOrderLink } from './customer-messages';
import { HANDED_TO_ANOTHER } from './decide-handover';
import type { Ending } from './end-journey';
import { turnBackParcel } from './intercept-parcel';
import { openTicket } from './open-ticket';
import { closeWaits, endOf, momentOf, openWait, type OrderEnd, record } from './order-changes';
import { openContact, openIdentity } from './party';
import type { Patience } from './open-at-carrier';

export interface ShippingPorts extends MessagePorts {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
  readonly courier: CourierPort;
}

/** One dispatch: its reference exists before the call and survives a lost reply. */
export interface Dispatch {
  readonly orderId: OrderId;
  readonly reference: string;
}

export type ShippingStep =
  | { readonly kind: 'dispatch'; readonly dispatch: Dispatch }
  | { readonly kind: 'wait'; readonly wait: WaitHandle }
  /** Somebody has the parcel: activation begins. */
  | { readonly kind: 'delivered' }
  /** Everything is given back, then the order ends so. */
  | { readonly kind: 'undo'; readonly ending: Ending }
  | { readonly kind: 'ended'; readonly end: OrderEnd };

/** Says what shipping does next, from the rows. Safe to run twice. */
export function shippingStep(ports: Pick<ShippingPorts, 'work'>) {
  return ({ orderId, woke }: { orderId: OrderId; woke: WaitId | null }): Promise<ShippingStep> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      const elapsed = woke === null ? { order } : await waitElapsed(tx, order, woke);
      return 'step' in elapsed ? elapsed.step : nextShipping(tx, elapsed.order);
    });
}

async function waitElapsed(
  tx: Tx,
  order: OrderRecord,
  woke: WaitId,
): Promise<{ order: OrderRecord } | { step: ShippingStep }> {
  const wait = await tx.waits.lock(woke);
  if (!wait || momentOf(wait, toMs(tx.now)) !== 'due') return { order };
  switch (wait.what) {
    case 'courier-back':
      await closeWaits(tx, order, 'ask-again');
      return { order: await record(tx, order, { kind: 'courierResumed' }) };
    case 'parcel': {
      const silentMs =
        fulfilmentPolicy(await tx.catalogue.pinnedPolicy(order.purchaseRow, 'fulfilment')).parcelSilentHours * HOUR_MS;
      const shipment = await tx.shipments.ofOrder(order.row);
      const heardAt = shipment?.newsAt ?? shipment?.dispatchedAt ?? tx.now;
      const silentFrom = plusMs(heardAt, silentMs);
      if (silentFrom > tx.now) {
        await tx.waits.extend(wait, silentFrom, false);
        return { order };
      }
      await openTicket(tx, {
        kind: 'T-LOG-1',
        order,
        source: 'engine',
        dedupeKey: `parcel-silent/${order.id}/${heardAt}`,
        words: null,
        facts: { shipmentId: shipment?.id ?? null, newsAt: shipment?.newsAt ?? null },
      });
      const noted = await record(tx, order, { kind: 'parcelSilent', newsAt: shipment?.newsAt ?? null });
      await tx.waits.extend(wait, plusMs(tx.now, silentMs), true);
      return { order: noted };
    }
    case 'parcel-back':
      await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES['parcel-back'].dueMs), true);
      return { order };
    case 'parked':
      await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES.parked.dueMs), true);
      return { step: { kind: 'undo', ending: 'parked' } };
    default:
      return { order };
  }
}

/** What the rows of a shipping order say is to be done. */
export async function nextShipping(tx: Tx, order: OrderRecord): Promise<ShippingStep> {
  if (order.state.stage === 'activating') return { kind: 'delivered' };
  const { status } = order.state;
  if (status === 'parked') return { kind: 'wait', wait: await openWait(tx, order, 'parked') };
  const shipment = await tx.shipments.ofOrder(order.row);
  if (status === 'courier-down' && !shipment?.parcel)
    return { kind: 'wait', wait: await openWait(tx, order, 'courier-back') };
  // A parcel that news told of before its dispatch was answered is still to be recorded and told: its call is settled.
  if (!shipment?.parcel || status === 'dispatching' || status === 'courier-down') {
    await closeWaits(tx, order, 'dispatching');
    return { kind: 'dispatch', dispatch: await intendDispatch(tx, order) };
  }
  return (await comingBack(tx, order, shipment)) ?? (await delivered(tx, order, shipment));
}

/** A parcel that is lost, back, or on its way back; null while it goes to the customer. */
export async function comingBack(
  tx: Tx,
  order: OrderRecord,
  shipment: ShipmentRecord,
): Promise<Exclude<ShippingStep, { kind: 'dispatch' | 'delivered' | 'ended' }> | null> {
  if (shipment.lostAt !== null) return giveBack(tx, order, 'lost');
  if (isBack(shipment.state)) return giveBack(tx, order, 'returned');
  // Turned round at our word, perhaps before the courier's own news of it; one that was handed over all the same is not.
  if (order.state.status === 'returning' && signedBy(shipment.state) === null)
    return { kind: 'wait', wait: await openWait(tx, order, 'parcel-back') };
  if (shipment.state === null || !isComingBack(shipment.state)) return null;
  await closeWaits(tx, order, 'comes-back');
  const turned = await record(
    tx,
    order,
    { kind: 'parcelTurned', state: shipment.state },
    { kind: 'courier', id: shipment.provider },
  );
  return { kind: 'wait', wait: await openWait(tx, turned, 'parcel-back') };
}

/** Nothing is waited for any more: the opening is undone, and the order ends. */
async function giveBack(tx: Tx, order: OrderRecord, ending: Ending): Promise<{ kind: 'undo'; ending: Ending }> {
  await closeWaits(tx, order, ending);
  return { kind: 'undo', ending };
}

async function delivered(tx: Tx, order: OrderRecord, shipment: ShipmentRecord): Promise<ShippingStep> {
  const by = signedBy(shipment.state);
  if (by === null) return { kind: 'wait', wait: await openWait(tx, order, 'parcel') };
  const signedAt = shipment.signedAt ?? tx.now;
  const policy = fulfilmentPolicy(await tx.catalogue.pinnedPolicy(order.purchaseRow, 'fulfilment'));
  const activateBy = activationEnds(signedAt, policy.activateWithinDays);
  await tx.shipments.signed(shipment.row, by, activateBy);
  await closeWaits(tx, order, 'signed');
  const event = { kind: 'signed', by, signedAt, activateBy } as const;
  const signed = await record(tx, order, event, { kind: 'courier', id: shipment.provider });
  const isHeld = signed.state.status === 'activation-held';
  if (isHeld) {
    await tx.intake.conflict({
      kind: HANDED_TO_ANOTHER,
      channel: null,
      externalRef: null,
      purchaseRow: order.purchaseRow,
      orderRow: order.row,
      detail: { word: shipment.state, signedAt, reference: shipment.reference },
    });
  }
  const template = isHeld ? 'parcel-with-another' : 'parcel-signed';
  await messageAboutOrder(tx, order.purchaseRow, order.id, template, { number: order.state.number ?? '' });
  return { kind: 'delivered' };
}

/** The dispatch under way, or a new one: an unknown result keeps its reference, a definite no takes the next number. */
export async function intendDispatch(tx: Tx, order: OrderRecord): Promise<Dispatch> {
  const calls = (await tx.calls.ofOrder(order.row)).filter(
    (call) => call.command === 'dispatch' && call.partner === COURIER,
  );
  const turn = calls.filter((call) => call.state === 'refused').length + 1;
  const dispatch = { orderId: order.id, reference: partnerReference(order.id, order.attempt, 'dispatch', turn) };
  if (calls.some((call) => call.reference === dispatch.reference)) return dispatch;
  await tx.calls.intend({
    partner: COURIER,
    command: 'dispatch',
    reference: dispatch.reference,
    orderRow: order.row,
    purchaseRow: order.purchaseRow,
    attempt: order.attempt,
    number: turn,
    intent: { iccid: order.state.iccid },
  });
  return dispatch;
}

type Result =
  | { readonly kind: 'sent'; readonly parcel: Waybill }
  /** Without the people in it. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'silent'; readonly command: string };

/** Hands the card to the courier. What became of an earlier try is found out by our reference before it is said again. */
export function dispatchParcel(ports: ShippingPorts) {
  return async (dispatch: Dispatch, patience: Patience): Promise<ShippingStep> => {
    const job = await ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(dispatch.orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${dispatch.orderId}`);
      const call = await tx.calls.find(dispatch.reference);
      if (!call) throw new Error(`the dispatch ${dispatch.reference} was not intended`);
      const { iccid } = order.state;
      if (order.state.stage !== 'shipping' || iccid === null) return null;
      const contact = await openContact(tx, ports.sealing, order.partyId);
      const { province, city } = contact.delivery;
      const id = ports.ids.next('shp');
      const area = { province, city };
      await tx.shipments.open(order, { id, provider: COURIER, reference: dispatch.reference, iccid, area });
      const { name } = await openIdentity(tx, ports.sealing, order.partyId);
      // Counted before the call: a process that dies in it leaves the trace that a look-up must come first.
      const tries = await tx.calls.tried(dispatch.reference);
      return { call, iccid, tries, recipient: { name, phone: contact.phone, ...contact.delivery } };
    });
    if (!job) return shippingStep(ports)({ orderId: dispatch.orderId, woke: null });
    const input = { reference: dispatch.reference, iccid: job.iccid, recipient: job.recipient };
    let result = known(job.call.outcome) ?? (await attempt(ports.courier, input, job.tries > 1));
    for (const pause of patience.pausesMs) {
      if (result.kind !== 'silent') break;
      await patience.sleep(pause);
      result = await attempt(ports.courier, input, true);
    }
    return ports.work.inTransaction((tx) => settle(tx, ports, dispatch, result));
  };
}

/** What an earlier run of this very dispatch found out: only its answer was lost. */
function known(outcome: Readonly<Record<string, unknown>> | null): Result | null {
  const waybill = outcome?.['waybill'];
  const company = outcome?.['company'];
  return typeof waybill === 'string' && typeof company === 'string'
    ? { kind: 'sent', parcel: { waybill, company } }
    : null;
}

async function attempt(
  courier: CourierPort,
  input: Parameters<CourierPort['dispatch']>[0],
  askFirst: boolean,
): Promise<Result> {
  if (askFirst) {
    const found = await courier.find(input.reference);
    if (found.kind === 'unknown') return { kind: 'silent', command: 'find' };
    if (found.kind === 'found') return { kind: 'sent', parcel: { waybill: found.waybill, company: found.company } };
  }
  const sent = await courier.dispatch(input);
  if (sent.kind === 'refused') {
    const { name, phone, address } = input.recipient;
    return { kind: 'refused', text: partnerText(sent.text, [name, phone, address]) };
  }
  return sent.kind === 'unknown'
    ? { kind: 'silent', command: 'dispatch' }
    : { kind: 'sent', parcel: { waybill: sent.waybill, company: sent.company } };
}

async function settle(tx: Tx, ports: MessagePorts, dispatch: Dispatch, result: Result): Promise<ShippingStep> {
  const order = await tx.orders.lock(dispatch.orderId);
  if (!order) throw new DomainError('OrderNotFound', `no order ${dispatch.orderId}`);
  const end = endOf(order);
  const shipment = await tx.shipments.byReference(dispatch.reference);
  switch (result.kind) {
    case 'sent': {
      await tx.calls.settle(dispatch.reference, 'done', { ...result.parcel });
      if (!shipment) throw new Error(`the shipment ${dispatch.reference} is gone`);
      await tx.shipments.dispatched(shipment.row, result.parcel);
      if (end) {
        await turnBackParcel(tx, order);
        return { kind: 'ended', end };
      }
      const isNews = order.state.status === 'dispatching' || order.state.status === 'courier-down';
      if (!isNews) return nextShipping(tx, order);
      await closeWaits(tx, order, 'dispatched');
      const sent = await record(tx, order, { kind: 'dispatched', shipmentId: shipment.id, ...result.parcel });
      // With the link under which its way is looked at and asked about: documents that came with the order needed none.
      const { waybill } = result.parcel;
      await messageWithOrderLink(tx, ports, order.purchaseRow, 'parcel-sent', order.id, { waybill });
      return nextShipping(tx, sent);
    }
    case 'refused': {
      await tx.calls.settle(dispatch.reference, 'refused', { text: result.text });
      if (end) return { kind: 'ended', end };
      await closeWaits(tx, order, 'parked');
      const parked = await record(tx, order, { kind: 'parked', why: 'COURIER_REFUSED' });
      return { kind: 'wait', wait: await openWait(tx, parked, 'parked') };
    }
    case 'silent': {
      // News of the parcel was quicker than the courier's answer.
      if (shipment?.parcel) return settle(tx, ports, dispatch, { kind: 'sent', parcel: shipment.parcel });
      await tx.calls.settle(dispatch.reference, 'unknown', { why: result.command });
      if (end) return { kind: 'ended', end };
      const down = await record(tx, order, { kind: 'courierDown', command: result.command });
      return { kind: 'wait', wait: await openWait(tx, down, 'courier-back') };
    }
    default:
      return assertNever(result);
  }
}
