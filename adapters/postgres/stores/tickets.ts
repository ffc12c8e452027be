import type { Instant, OrderId, PartyId, PurchaseId, TicketId, UserId } from '../../../domain/brand';
import type { Json } from '../../../domain/ports/stores/row';
import type { SlaClock, TicketRecord, TicketStore } from '../../../domain/ports/stores/tickets';
import { announce, row, rows, run, type Session } from './session';

interface TicketRow {
  id: number;
  public_id: string;
  order_id: number;
  order: string;
  attempt: number;
  purchase_id: number;
  purchase: string;
  party: string;
  kind: TicketRecord['kind'];
  source: TicketRecord['source'];
  priority: TicketRecord['priority'];
  tags: string[];
  skill: TicketRecord['skill'];
  state: TicketRecord['state'];
  assignee: string | null;
  given_at: string | null;
  silent: string[];
  round: number;
  facts: Json;
  opened_at: string;
  updated_at: string;
  alarm_at: string | null;
  escalated_at: string | null;
  closed_at: string | null;
  outcome: TicketRecord['outcome'];
  version: number;
}

const SELECT = `
  select t.id, t.public_id, t.order_id, o.public_id as "order", o.attempt, t.purchase_id, p.public_id as purchase,
    y.public_id as party, t.kind, t.source, t.priority, t.tags, t.skill, t.state, u.public_id as assignee, t.given_at,
    array(select s.public_id from unnest(t.silent_ids) as l (id) join users s on s.id = l.id) as silent,
    t.round, t.facts, t.opened_at, t.updated_at, t.alarm_at, t.escalated_at, t.closed_at, t.outcome, t.version
  from tickets t
  join orders o on o.id = t.order_id
  join purchases p on p.id = t.purchase_id
  join parties y on y.id = p.party_id
  left join users u on u.id = t.assignee_id`;

const ticketOf = (r: TicketRow): TicketRecord => ({
  row: r.id,
  id: r.public_id as TicketId,
  orderRow: r.order_id,
  orderId: r.order as OrderId,
  attempt: r.attempt,
  purchaseRow: r.purchase_id,
  purchaseId: r.purchase as PurchaseId,
  partyId: r.party as PartyId,
  kind: r.kind,
  source: r.source,
  priority: r.priority,
  tags: r.tags,
  skill: r.skill,
  state: r.state,
  assignee: r.assignee as UserId | null,
  givenAt: r.given_at as Instant | null,
  silent: r.silent as UserId[],
  round: r.round,
  facts: r.facts,
  openedAt: r.opened_at as Instant,
  updatedAt: r.updated_at as Instant,
  alarmAt: r.alarm_at as Instant | null,
  escalatedAt: r.escalated_at as Instant | null,
  closedAt: r.closed_at as Instant | null,
  outcome: r.outcome,
  version: r.version,
});

