import type { Pool } from 'pg';
import type { UserId } from '../../../domain/brand';
import type { ClockFacts, TicketRowFacts } from '../../../domain/ports/ticket-desk';
import type { SealingPort } from '../../../domain/ports/sealing';
import { maskedHolders, type SealedParty } from './holders';
import { rows } from './query';

export interface TicketRow extends SealedParty {
  readonly row: number;
  readonly order_row: number;
  readonly purchase_row: number;
  readonly id: string;
  readonly kind: TicketRowFacts['kind'];
  readonly source: TicketRowFacts['source'];
  readonly priority: TicketRowFacts['priority'];
  readonly tags: string[];
  readonly skill: TicketRowFacts['skill'];
  readonly state: TicketRowFacts['state'];
  readonly outcome: TicketRowFacts['outcome'];
  readonly round: number;
  readonly order_id: string;
  readonly assignee: string | null;
  readonly assignee_name: string | null;
  readonly opened_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly alarm_at: string | null;
  readonly escalated_at: string | null;
  readonly clocks: ClockFacts[] | null;
  readonly wait_what: string | null;
  readonly wait_due: string | null;
}

const utc = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Tickets `t` with their next running promise `s.due`; append conditions. */
export const SELECT_TICKETS = `
  select t.id as "row", t.order_id as order_row, t.purchase_id as purchase_row, t.public_id as id, t.kind, t.source, t.priority, t.tags,
    t.skill, t.state, t.outcome, t.round, o.public_id as order_id, u.public_id as assignee, u.name as assignee_name,
    t.opened_at, t.updated_at, t.closed_at, t.alarm_at, t.escalated_at,
    (select json_agg(json_build_object('kind', c.kind, 'dueAt', ${utc('c.due_at')}, 'leftMs', c.left_ms,
        'metAt', ${utc('c.met_at')}, 'missedAt', ${utc('c.missed_at')}) order by c.kind)
      from sla_clocks c where c.ticket_id = t.id and c.round = t.round) as clocks,
    w.what as wait_what, w.due_at as wait_due,
    y.public_id as party, y.sealed_identity, y.sealed_contact
  from tickets t
  join orders o on o.id = t.order_id
  join purchases p on p.id = t.purchase_id
  join parties y on y.id = p.party_id
  left join users u on u.id = t.assignee_id
  left join lateral (
    select v.what, v.due_at from waits v where v.subject_kind = 'ticket' and v.subject_id = t.id and v.closed_at is null
    order by v.due_at limit 1
  ) w on true
  left join lateral (
    select coalesce(min(c.due_at), 'infinity'::timestamptz) as due from sla_clocks c
    where c.ticket_id = t.id and c.round = t.round and c.met_at is null and c.left_ms is null
  ) s on true`;

export async function ticketRowOf(r: TicketRow, user: UserId | null, sealing: SealingPort): Promise<TicketRowFacts> {
  return {
    id: r.id,
    kind: r.kind,
    source: r.source,
    priority: r.priority,
    tags: r.tags,
    skill: r.skill,
    state: r.state,
    outcome: r.outcome,
    round: r.round,
    orderId: r.order_id,
    holder: await maskedHolders(sealing).name(r),
    assignee: r.assignee === null ? null : { id: r.assignee, name: r.assignee_name ?? '', mine: r.assignee === user },
    openedAt: r.opened_at,
    updatedAt: r.updated_at,
    closedAt: r.closed_at,
    alarmAt: r.alarm_at,
    escalatedAt: r.escalated_at,
    clocks: r.clocks ?? [],
    wait: r.wait_what === null || r.wait_due === null ? null : { what: r.wait_what, dueAt: r.wait_due },
  };
}

export const ticketRows = (pool: Pool, condition: string, values: readonly unknown[]): Promise<readonly TicketRow[]> =>
  rows<TicketRow>(pool, `${SELECT_TICKETS} ${condition}`, values);
