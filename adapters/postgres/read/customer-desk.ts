import type { Pool } from 'pg';
import type { PurchaseId } from '../../../domain/brand';
import { DomainError } from '../../../domain/errors';
import type { SealingPort } from '../../../domain/ports/sealing';
import type { CustomerDeskFacts, CustomerTicketFacts } from '../../../domain/ports/ticket-desk';
import { parcelFacts } from './parcels';
import { row, rows } from './query';

import { openWords } from './ticket-words';

interface OrderRow {
  readonly row: number;
  readonly id: string;
  readonly stage: CustomerDeskFacts['orders'][number]['stage'];
  readonly status: CustomerDeskFacts['orders'][number]['status'];
  readonly reason_code: string | null;
  readonly number: string | null;
  readonly created_at: string;
}

interface EntryRow {
  readonly ticket: number;
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly actor_kind: string;
  readonly sealed_words: Buffer | null;
}

/** What of a ticket's events is the customer's to read. Notes are ours. */
const SHOWN = [
  'customerSaid',
  'answered',
  'courierAsked',
  'parcelLooked',
  'parcelIntercepted',
  'handedOn',
  'closed',
  'reopened',
];

/** How the cards of a purchase stand and what was asked about them, for the customer whose purchase it is. */
export async function customerDesk(
  { pool, sealing }: { readonly pool: Pool; readonly sealing: SealingPort },
  purchase: PurchaseId,
): Promise<CustomerDeskFacts> {
  const bought = await row<{ id: number; plan: string }>(
    pool,
    'select p.id, n.name as plan from purchases p join plans n on n.id = p.plan_id where p.public_id = $1',
    [purchase],
  );
  if (!bought) throw new DomainError('LinkInvalid', 'the purchase is gone');
  const [orders, tickets, entries] = await Promise.all([
    rows<OrderRow>(
      pool,
      `select distinct on (line) id as "row", public_id as id, stage, status, reason_code, msisdn as number, created_at
       from orders where purchase_id = $1 order by line, attempt desc`,
      [bought.id],
    ),
    rows<{
      row: number;
      id: string;
      kind: CustomerTicketFacts['kind'];
      state: CustomerTicketFacts['state'];
      outcome: CustomerTicketFacts['outcome'];
      opened_at: string;
      closed_at: string | null;
    }>(
      pool,
      `select id as "row", public_id as id, kind, state, outcome, opened_at, closed_at from tickets where purchase_id = $1 order by id desc limit 20`,
      [bought.id],
    ),
    rows<EntryRow>(
      pool,
      `select e.ticket_id as ticket, e.public_id as id, e.at, e.event, e.actor_kind, e.sealed_words
       from ticket_events e join tickets t on t.id = e.ticket_id where t.purchase_id = $1 and e.event = any($2) order by e.id`,
      [bought.id, SHOWN],
    ),
  ]);
  const conversation = await Promise.all(
    entries.map(async (entry) => ({
      ticket: entry.ticket,
      at: entry.at,
      from: from(entry.actor_kind),
      event: entry.event,
      words: await openWords(sealing, entry.id, entry.sealed_words),
    })),
  );
  return {
    planName: bought.plan,
    orders: await Promise.all(
      orders.map(async ({ row: orderRow, reason_code: reasonCode, created_at: createdAt, ...order }) => ({
        ...order,
        reasonCode,
        createdAt,
        parcel: await parcelFacts(pool, orderRow),
      })),
    ),
    tickets: tickets.map(({ row: ticketRow, opened_at: openedAt, closed_at: closedAt, ...ticket }) => ({
      ...ticket,
      openedAt,
      closedAt,
      entries: conversation.filter((entry) => entry.ticket === ticketRow).map(({ ticket: _, ...entry }) => entry),
    })),
  };
}

const from = (actor: string): 'customer' | 'support' | 'system' =>
  actor === 'customer' ? 'customer' : actor === 'staff' ? 'support' : 'system';
