import { newId } from '../../../adapters/ids';
import { type OrderId, type PurchaseId, type TicketId, type UserId, userId } from '../../../domain/brand';
import type { TicketKind } from '../../../domain/ticket';
import { askByTicket } from '../../../domain/use-cases/ask-by-ticket';
import { decideTicket } from '../../../domain/use-cases/decide-ticket';
import { openTicket } from '../../../domain/use-cases/open-ticket';
import type { World } from './world';

/** Support people of a test, and the orders they are asked about. */
export async function openService(world: World) {
  const decisions = decideTicket(world);
  const asking = askByTicket(world);
  const fresh = (): string => newId('tev');
  // What is said in a story is said for the first time, unless the story gives the key itself.
  const desk = {
    ...decisions,
    answer: (id: TicketId, by: UserId, text: string, waits: boolean, key = fresh()) =>
      decisions.answer(id, by, text, waits, key),
    note: (id: TicketId, by: UserId, text: string, key = fresh()) => decisions.note(id, by, text, key),
  };
  const customers = {
    ask: (purchase: PurchaseId, text: string, order: OrderId | null, key = fresh()) =>
      asking.ask(purchase, text, order, key),
    reply: (purchase: PurchaseId, id: TicketId, text: string, key = fresh()) => asking.reply(purchase, id, text, key),
  };
  let hired = 0;

  return {
    desk,
    customers,

    /** Somebody new with this role, off duty. */
    async hire(role = 'support_agent'): Promise<UserId> {
      hired += 1;
      const id = newId('usr');
      await world.pool.query(
        `insert into users (public_id, login, name, password_hash, roles) values ($1, $2, $3, 'x', $4)`,
        [id, `staff-${id}`, `Staff ${String(hired)}`, [role]],
      );
      return userId(id);
    },

    /** Everybody goes home, so that a story has only its own people. */
    async empty(): Promise<void> {
      await world.pool.query('update duty set on_duty = false');
    },

    /** As after dispatch: the order has a parcel on its way. */
    async ship(id: OrderId): Promise<string> {
      const waybill = `SF${id.slice(4, 12).toUpperCase()}`;
      await world.pool.query(
        `insert into shipments (public_id, order_id, attempt, provider, reference, company, waybill, iccid, province, city, opened_at, dispatched_at)
         select $2, id, attempt, 'kuaidi100', $3, 'shunfeng', $3, '898600', '广东省', '深圳市', $4, $4 from orders where public_id = $1`,
        [id, newId('shp'), waybill, world.clock.now()],
      );
      world.courier.put(waybill);
      return waybill;
    },

    /** What the engine does when a parcel is silent. */
    open: (id: OrderId, kind: TicketKind = 'T-LOG-1', key = `test/${id}/${kind}`) =>
      world.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(id);
        if (!order) throw new Error(`no order ${id}`);
        return openTicket(tx, { kind, order, source: 'engine', dedupeKey: key, words: null, facts: {} });
      }),

    async ticket(id: TicketId) {
      const found = await world.pool.query<{
        state: string;
        outcome: string | null;
        assignee: UserId | null;
        alarmed: boolean;
        escalated: boolean;
        priority: number;
        round: number;
      }>(
        `select t.state, t.outcome, u.public_id as assignee, t.alarm_at is not null as alarmed, t.escalated_at is not null as escalated,
           t.priority, t.round
         from tickets t left join users u on u.id = t.assignee_id where t.public_id = $1`,
        [id],
      );
      const row = found.rows[0];
      if (!row) throw new Error(`no ticket ${id}`);
      return row;
    },

    async events(id: TicketId): Promise<readonly string[]> {
      const found = await world.pool.query<{ event: string }>(
        'select e.event from ticket_events e join tickets t on t.id = e.ticket_id where t.public_id = $1 order by e.id',
        [id],
      );
      return found.rows.map((r) => r.event);
    },

    /** Who was told of which promise, on which rung, by role; in the order of telling. */
    async told(id: TicketId): Promise<readonly string[]> {
      const found = await world.pool.query<{ told: string }>(
        `select n.promise || ' ' || n.rung || ' ' || u.roles[1] as told from ticket_notices n join tickets t on t.id = n.ticket_id
         join users u on u.id = n.user_id where t.public_id = $1 order by n.told_at, n.promise, n.rung, u.id`,
        [id],
      );
      return found.rows.map((r) => r.told);
    },

    async waits(id: TicketId): Promise<readonly { what: string; owner: string | null; due: string; next: string }[]> {
      const found = await world.pool.query<{ what: string; owner: string | null; due: string; next: string }>(
        `select w.what, w.owner_id as owner, w.due_at as due, w.then_what as next from waits w join tickets t on t.id = w.subject_id
         where w.subject_kind = 'ticket' and w.closed_at is null and t.public_id = $1 order by w.what`,
        [id],
      );
      return found.rows;
    },
  };
}

export type Service = Awaited<ReturnType<typeof openService>>;
