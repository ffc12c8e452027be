import type { TicketId } from '../brand';
import { DomainError } from '../errors';
import type { TicketRecord } from '../ports/stores/tickets';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { BY_SYSTEM } from '../ticket-events';
import { actingStep, type ActingStep } from './solve-stuck-parcel';
import type { MessagePorts } from './customer-messages';
import { answerDue, closeTicket, route, takeBack } from './ticket-changes';
import { tell, tellPromises } from './ticket-promises';
import { alignWaits } from './ticket-waits';

export type TicketStep =
  /** `inMs`: until the next moment of one of its waits. */
  | { readonly kind: 'wait'; readonly inMs: number }
  /** Everybody was told: only somebody's act changes anything now. */
  | { readonly kind: 'rest' }
  | ActingStep
  | { readonly kind: 'ended'; readonly outcome: string };

/**
 * Looks at a ticket and does what is due: routes it, takes it from somebody silent, tells upwards how its promises stand,
 * closes what nobody asks about any more, or says which step the acting part takes next. Safe to run twice.
 */
export function watchTicket(ports: MessagePorts & { readonly work: UnitOfWork }) {
  return ({ ticketId, round }: { ticketId: TicketId; round: number }): Promise<TicketStep> =>
    ports.work.inTransaction(async (tx) => {
      const found = await tx.tickets.lock(ticketId);
      if (!found) throw new DomainError('TicketNotFound', `no ticket ${ticketId}`);
      // Reopened meanwhile: the next round has a workflow of its own.
      if (found.round !== round) return { kind: 'ended', outcome: 'reopened' };
      const ticket = await whatIsDue(tx, await tellPromises(tx, found));
      if (ticket.state === 'closed') return { kind: 'ended', outcome: ticket.outcome ?? 'solved' };
      if (ticket.state !== 'acting') {
        const routed = await route(tx, ticket);
        return waiting(await alignWaits(tx, routed));
      }
      const step = await actingStep(tx, ports, ticket);
      if (step.kind === 'act') return step.step;
      const handed = await route(tx, step.ticket);
      return waiting(await alignWaits(tx, handed));
    });
}

const waiting = (inMs: number | null): TicketStep => (inMs === null ? { kind: 'rest' } : { kind: 'wait', inMs });

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
  if (!isSilent) return stillNobody(tx, ticket);
  // Present means doing something: whoever let this lie gets no other ticket until they do.
  await tx.duty.silent(ticket.assignee);
  return takeBack(tx, ticket, 'silent');
}

/** Nobody on duty could take it for a while, and a lead was told: now the officer above is, and then nobody else. */
async function stillNobody(tx: Tx, ticket: TicketRecord): Promise<TicketRecord> {
  const open = await tx.waits.openOf({ kind: 'ticket', row: ticket.row });
  const isDue = open.some((wait) => wait.what === 'ticket-nobody' && wait.then === 'escalate' && wait.dueAt <= tx.now);
  if (!isDue || ticket.assignee !== null) return ticket;
  await tx.tickets.append(ticket, { kind: 'nobodyOnDuty', ...(await tell(tx, ticket, 'nobody', 2)) }, BY_SYSTEM);
  return ticket;
}
