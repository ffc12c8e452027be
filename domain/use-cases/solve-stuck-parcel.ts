import type { Instant, TicketId } from '../brand';
import { assertNever, DomainError } from '../errors';
import { COURIER, isBack, isComingBack, type Parcel, parcelOf } from '../parcel';
import { partnerText } from '../partner-text';
import type { CourierPort, Waybill } from '../ports/courier';
import type { CallRecord } from '../ports/stores/calls';
import type { OrderRecord } from '../ports/stores/orders';
import type { WaitHandle } from '../ports/stores/waits';
import type { TicketRecord } from '../ports/stores/tickets';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { partnerReference, ticketWorkflowId } from '../references';
import { BY_SYSTEM, type TicketActor } from '../ticket-events';
import { HOUR_MS, plusMs } from '../time';
import { WAIT_RULES } from '../waits';
import { messageWithOrderLink, type MessagePorts } from './customer-messages';
import { momentOf } from './order-changes';
import type { Patience } from './open-at-carrier';
import { closeTicket, firstAnswered, handOn } from './ticket-changes';

export interface StuckParcelPorts extends MessagePorts {
  readonly work: UnitOfWork;
  readonly courier: CourierPort;
}

/** What acting needs from outside, on the courier's own queue. */
export type ActingStep =
  | { readonly kind: 'ask'; readonly ticketId: TicketId; readonly reference: string }
  | { readonly kind: 'look'; readonly ticketId: TicketId };

/** After so many silences a person takes over. */
const MAX_TRIES = 3;

interface Facts {
  /** Of the inquiry, made before it is asked. */
  readonly reference?: string;
  readonly askedAt?: Instant;
  readonly tries?: number;
  /** The inquiry that the customer was told of. */
  readonly told?: string;
}
const factsOf = (ticket: TicketRecord): Facts => ticket.facts;

/**
 * What a ticket that acts by itself does next: the inquiry is committed before it is asked, and after it the parcel is
 * looked at until it moved or the time is over. `handed`: not solved, a person takes over.
 */
export async function actingStep(
  tx: Tx,
  ports: MessagePorts,
  ticket: TicketRecord,
): Promise<
  | { readonly kind: 'act'; readonly step: ActingStep | { readonly kind: 'wait'; readonly inMs: number } }
  | { readonly kind: 'handed'; readonly ticket: TicketRecord }
> {
  const handed = async (why: Parameters<typeof handOn>[2]) =>
    ({ kind: 'handed', ticket: await handOn(tx, ticket, why) }) as const;
  const waiting = ({ dueInMs }: WaitHandle) => ({ kind: 'act', step: { kind: 'wait', inMs: dueInMs } }) as const;
  const call = await inquiryOf(tx, ticket);
  if (!call) return handed('refused');
  const ask = { kind: 'act', step: { kind: 'ask', ticketId: ticket.id, reference: call.reference } } as const;
  switch (call.state) {
    case 'open':
      return ask;
    case 'unknown': {
      if ((factsOf(ticket).tries ?? 0) >= MAX_TRIES) return handed('courier-down');
      const back = await waitOf(tx, ticket, 'courier-back');
      return back && momentOf({ ...back, open: true }, Date.parse(tx.now)) === 'early' ? waiting(back) : ask;
    }
    case 'refused':
    case 'undone':
      return handed('refused');
    case 'done': {
      if (call.outcome?.['result'] === 'lost') return handed('lost');
      await tellCustomer(tx, ports, ticket);
      const moves = await waitOf(tx, ticket, 'parcel-moves');
      if (!moves) return waiting(await openWait(tx, ticket, 'parcel-moves'));
      if (momentOf({ ...moves, open: true }, Date.parse(tx.now)) === 'early') return waiting(moves);
      return { kind: 'act', step: { kind: 'look', ticketId: ticket.id } };
    }
    default:
      return assertNever(call.state);
  }
}

/** After so long the courier may be asked about the same parcel again. */
const ASK_AGAIN_MS = HOUR_MS;

