import type { Instant, UserId } from '../brand';
import { DomainError } from '../errors';
import type { SealingPort } from '../ports/sealing';
import type { IdsPort } from '../ports/messages';
import type { SealedWords, SlaClock, TicketRecord } from '../ports/stores/tickets';
import type { Tx } from '../ports/unit-of-work';
import type { PartyId, TicketEventId } from '../brand';
import { hoursOf, type TicketOutcome, ticketRule } from '../ticket';
import { BY_SYSTEM, type HandedWhy, type TicketActor } from '../ticket-events';
import { pickColleague } from '../ticket-routing';
import { plusWorkingMs, workingMsBetween } from '../working-time';
import { tell } from './ticket-promises';

/** Where the words of one event stand: sealed bytes moved to another event do not open. */
export const wordsContext = (event: TicketEventId): string => `ticket-event/${event}/words`;

/** What somebody wrote, sealed for the holder before any transaction: it goes with the holder's contact data. */
export async function sealWords(
  ports: { readonly sealing: SealingPort; readonly ids: IdsPort },
  party: PartyId,
  text: string,
): Promise<SealedWords> {
  const eventId = ports.ids.next('tev');
  return { eventId, sealed: await ports.sealing.seal(party, 'contact', text, wordsContext(eventId)) };
}

/** First answer and end of this round, promised from now. A self-solving kind promises its end once a person has it. */
export async function startClocks(tx: Tx, ticket: TicketRecord): Promise<void> {
  const { firstMs, doneMs } = ticketRule(ticket.kind);
  const hours = hoursOf(ticket.priority);
  await tx.tickets.startClock(ticket, 'first', hours, plusWorkingMs(tx.now, firstMs, hours));
  if (ticket.state !== 'acting') {
    await tx.tickets.startClock(ticket, 'resolve', hours, plusWorkingMs(tx.now, doneMs, hours));
  }
}

export async function clockOf(tx: Tx, ticket: TicketRecord, kind: SlaClock['kind']): Promise<SlaClock | null> {
  return (await tx.tickets.clocks(ticket)).find((clock) => clock.kind === kind) ?? null;
}

/** The customer read something: the first promise is kept, or was broken before. */
export async function firstAnswered(tx: Tx, ticket: TicketRecord): Promise<void> {
  const clock = await clockOf(tx, ticket, 'first');
  if (clock?.metAt === null) await tx.tickets.setClock(ticket, 'first', { metAt: tx.now });
}

/** Stops the promise of the end: it is the customer's turn. */
export async function pause(tx: Tx, ticket: TicketRecord): Promise<void> {
  const clock = await clockOf(tx, ticket, 'resolve');
  if (!clock || clock.leftMs !== null) return;
  await tx.tickets.setClock(ticket, 'resolve', { leftMs: workingMsBetween(tx.now, clock.dueAt, clock.hours) });
}

/** Goes on with what was left. */
export async function resume(tx: Tx, ticket: TicketRecord): Promise<void> {
  const clock = await clockOf(tx, ticket, 'resolve');
  if (!clock || clock.leftMs === null) return;
  await tx.tickets.setClock(ticket, 'resolve', {
    dueAt: plusWorkingMs(tx.now, clock.leftMs, clock.hours),
    leftMs: null,
  });
}

/** Wakes the ticket's workflow, or starts it; once per version of the row. */
export async function wake(tx: Tx, ticket: TicketRecord): Promise<void> {
  await tx.outbox.put('signal-ticket', `${ticket.id}/${String(ticket.round)}/${String(ticket.version)}`, {
    ticketId: ticket.id,
    round: ticket.round,
  });
}

/** Gives the ticket to somebody, whose time to act begins. */
export async function giveTo(
  tx: Tx,
  ticket: TicketRecord,
  userId: UserId,
  why: 'routed' | 'claimed' | 'handed-over',
  actor: TicketActor,
): Promise<TicketRecord> {
  // Who let it lie before keeps it this time: it goes round once, then it stays with somebody, overdue as it is.
  const givenAt = ticket.silent.includes(userId) ? null : tx.now;
  const given = await tx.tickets.save(ticket, { assignee: userId, givenAt, alarmAt: null });
  await tx.tickets.append(given, { kind: 'assigned', userId, why }, actor);
  return given;
}