export function ticketStore(session: Session): TicketStore {
  /** Rows by condition, locked in the order of their keys so that nobody deadlocks. */
  async function locked(condition: string, values: readonly unknown[]): Promise<readonly TicketRecord[]> {
    return (await rows<TicketRow>(session, `${SELECT} where ${condition} order by t.id for update of t`, values)).map(
      ticketOf,
    );
  }
  const told = (ticket: Pick<TicketRecord, 'id' | 'purchaseId'>): Promise<void> =>
    announce(session, { kind: 'ticket', id: ticket.id, purchaseId: ticket.purchaseId });

  return {
    async insert(ticket) {
      const inserted = await row<{ id: number }>(
        session,
        `insert into tickets (public_id, purchase_id, order_id, kind, source, priority, tags, skill, state, facts, opened_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
         on conflict (order_id, kind) where state <> 'closed' do nothing returning id`,
        [
          session.ids.next('tkt'),
          ticket.purchaseRow,
          ticket.orderRow,
          ticket.kind,
          ticket.source,
          ticket.priority,
          ticket.tags,
          ticket.skill,
          ticket.state,
          JSON.stringify(ticket.facts),
          session.now,
        ],
      );
      if (!inserted) return null;
      const [found] = await locked('t.id = $1', [inserted.id]);
      if (!found) throw new Error('insert returned no row');
      await told(found);
      return found;
    },
    async byKey(dedupeKey) {
      const found = await row<{ public_id: string }>(
        session,
        'select t.public_id from ticket_keys k join tickets t on t.id = k.ticket_id where k.dedupe_key = $1',
        [dedupeKey],
      );
      return (found?.public_id ?? null) as TicketId | null;
    },
    async bindKey(ticket, dedupeKey) {
      await run(
        session,
        'insert into ticket_keys (dedupe_key, ticket_id) values ($1, $2) on conflict (dedupe_key) do nothing',
        [dedupeKey, ticket.row],
      );
    },
    lock: async (id) => (await locked('t.public_id = $1', [id]))[0] ?? null,
    lockOpen: async (orderRow, kind) =>
      (await locked(`t.order_id = $1 and t.kind = $2 and t.state <> 'closed'`, [orderRow, kind]))[0] ?? null,
    unassigned: (skill) => locked(`t.state = 'open' and t.assignee_id is null and t.skill = $1`, [skill]),
    inHandOf: (user) => locked(`t.state <> 'closed' and u.public_id = $1`, [user]),

    async save(ticket, change) {
      const next = { ...ticket, ...change };
      await run(
        session,
        `update tickets set state = $2, priority = $3, tags = $4, assignee_id = (select id from users where public_id = $5),
           given_at = $6, silent_ids = array(select id from users where public_id = any($7)), round = $8, facts = $9,
           alarm_at = $10, escalated_at = $11, closed_at = $12, outcome = $13, updated_at = $14, version = version + 1
         where id = $1`,
        [
          ticket.row,
          next.state,
          next.priority,
          next.tags,
          next.assignee,
          next.givenAt,
          next.silent,
          next.round,
          JSON.stringify(next.facts),
          next.alarmAt,
          next.escalatedAt,
          next.closedAt,
          next.outcome,
          session.now,
        ],
      );
      await told(ticket);
      return { ...next, updatedAt: session.now, version: ticket.version + 1 };
    },
    async append(ticket, { kind, ...body }, actor, words) {
      await run(
        session,
        `insert into ticket_events (public_id, ticket_id, round, at, event, actor_kind, actor_id, sealed_words, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          words?.eventId ?? session.ids.next('tev'),
          ticket.row,
          ticket.round,
          session.now,
          kind,
          actor.kind,
          actor.id,
          words ? Buffer.from(words.sealed) : null,
          JSON.stringify(body),
        ],
      );
      await told(ticket);
    },

    async clocks(ticket) {
      const found = await rows<{
        kind: SlaClock['kind'];
        hours: SlaClock['hours'];
        due_at: string;
        left_ms: number | null;
        met_at: string | null;
        missed_at: string | null;
        rungs: number;
      }>(
        session,
        'select kind, hours, due_at, left_ms, met_at, missed_at, rungs from sla_clocks where ticket_id = $1 and round = $2',
        [ticket.row, ticket.round],
      );
      return found.map((r) => ({
        kind: r.kind,
        hours: r.hours,
        dueAt: r.due_at as Instant,
        leftMs: r.left_ms,
        metAt: r.met_at as Instant | null,
        missedAt: r.missed_at as Instant | null,
        rungs: r.rungs,
      }));
    },
    async startClock(ticket, kind, hours, dueAt) {
      await run(
        session,
        `insert into sla_clocks (ticket_id, round, kind, hours, started_at, due_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (ticket_id, round, kind) do nothing`,
        [ticket.row, ticket.round, kind, hours, session.now, dueAt],
      );
    },
    async setClock(ticket, kind, change) {
      // Null is a value here (a clock that runs again has no rest), so what is set is said apart.
      const sets = (name: keyof typeof change): boolean => name in change;
      await run(
        session,
        `update sla_clocks set due_at = case when $4 then $5::timestamptz else due_at end,
           left_ms = case when $6 then $7::bigint else left_ms end,
           paused_at = case when $6 then (case when $7::bigint is null then null else $8::timestamptz end) else paused_at end,
           met_at = case when $9 then $10::timestamptz else met_at end,
           missed_at = case when $11 then $12::timestamptz else missed_at end, rungs = coalesce($13, rungs)
         where ticket_id = $1 and round = $2 and kind = $3`,
        [
          ticket.row,
          ticket.round,
          kind,
          sets('dueAt'),
          change.dueAt ?? null,
          sets('leftMs'),
          change.leftMs ?? null,
          session.now,
          sets('metAt'),
          change.metAt ?? null,
          sets('missedAt'),
          change.missedAt ?? null,
          change.rungs ?? null,
        ],
      );
    },

    async toldOf(ticket, promise) {
      const found = await rows<{ user: string }>(
        session,
        `select u.public_id as "user" from ticket_notices n join users u on u.id = n.user_id
         where n.ticket_id = $1 and n.round = $2 and n.promise = $3`,
        [ticket.row, ticket.round, promise],
      );
      return found.map((r) => r.user as UserId);
    },
    async tell(ticket, promise, rung, users) {
      await run(
        session,
        `insert into ticket_notices (ticket_id, round, promise, user_id, rung, told_at)
         select $1, $2, $3, id, $4, $5 from users where public_id = any($6) on conflict do nothing`,
        [ticket.row, ticket.round, promise, rung, session.now, users],
      );
    },
  };
}
