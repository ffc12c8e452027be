import type { OrderId, UserId } from '../brand';
import { assertNever, DomainError } from '../errors';
import { SYSTEM } from '../order';
import { COURIER, isBack, isComingBack, signedBy } from '../parcel';
import { partnerText } from '../partner-text';
import type { CourierNo, CourierPort, CourierSilence, Waybill } from '../ports/courier';
import type { SealingPort } from '../ports/sealing';
import type { CallRecord } from '../ports/stores/calls';
import type { OrderRecord } from '../ports/stores/orders';
import type { ShipmentRecord } from '../ports/stores/shipments';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { LAST_COMMAND_NUMBER, partnerReference } from '../references';
import type { InterceptionReason } from '../stages';
import { BY_SYSTEM, byStaff, type TicketActor, type TicketEvent } from '../ticket-events';
import { messageAboutOrder } from './customer-messages';
import { openTicket } from './open-ticket';
import { closeWaits, endOf, openWait, recordIfOpen } from './order-changes';
import { wordsOf } from './party';

export interface InterceptionPorts {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
  readonly courier: CourierPort;
}

/** The kind of ticket that asks for it: address, refusal or return. */
const TICKET = 'T-LOG-2';

/** What the courier was asked last about the order's parcel; null where nobody wanted it back. */
export async function lastInterception(tx: Tx, order: OrderRecord): Promise<CallRecord | null> {
  return (await interceptions(tx, order)).at(-1) ?? null;
}

const interceptions = async (tx: Tx, order: OrderRecord): Promise<readonly CallRecord[]> =>
  (await tx.calls.ofOrder(order.row)).filter(({ command }) => command === 'intercept');

/** Under way, or done: asking again would be the same command. */
export const isStanding = (call: CallRecord | null): call is CallRecord =>
  call !== null && call.state !== 'refused' && call.state !== 'undone';

/**
 * Has the parcel turned round: intent, journal and what carries it out are committed with the caller's transaction. Each
 * time after the courier's no is a command of its own.
 */
export async function askInterception(
  tx: Tx,
  order: OrderRecord,
  shipment: ShipmentRecord,
  why: { readonly by: UserId; readonly reasonCode: InterceptionReason } | { readonly reasonCode: 'ORDER_GIVEN_UP' },
): Promise<{ readonly order: OrderRecord; readonly reference: string }> {
  const number = (await interceptions(tx, order)).length + 1;
  if (number > LAST_COMMAND_NUMBER)
    throw new DomainError('ReferencesUsedUp', `no further interception for order ${order.id}`);
  const reference = partnerReference(order.id, order.attempt, 'intercept', number);
  await tx.calls.intend({
    partner: COURIER,
    command: 'intercept',
    reference,
    orderRow: order.row,
    purchaseRow: order.purchaseRow,
    attempt: order.attempt,
    number,
    // Without a waybill where the dispatch was never answered: the courier is asked for it by our reference first.
    intent: { ...shipment.parcel, shipment: shipment.reference },
  });
  const by = 'by' in why ? why.by : null;
  const event = { kind: 'interceptionAsked', reference, reasonCode: why.reasonCode } as const;
  const asked = await recordIfOpen(tx, order, event, by === null ? SYSTEM : { kind: 'staff', id: by });
  await onTicket(tx, order, event, by === null ? BY_SYSTEM : byStaff(by));
  await tx.outbox.put('intercept-parcel', reference, { reference });
  return { order: asked, reference };
}

/**
 * For an order that ends, or has ended, while its parcel may still reach the customer, whose card is of no use any more:
 * the parcel is turned round, also where it is carried to the door already, for the courier may know better, and also
 * where nobody ever answered whether there is one. Nothing happens to any other. Safe to repeat.
 */
export async function turnBackParcel(tx: Tx, order: OrderRecord): Promise<OrderRecord> {
  const end = endOf(order);
  if (end ? end.stage === 'active' : order.state.stage !== 'shipping') return order;
  const shipment = await tx.shipments.ofOrder(order.row);
  if (!shipment || isStanding(await lastInterception(tx, order))) return order;
  const mayArrive = shipment.parcel ? isUnderWay(shipment) : await isUnanswered(tx, shipment);
  if (!mayArrive) return order;
  return (await askInterception(tx, order, shipment, { reasonCode: 'ORDER_GIVEN_UP' })).order;
}

/** Said to the courier at least once, and nobody knows what became of it. */
async function isUnanswered(tx: Tx, { reference }: ShipmentRecord): Promise<boolean> {
  const call = await tx.calls.find(reference);
  return call !== null && call.tries > 0 && call.state !== 'refused' && call.state !== 'undone';
}

const isUnderWay = ({ lostAt, state }: ShipmentRecord): boolean =>
  lostAt === null && signedBy(state) === null && !isComingBack(state) && !isBack(state);

/**
 * Tells the courier, by the reference the parcel was handed over with. Safe to repeat: whoever turns a parcel round turns it
 * once. Throws `PartnerDown` without an answer: the outbox says it again later, for as long as it takes.
 */