/** A person has the courier asked about the parcel: the ticket stays theirs, and comes back to them where it does not help. */
export async function beginInquiry(tx: Tx, ticket: TicketRecord, by: TicketActor): Promise<TicketRecord> {
  const shipment = await tx.shipments.ofOrder(ticket.orderRow);
  if (!shipment?.parcel || shipment.signedBy !== null || shipment.lostAt !== null)
    throw new DomainError('StepRefused', 'no parcel is on its way');
  const { askedAt } = factsOf(ticket);
  if (askedAt !== undefined && plusMs(askedAt, ASK_AGAIN_MS) > tx.now)
    throw new DomainError('StepRefused', 'the courier was asked within the hour');
  // Without a reference the next step intends a new inquiry, with a number of its own.
  const facts = Object.fromEntries(
    Object.entries(ticket.facts).filter(([name]) => name !== 'reference' && name !== 'tries'),
  );
  const begun = await tx.tickets.save(ticket, { state: 'acting', givenAt: null, facts });
  await tx.tickets.append(begun, { kind: 'courierWanted' }, by);
  return begun;
}

/** The inquiry of this ticket's round, intended here where there is none; null without a parcel to ask about. */
async function inquiryOf(tx: Tx, ticket: TicketRecord): Promise<CallRecord | null> {
  const { reference } = factsOf(ticket);
  if (reference !== undefined) return tx.calls.find(reference);
  const shipment = await tx.shipments.ofOrder(ticket.orderRow);
  if (!shipment?.parcel) return null;
  const number = (await tx.calls.ofOrder(ticket.orderRow)).filter((call) => call.command === 'inquire').length + 1;
  const call = await tx.calls.intend({
    partner: COURIER,
    command: 'inquire',
    reference: partnerReference(ticket.orderId, ticket.attempt, 'inquire', number),
    orderRow: ticket.orderRow,
    purchaseRow: ticket.purchaseRow,
    attempt: ticket.attempt,
    number,
    intent: { ...shipment.parcel, shipment: shipment.reference },
  });
  await tx.tickets.save(ticket, { facts: { ...ticket.facts, reference: call.reference } });
  return call;
}

/** Asks the courier. Answers nothing: what it said is committed, and looking again says what comes next. */
export function askCourier(ports: StuckParcelPorts) {
  return async (
    { ticketId, reference }: { ticketId: TicketId; reference: string },
    patience: Patience,
  ): Promise<void> => {
    const call = await ports.work.inTransaction(async (tx) => {
      const known = await tx.calls.find(reference);
      if (!known) throw new Error(`the inquiry ${reference} was not intended`);
      await tx.calls.tried(reference);
      return known;
    });
    if (call.state === 'done' || call.state === 'refused') return;
    // The courier knows its parcels by the reference they were handed over with; ours of the inquiry is our own.
    const { waybill, shipment } = call.intent as unknown as Waybill & { readonly shipment: string };
    let said = await ports.courier.inquire({ reference: shipment, waybill });
    for (const pause of patience.pausesMs) {
      if (said.kind !== 'unknown') break;
      await patience.sleep(pause);
      said = await ports.courier.inquire({ reference: shipment, waybill });
    }
    const answer = said;
    await ports.work.inTransaction(async (tx) => {
      const orderId = await tx.calls.orderOf(reference);
      // The order before its ticket, as everywhere, so that nobody deadlocks.
      const order = orderId && (await tx.orders.lock(orderId));
      const ticket = await lockActing(tx, ticketId);
      switch (answer.kind) {
        case 'done':
          await tx.calls.settle(reference, 'done', { result: answer.result });
          if (answer.result === 'lost' && order) await parcelLost(tx, order, reference);
          break;
        case 'refused':
          await tx.calls.settle(reference, 'refused', { text: partnerText(answer.text) });
          break;
        case 'unknown':
          await tx.calls.settle(reference, 'unknown', { why: answer.why });
          break;
        default:
          assertNever(answer);
      }
      if (!ticket) return;
      await tx.waits.close({ kind: 'ticket', row: ticket.row }, 'courier-back', 'asked-again');
      if (answer.kind === 'unknown') {
        const tries = (factsOf(ticket).tries ?? 0) + 1;
        const noted = await tx.tickets.save(ticket, { facts: { ...ticket.facts, tries } });
        await tx.tickets.append(noted, { kind: 'courierSilent', reference, tries }, BY_SYSTEM);
        await openWait(tx, noted, 'courier-back');
        return;
      }
      const asked = await tx.tickets.save(ticket, { facts: { ...ticket.facts, askedAt: tx.now } });
      const result = answer.kind === 'done' ? answer.result : 'refused';
      await tx.tickets.append(asked, { kind: 'courierAsked', reference, result }, BY_SYSTEM);
    });
  };
}

