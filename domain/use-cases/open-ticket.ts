import type { TicketId } from '../brand';
import type { OrderRecord } from '../ports/stores/orders';
import type { Json } from '../ports/stores/row';
import type { SealedWords, TicketRecord } from '../ports/stores/tickets';
import type { Tx } from '../ports/unit-of-work';
import { type TicketKind, type TicketPriority, type TicketSource, ticketRule } from '../ticket';
import { BY_CUSTOMER, BY_SYSTEM } from '../ticket-events';
import { startClocks, wake } from './ticket-changes';

export interface Opening {
  readonly kind: TicketKind;
  readonly order: Pick<OrderRecord, 'row' | 'purchaseRow'>;
  readonly source: TicketSource;
  /** The reason, for ever: opening for the same one again finds the first ticket, closed or not. */
  readonly dedupeKey: string;
  /** What the customer wrote, sealed; null where nobody wrote. */
  readonly words: SealedWords | null;
  /** Codes and ids. */
  readonly facts: Json;
  /** Raised by what was written; the kind's own where it is left out. */
  readonly priority?: TicketPriority;
  readonly tags?: readonly string[];
}

/**
 * Opens a ticket in the caller's transaction. One open ticket per (order, kind): where there is one, what was written
 * joins its conversation. Only the engine lets a kind act by itself; who wrote to us gets a person.
 */
export async function openTicket(
  tx: Tx,
  opening: Opening,
): Promise<{ readonly ticketId: TicketId; readonly isNew: boolean }> {
  const known = await tx.tickets.byKey(opening.dedupeKey);
  if (known !== null) return { ticketId: known, isNew: false };
  const { kind, order, source, facts } = opening;
  const rule = ticketRule(kind);
  const priority = opening.priority ?? rule.priority;
  const tags = opening.tags ?? [];
  const fresh = await tx.tickets.insert({
    orderRow: order.row,
    purchaseRow: order.purchaseRow,
    kind,
    source,
    priority,
    tags,
    skill: rule.skill,
    state: rule.actsByItself && source === 'engine' ? 'acting' : 'open',
    facts,
  });
  const ticket = fresh ?? (await tx.tickets.lockOpen(order.row, kind));
  if (!ticket) throw new Error('a ticket was closed while it was opened');
  await tx.tickets.bindKey(ticket, opening.dedupeKey);
  const actor = source === 'customer' ? BY_CUSTOMER : BY_SYSTEM;
  if (fresh) {
    await tx.tickets.append(fresh, { kind: 'opened', ticketKind: kind, priority, tags, source }, actor);
    await startClocks(tx, fresh);
  }
  if (opening.words) await tx.tickets.append(ticket, { kind: 'customerSaid', thanks: false }, actor, opening.words);
  if (fresh) await wake(tx, fresh);
  else await raise(tx, ticket, priority, tags);
  return { ticketId: ticket.id, isNew: fresh !== null };
}

/** Alarming words make an open ticket more urgent, never less. Its promises stay: they were given. */
export async function raise(
  tx: Tx,
  ticket: TicketRecord,
  priority: TicketPriority,
  tags: readonly string[],
): Promise<TicketRecord> {
  const all = [...new Set([...ticket.tags, ...tags])];
  if (priority >= ticket.priority && all.length === ticket.tags.length) return ticket;
  const higher = priority < ticket.priority ? priority : ticket.priority;
  const raised = await tx.tickets.save(ticket, { priority: higher, tags: all });
  await tx.tickets.append(raised, { kind: 'raised', priority: higher, tags: all }, BY_SYSTEM);
  await wake(tx, raised);
  return raised;
}