export function interceptParcel(ports: InterceptionPorts) {
  return async ({ reference }: { reference: string }): Promise<void> => {
    const call = await ports.work.inTransaction(async (tx) => {
      const known = await tx.calls.find(reference);
      if (!known) throw new Error(`the interception ${reference} was not intended`);
      if (isAnswered(known)) return null;
      await tx.calls.tried(reference);
      return known;
    });
    if (!call) return;
    const said = await tell(ports, call);
    await ports.work.inTransaction((tx) => settle(tx, ports.sealing, reference, said));
    if (said.kind === 'unknown') throw new DomainError('PartnerDown', `intercept ${reference}: ${said.why}`);
  };
}

type Said = { readonly kind: 'done' } | { readonly kind: 'absent' } | CourierNo | CourierSilence;

/** What the courier says to one interception; `absent` where it never had the parcel. */
async function tell({ work, courier }: InterceptionPorts, { intent }: CallRecord): Promise<Said> {
  const { shipment, waybill } = intent as { readonly shipment: string; readonly waybill?: string };
  // News of the parcel may have told its waybill since it was wished back.
  const known = waybill ?? (await work.inTransaction((tx) => parcelOf(tx, shipment)))?.waybill;
  if (known !== undefined) return courier.intercept({ reference: shipment, waybill: known });
  const found = await courier.find(shipment);
  if (found.kind !== 'found') return found;
  const parcel = { waybill: found.waybill, company: found.company };
  await work.inTransaction(async (tx) => {
    const record = await tx.shipments.byReference(shipment);
    if (record && !record.parcel) await tx.shipments.dispatched(record.row, parcel);
    await tx.calls.settle(shipment, 'done', parcel);
  });
  return courier.intercept({ reference: shipment, waybill: found.waybill });
}

const parcelOf = async (tx: Tx, shipment: string): Promise<Waybill | null> =>
  (await tx.shipments.byReference(shipment))?.parcel ?? null;

const isAnswered = ({ state }: CallRecord): boolean => state !== 'open' && state !== 'unknown';

async function settle(tx: Tx, sealing: SealingPort, reference: string, said: Said): Promise<void> {
  const orderId: OrderId | null = await tx.calls.orderOf(reference);
  const order = orderId && (await tx.orders.lock(orderId));
  const call = await tx.calls.find(reference);
  // Another run of the same command was quicker, and has told of it.
  if (!order || !call || isAnswered(call)) return;
  switch (said.kind) {
    case 'done':
      await tx.calls.settle(reference, 'done', {});
      return turnedRound(tx, order, reference);
    case 'absent': {
      const shipment = String(call.intent['shipment']);
      // It was told of while the courier was asked: the next try turns it round.
      if (await parcelOf(tx, shipment)) throw new DomainError('PartnerDown', `intercept ${reference}: it is there now`);
      // Nothing was handed over, so there is nothing to turn round.
      await tx.calls.settle(shipment, 'undone', {});
      return tx.calls.settle(reference, 'undone', {});
    }
    case 'refused': {
      const text = partnerText(said.text, await wordsOf(tx, sealing, order.partyId));
      await tx.calls.settle(reference, 'refused', { text });
      return goesOn(tx, order, reference);
    }
    case 'unknown':
      return tx.calls.settle(reference, 'unknown', { why: said.why });
    default:
      return assertNever(said);
  }
}

const BY_COURIER = { kind: 'courier', id: COURIER } as const;

/** The order waits for its parcel from now on, and the customer does not. */
async function turnedRound(tx: Tx, order: OrderRecord, reference: string): Promise<void> {
  const event = { kind: 'parcelIntercepted', reference } as const;
  const turned = await recordIfOpen(tx, order, event, BY_COURIER);
  await onTicket(tx, order, event, BY_SYSTEM);
  if (endOf(turned)) return;
  await messageAboutOrder(tx, order.purchaseRow, order.id, 'parcel-intercepted', {});
  if (order.state.status === 'returning' || turned.state.status !== 'returning') return;
  await closeWaits(tx, turned, 'intercepted');
  await openWait(tx, turned, 'parcel-back');
  const key = `${reference}/intercepted`;
  await tx.facts.insert(turned, { source: COURIER, key, kind: 'courier', body: { state: 'intercepted' } });
}

/** The parcel goes on to the customer. Where its order has ended without a card in use, nobody would hear of it: support is told. */
async function goesOn(tx: Tx, order: OrderRecord, reference: string): Promise<void> {
  const event = { kind: 'interceptionRefused', reference } as const;
  await recordIfOpen(tx, order, event, BY_COURIER);
  const end = endOf(order);
  if (end && end.stage !== 'active') {
    const dedupeKey = `not-intercepted/${reference}`;
    const facts = { reference };
    await openTicket(tx, { kind: TICKET, order, source: 'engine', dedupeKey, words: null, facts });
  }
  await onTicket(tx, order, event, BY_SYSTEM);
}

async function onTicket(tx: Tx, order: OrderRecord, event: TicketEvent, actor: TicketActor): Promise<void> {
  const ticket = await tx.tickets.lockOpen(order.row, TICKET);
  if (ticket) await tx.tickets.append(ticket, event, actor);
}