/** Takes the ticket from whoever has it; nobody has it afterwards. */
export async function takeBack(
  tx: Tx,
  ticket: TicketRecord,
  why: 'silent' | 'off-duty' | 'given-back',
  actor: TicketActor = BY_SYSTEM,
): Promise<TicketRecord> {
  if (ticket.assignee === null) return ticket;
  const silent = why === 'silent' ? [...new Set([...ticket.silent, ticket.assignee])] : ticket.silent;
  const freed = await tx.tickets.save(ticket, { assignee: null, givenAt: null, silent });
  await tx.tickets.append(freed, { kind: 'passedOn', userId: ticket.assignee, why }, actor);
  return freed;
}

/**
 * Gives an open ticket that nobody has to the next person on duty: first of those who did not let it lie before. Where
 * nobody can take it, that is an alarm on the row.
 */
export async function route(tx: Tx, ticket: TicketRecord, except: readonly UserId[] = []): Promise<TicketRecord> {
  if (ticket.state !== 'open' || ticket.assignee !== null) return ticket;
  const people = await tx.duty.people();
  const next =
    pickColleague(people, ticket.skill, [...ticket.silent, ...except]) ?? pickColleague(people, ticket.skill, except);
  if (next !== null) return giveTo(tx, ticket, next, 'routed', BY_SYSTEM);
  if (ticket.alarmAt !== null) return ticket;
  const alarmed = await tx.tickets.save(ticket, { alarmAt: tx.now });
  await tx.tickets.append(alarmed, { kind: 'nobodyOnDuty', ...(await tell(tx, alarmed, 'nobody', 1)) }, BY_SYSTEM);
  return alarmed;
}

/** What acted by itself stops, and a person's promise begins here. */
export async function handOn(tx: Tx, ticket: TicketRecord, why: HandedWhy): Promise<TicketRecord> {
  await tx.waits.close({ kind: 'ticket', row: ticket.row }, 'all', 'handed-on');
  // Whoever had it asked has it back, and the time to do something begins anew.
  const givenAt = ticket.assignee === null ? null : tx.now;
  const handed = await tx.tickets.save(ticket, { state: 'open', givenAt });
  await tx.tickets.append(handed, { kind: 'handedOn', why }, BY_SYSTEM);
  const hours = hoursOf(handed.priority);
  await tx.tickets.startClock(handed, 'resolve', hours, plusWorkingMs(tx.now, ticketRule(handed.kind).doneMs, hours));
  return handed;
}

/** Ends this round, whatever it waits for. */
export async function closeTicket(
  tx: Tx,
  ticket: TicketRecord,
  outcome: TicketOutcome,
  actor: TicketActor,
): Promise<TicketRecord> {
  const clock = await clockOf(tx, ticket, 'resolve');
  if (clock?.metAt === null) await tx.tickets.setClock(ticket, 'resolve', { metAt: tx.now, leftMs: null });
  const closed = await tx.tickets.save(ticket, {
    state: 'closed',
    outcome,
    closedAt: tx.now,
    givenAt: null,
    alarmAt: null,
  });
  await tx.tickets.append(closed, { kind: 'closed', outcome }, actor);
  await tx.waits.close({ kind: 'ticket', row: ticket.row }, 'all', outcome);
  return closed;
}

/** A person did something: present again, and what lies without anybody is looked at again. */
export async function acted(tx: Tx, userId: UserId, at: TicketRecord): Promise<void> {
  if (await tx.duty.acted(userId)) await wakeUnassigned(tx, at.skill);
}

export async function wakeUnassigned(tx: Tx, skill: TicketRecord['skill']): Promise<void> {
  for (const one of await tx.tickets.unassigned(skill)) await wake(tx, await tx.tickets.save(one, {}));
}

/** The ticket, locked, which this person has in hand. */
export async function inHand(tx: Tx, id: TicketRecord['id'], userId: UserId): Promise<TicketRecord> {
  const ticket = await tx.tickets.lock(id);
  if (!ticket) throw new DomainError('TicketNotFound', `no ticket ${id}`);
  if (ticket.state === 'closed') throw new DomainError('TicketClosed', `${id} is closed`);
  if (ticket.assignee !== userId) throw new DomainError('TicketHeld', `${id} is not in your hands`);
  return ticket;
}

/** When an assignee who did nothing loses the ticket. */
export const answerDue = (ticket: TicketRecord, givenAt: Instant): Instant =>
  plusWorkingMs(givenAt, ticketRule(ticket.kind).firstMs, hoursOf(ticket.priority));