/** Looks whether the parcel went on to the customer since the courier was asked; solved, looked at again later, or a person takes over. */
export function lookAtParcel(ports: StuckParcelPorts) {
  return async ({ ticketId }: { ticketId: TicketId }): Promise<void> => {
    const parcel = await ports.work.inTransaction(async (tx) => {
      const ticket = await lockActing(tx, ticketId);
      const call = ticket && (await inquiryOf(tx, ticket));
      return call ? (call.intent as unknown as Waybill) : null;
    });
    if (!parcel) return;
    const trace = await ports.courier.track(parcel);
    await ports.work.inTransaction(async (tx) => {
      const ticket = await lockActing(tx, ticketId);
      if (!ticket) return;
      const stands = trace.kind === 'found' ? parcelOf(trace.events) : null;
      const found = trace.kind === 'unknown' ? 'unknown' : movement(stands, factsOf(ticket).askedAt);
      const looked = () =>
        tx.tickets.append(ticket, { kind: 'parcelLooked', found, state: stands?.state ?? null }, BY_SYSTEM);
      if (found === 'moved') {
        await looked();
        const solved = await closeTicket(tx, ticket, 'solved-by-itself', BY_SYSTEM);
        await messageWithOrderLink(tx, ports, solved.purchaseRow, 'parcel-moves', solved.id, {});
        return;
      }
      const wait = await waitOf(tx, ticket, 'parcel-moves');
      if (!wait) return;
      if (found !== 'turned-back' && momentOf({ ...wait, open: true }, Date.parse(tx.now)) !== 'due') {
        await tx.waits.reminded(wait);
        return;
      }
      await looked();
      await handOn(tx, ticket, NOT_SOLVED[found]);
    });
  };
}

/**
 * What the trace says since the courier was asked. Only the way to the customer solves anything: a parcel that turned
 * round moves as well.
 */
function movement(stands: Parcel | null, askedAt: Instant | undefined): 'moved' | 'still' | 'turned-back' {
  if (stands === null) return 'still';
  if (isComingBack(stands.state) || isBack(stands.state)) return 'turned-back';
  const isNews = stands.newsAt !== null && askedAt !== undefined && stands.newsAt > askedAt;
  return isNews && stands.trouble === null ? 'moved' : 'still';
}

/** Why a person takes over after a look that solved nothing. */
const NOT_SOLVED = { still: 'not-moved', 'turned-back': 'turned-back', unknown: 'courier-down' } as const;

/** The order hears of it by a fact and ends by its own story. */
async function parcelLost(tx: Tx, order: OrderRecord, reference: string): Promise<void> {
  const shipment = await tx.shipments.ofOrder(order.row);
  if (shipment) await tx.shipments.lost(shipment.row);
  await tx.facts.insert(order, { source: COURIER, key: `${reference}/lost`, kind: 'courier', body: { state: 'lost' } });
}

/** Once an inquiry: that the courier was asked, and by when there is an answer. Who wanted it is told no less than others. */
async function tellCustomer(tx: Tx, ports: MessagePorts, ticket: TicketRecord): Promise<void> {
  const { reference, told } = factsOf(ticket);
  if (reference === undefined || told === reference) return;
  await messageWithOrderLink(tx, ports, ticket.purchaseRow, 'parcel-asked', reference, {});
  const noted = await tx.tickets.save(ticket, { facts: { ...ticket.facts, told: reference } });
  await tx.tickets.append(noted, { kind: 'customerTold', template: 'parcel-asked' }, BY_SYSTEM);
  const first = (await tx.tickets.clocks(noted)).find((clock) => clock.kind === 'first');
  if (first?.metAt === null) await firstAnswered(tx, noted);
}

async function lockActing(tx: Tx, id: TicketId): Promise<TicketRecord | null> {
  const ticket = await tx.tickets.lock(id);
  if (!ticket) throw new DomainError('TicketNotFound', `no ticket ${id}`);
  return ticket.state === 'acting' ? ticket : null;
}

const waitOf = async (tx: Tx, ticket: TicketRecord, what: 'courier-back' | 'parcel-moves') =>
  (await tx.waits.openOf({ kind: 'ticket', row: ticket.row })).find((wait) => wait.what === what) ?? null;

function openWait(tx: Tx, ticket: TicketRecord, what: 'courier-back' | 'parcel-moves'): Promise<WaitHandle> {
  const rule = WAIT_RULES[what];
  return tx.waits.open({
    subject: { kind: 'ticket', row: ticket.row },
    workflowId: ticketWorkflowId(ticket.id, ticket.round),
    what,
    owner: rule.owner,
    ownerId: null,
    dueAt: plusMs(tx.now, rule.dueMs),
    reminders: rule.remindersMs.map((ms) => plusMs(tx.now, ms)),
    then: rule.then,
    detail: {},
  });
}
