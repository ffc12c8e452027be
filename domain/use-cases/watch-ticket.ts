import type { TicketId } from '../brand';
import { DomainError } from '../errors';
import type { TicketRecord } from '../ports/stores/tickets';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { BY_SYSTEM } from '../ticket-events';
import { actingStep, type ActingStep } from './solve-stuck-parcel';
import type { MessagePorts } from './customer-messages';
import { answerDue, closeTicket, route, takeBack } from './ticket-changes';
import { alignWaits } from './ticket-waits';

export type TicketStep =
  /** `inMs`: until the next moment of one of its waits. */
  { readonly kind: 'wait'; readonly inMs: number } | ActingStep | { readonly kind: 'ended'; readonly outcome: string };

/**
 * Looks at a ticket and does what is due: routes it, takes it from somebody silent, tells the lead of a missed promise,
 * closes what nobody asks about any more, or says which step the acting part takes next. Safe to run twice.
 */
export function watchTicket(ports: MessagePorts & { readonly work: UnitOfWork }) {
  return ({ ticketId, round }: { ticketId: TicketId; round: number }): Promise<TicketStep> =>
    ports.work.inTransaction(async (tx) => {
      const found = await tx.tickets.lock(ticketId);
      if (!found) throw new DomainError('TicketNotFound', `no ticket ${ticketId}`);
      // Reopened meanwhile: the next round has a workflow of its own.
      if (found.round !== round) return { kind: 'ended', outcome: 'reopened' };
      const ticket = await whatIsDue(tx, await missed(tx, found));
      if (ticket.state === 'closed') return { kind: 'ended', outcome: ticket.outcome ?? 'solved' };
      if (ticket.state !== 'acting') {
        const routed = await route(tx, ticket);
        return { kind: 'wait', inMs: await alignWaits(tx, routed) };
      }
      const step = await actingStep(tx, ports, ticket);
      if (step.kind === 'act') return step.step;
      const handed = await route(tx, step.ticket);
      return { kind: 'wait', inMs: await alignWaits(tx, handed) };
    });
}

async function whatIsDue(tx: Tx, ticket: TicketRecord): Promise<TicketRecord> {
  if (ticket.state === 'waiting-customer') {
    const open = await tx.waits.openOf({ kind: 'ticket', row: ticket.row });
    const isOver = open.some((wait) => wait.what === 'ticket-customer' && wait.dueAt <= tx.now);
    return isOver ? closeTicket(tx, ticket, 'no-reply', BY_SYSTEM) : ticket;
  }
  const isSilent =
    ticket.state === 'open' &&
    ticket.assignee !== null &&
    ticket.givenAt !== null &&
    answerDue(ticket, ticket.givenAt) <= tx.now;
  if (!isSilent) return ticket;
  // Present means doing something: whoever let this lie gets no other ticket until they do.
  await tx.duty.silent(ticket.assignee);
  return takeBack(tx, ticket, 'silent');
}

/** Promises that are broken by now, each said once; the end of a ticket is then the lead's business too. */
async function missed(tx: Tx, ticket: TicketRecord): Promise<TicketRecord> {
  let now = ticket;
  if (ticket.state === 'closed') return ticket;
  for (const clock of await tx.tickets.clocks(ticket)) {
    if (clock.metAt !== null || clock.missedAt !== null || clock.leftMs !== null || clock.dueAt > tx.now) continue;
    await tx.tickets.setClock(ticket, clock.kind, { missedAt: tx.now });
    await tx.tickets.append(now, { kind: 'deadlineMissed', clock: clock.kind }, BY_SYSTEM);
    if (clock.kind === 'resolve') now = await tx.tickets.save(now, { escalatedAt: now.escalatedAt ?? tx.now });
  }
  return now;
}
