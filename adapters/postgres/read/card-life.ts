import type { Pool } from 'pg';
import type {
  CardLife,
  CardMatch,
  CallFacts,
  LookFacts,
  ParcelEventFacts,
  ShareFacts,
} from '../../../domain/ports/audit-desk';
import type { SealingPort } from '../../../domain/ports/sealing';
import { decisionsOf } from './decisions';
import { maskedHolders } from './holders';
import { journalOf, type JournalRow, orderOf, type OrderRow, SELECT_JOURNAL } from './order-rows';
import { parcelFacts } from './parcels';
import { row, rows } from './query';

const MATCHES = 20;
const LOOKS = 100;

/** Every order that goes, or went, by this name. An ended order no longer has its number; its opening tells. */
const FIND = `
  select o.public_id as id, m.by, o.stage, o.msisdn as number, o.created_at from (
    select id, 'order' as by from orders where public_id = $1
    union all select id, 'number' from orders where msisdn = $1
    union all select order_id, 'number' from journal where event = 'opened' and body ->> 'number' = $1
    union all select id, 'iccid' from orders where iccid = $1
    union all select o.id, 'purchase' from purchases p join orders o on o.purchase_id = p.id where p.public_id = $1
    union all select o.id, 'reference' from purchases p join orders o on o.purchase_id = p.id where p.external_ref = $1
    union all select order_id, 'waybill' from shipments where waybill = $1
  ) m join orders o on o.id = m.id
  group by o.id, m.by order by o.id desc limit $2`;

export async function findCards(pool: Pool, q: string): Promise<readonly CardMatch[]> {
  const found = await rows<{
    id: string;
    by: CardMatch['by'];
    stage: CardMatch['stage'];
    number: string | null;
    created_at: string;
  }>(pool, FIND, [q, MATCHES]);
  return found.map(({ id, by, stage, number, created_at: createdAt }) => ({
    orderId: id,
    by,
    stage,
    number,
    createdAt,
  }));
}

interface CardRow {
  readonly iccid: string | null;
  readonly activated_at: string | null;
  readonly channel_name: string;
  readonly agents: CardLife['agents'];
  readonly case_id: string | null;
  readonly case_state: string;
  readonly rounds: number;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
}

/** Beside the order itself: who sold it, through whom, and who judged the identity. The seller comes last, after the agent above. */
const CARD = `
  select o.iccid, o.activated_at, ch.name as channel_name, k.public_id as case_id, k.state as case_state, k.round as rounds,
    coalesce(u.name, k.decided_by) as decided_by, k.decided_at,
    (select coalesce(json_agg(json_build_object('code', a.code, 'name', a.name) order by a.depth), '[]'::json) from agents s
       join agents a on a.code in (s.code, s.parent_code) where s.code = p.agent_code) as agents
  from orders o join purchases p on p.id = o.purchase_id join channels ch on ch.code = o.channel_code
  left join kyc_cases k on k.purchase_id = p.id
  left join users u on u.public_id = k.decided_by
  where o.id = $1`;

const CALLS = `
  select partner, command, reference, state, opened_at as "openedAt", closed_at as "closedAt",
    coalesce(outcome ->> 'word', outcome ->> 'why') as text
  from partner_calls where order_id = $1 or (order_id is null and purchase_id = $2) order by id`;

const PARCEL_EVENTS = `
  select s.waybill, e.code, e.at, e.area from shipment_events e join shipments s on s.id = e.shipment_id
  where s.order_id = $1 order by e.at, e.id`;

const SHARES = `
  select a.public_id as id, json_build_object('code', g.code, 'name', g.name) as agent, a.type, a.amount_fen as "amountFen", a.state,
    a.accrued_at as "accruedAt", a.due_on::text as "dueOn", a.ended_at as "endedAt", s.settled_at as "settledAt",
    s.public_id as "statementId", m.name as "madeBy", y.created_at as "madeAt", c.name as "releasedBy", y.released_at as "releasedAt",
    case when s.state = 'paid' then y.ended_at end as "paidAt"
  from accruals a join agents g on g.code = a.agent_code
  left join statements s on s.id = a.statement_id left join payouts y on y.id = s.payout_id
  left join users m on m.id = y.maker_id left join users c on c.id = y.checker_id
  where a.order_id = $1 order by a.id`;

/** Looks at the order itself, at its review cases, at its tickets, and at its holder. */
const SEEN = `
  select l.at, coalesce(u.name, '—') as name, l.subject_kind as subject, l.action, l.reason from (
    select l.* from access_log l where l.subject_kind = 'order' and l.subject_id = $1
    union all
    select l.* from kyc_cases k join reviews r on r.case_id = k.id
      join access_log l on l.subject_kind = 'review' and l.subject_id = r.public_id where k.purchase_id = $2
    union all
    select l.* from tickets t join access_log l on l.subject_kind = 'ticket' and l.subject_id = t.public_id where t.purchase_id = $2
    union all
    select l.* from access_log l where l.subject_kind = 'party' and l.subject_id = $3
  ) l left join users u on u.id = l.user_id order by l.id desc limit $4`;

/** Everything that is known of one card. */
export async function cardLife(pool: Pool, sealing: SealingPort, found: OrderRow): Promise<CardLife> {
  const [card, holder, journal, parcel, calls, parcelEvents, shares, decisions, looks] = await Promise.all([
    row<CardRow>(pool, CARD, [found.row]),
    maskedHolders(sealing).all(found),
    rows<JournalRow>(pool, SELECT_JOURNAL, [found.row]),
    parcelFacts(pool, found.row),
    rows<CallFacts>(pool, CALLS, [found.row, found.purchase_row]),
    rows<ParcelEventFacts>(pool, PARCEL_EVENTS, [found.row]),
    rows<ShareFacts>(pool, SHARES, [found.row]),
    decisionsOf(pool, found.row),
    rows<LookFacts>(pool, SEEN, [found.id, found.purchase_row, found.party, LOOKS]),
  ]);
  if (card === null) throw new Error(`the order ${found.id} is gone`);
  const entries = journal.map(journalOf);
  const opened = entries.findLast(({ event }) => event === 'opened' || event === 'restored');
  const number = opened?.body['number'];
  return {
    order: orderOf(found),
    holder: { name: holder.name, idNumber: holder.idNumber, phone: holder.phone },
    number: found.number ?? (typeof number === 'string' ? number : null),
    iccid: card.iccid,
    channelName: card.channel_name,
    agents: card.agents,
    identity:
      card.case_id === null
        ? null
        : {
            caseId: card.case_id,
            state: card.case_state,
            rounds: card.rounds,
            decidedBy: card.decided_by,
            decidedAt: card.decided_at,
          },
    openedAt: entries.find(({ event }) => event === 'opened')?.at ?? null,
    activatedAt: card.activated_at,
    parcel,
    journal: entries,
    calls,
    parcelEvents,
    shares,
    decisions,
    looks,
  };
}
