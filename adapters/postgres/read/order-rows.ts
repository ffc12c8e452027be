import type { JournalFacts, OrderFacts, WaitFacts } from '../../../domain/ports/reading';
import type { Actor } from '../../../domain/order';
import type { Stage, Status, WaitOwner } from '../../../domain/stages';

export interface OrderRow {
  readonly row: number;
  readonly purchase_row: number;
  readonly id: string;
  readonly purchase_id: string;
  readonly external_ref: string;
  readonly channel: string;
  readonly line: number;
  readonly attempt: number;
  readonly stage: Stage;
  readonly status: Status;
  readonly reason_code: string | null;
  readonly plan_code: string;
  readonly plan_name: string;
  readonly carrier: string;
  readonly carrier_name: string;
  readonly city: string;
  readonly city_name: string;
  readonly number: string | null;
  readonly fee_fen: number;
  readonly agent_code: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly ended_at: string | null;
  readonly party: string;
  readonly sealed_identity: Buffer | null;
  readonly sealed_contact: Buffer | null;
  readonly wait_id: string | null;
  readonly what: string;
  readonly owner_kind: WaitOwner;
  readonly owner_name: string | null;
  readonly opened_at: string;
  readonly due_at: string;
  readonly reminders: string[];
  readonly reminded: number;
  readonly escalated_at: string | null;
  readonly then_what: string;
}

/**
 * Orders with the wait that explains them: the review's while an officer has the case, else the order's own. Append
 * conditions on `o`, `p` and `w`.
 */
export const SELECT_ORDERS = `
  select o.id as "row", o.purchase_id as purchase_row, o.public_id as id, p.public_id as purchase_id, p.external_ref,
    o.channel_code as channel, o.line, o.attempt, o.stage, o.status, o.reason_code, o.plan_code, n.name as plan_name,
    o.carrier_code as carrier, ca.name as carrier_name, o.city_code as city, ci.name as city_name, o.msisdn as number,
    o.fee_fen, p.agent_code, o.created_at, o.updated_at, o.ended_at, y.public_id as party, y.sealed_identity, y.sealed_contact,
    w.wait_id, w.what, w.owner_kind, w.owner_name, w.opened_at, w.due_at, w.reminders, w.reminded, w.escalated_at, w.then_what
  from orders o
  join purchases p on p.id = o.purchase_id
  join parties y on y.id = p.party_id
  join plans n on n.id = p.plan_id
  join carriers ca on ca.code = o.carrier_code
  join cities ci on ci.code = o.city_code
  left join lateral (
    select open.public_id as wait_id, open.what, open.owner_kind, u.name as owner_name, open.opened_at, open.due_at,
      open.reminders, open.reminded, open.escalated_at, open.then_what
    from (
      select 0 as rank, v.*, r.lease_user_id from kyc_cases k
        join reviews r on r.case_id = k.id and r.state in ('queued', 'claimed')
        join waits v on v.subject_kind = 'review' and v.subject_id = r.id and v.closed_at is null
        where k.purchase_id = o.purchase_id and o.status = 'in-review'
      union all
      select 1, v.*, null::bigint from waits v
        where v.subject_kind = 'order' and v.subject_id = o.id and v.closed_at is null
    ) open
    left join users u on u.id = open.lease_user_id
    order by open.rank, open.due_at limit 1
  ) w on o.ended_at is null`;

function waitOf(r: OrderRow): WaitFacts | null {
  if (r.wait_id === null) return null;
  return {
    id: r.wait_id,
    what: r.what,
    ownerKind: r.owner_kind,
    ownerName: r.owner_name,
    openedAt: r.opened_at,
    dueAt: r.due_at,
    reminders: r.reminders,
    reminded: r.reminded,
    escalatedAt: r.escalated_at,
    thenWhat: r.then_what,
  };
}

export const orderOf = (r: OrderRow): OrderFacts => ({
  id: r.id,
  purchaseId: r.purchase_id,
  externalRef: r.external_ref,
  channel: r.channel,
  line: r.line,
  attempt: r.attempt,
  stage: r.stage,
  status: r.status,
  reasonCode: r.reason_code,
  planCode: r.plan_code,
  planName: r.plan_name,
  carrier: r.carrier,
  carrierName: r.carrier_name,
  city: r.city,
  cityName: r.city_name,
  number: r.number,
  feeFen: r.fee_fen,
  agentCode: r.agent_code,
  createdAt: r.created_at,
  updatedAt: r.updated_at,
  endedAt: r.ended_at,
  wait: waitOf(r),
});

export interface JournalRow {
  readonly at: string;
  readonly version: number;
  readonly event: string;
  readonly stage: Stage;
  readonly status: Status;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly body: Record<string, unknown>;
}

/** Journal of one order (by row key), oldest first, with the actor's name where the id has one. */
export const SELECT_JOURNAL = `
  select j.at, j.version, j.event, j.stage, j.status, j.actor_kind, j.actor_id, j.body,
    coalesce(u.name, ch.name, ca.name) as actor_name
  from journal j
  left join users u on j.actor_kind in ('officer', 'staff') and u.public_id = j.actor_id
  left join channels ch on j.actor_kind = 'channel' and ch.code = j.actor_id
  left join carriers ca on j.actor_kind = 'carrier' and ca.code = j.actor_id
  where j.order_id = $1 order by j.version`;

export const journalOf = (r: JournalRow): JournalFacts => ({
  at: r.at,
  version: r.version,
  event: r.event,
  stage: r.stage,
  status: r.status,
  actor: { kind: r.actor_kind, id: r.actor_id },
  actorName: r.actor_name,
  body: r.body,
});
