import { newId } from '../../../adapters/ids';
import type { ActivationEvidence } from '../../../domain/activation';
import type { Instant, OrderId, UserId } from '../../../domain/brand';
import { DAY_MS, plusMs, shanghaiDay } from '../../../domain/time';
import { accrueCommission } from '../../../domain/use-cases/accrue-commission';
import { type ClawedBack, clawBack } from '../../../domain/use-cases/claw-back-commission';
import { CARRIER, CHANNEL, CITY, PLAN } from './catalogue';
import type { World } from './world';

export const MAKER = 'usr_000000000001' as UserId;
export const CHECKER = 'usr_000000000002' as UserId;
export const OTHER_CHECKER = 'usr_000000000003' as UserId;

/** Everything as it should be: activated on 2 March 2026 in Shenzhen, so due on 1 April. */
export const evidence = (change: Partial<ActivationEvidence> = {}): ActivationEvidence => ({
  activatedAt: '2026-03-02T02:00:00.000Z' as Instant,
  confirmedBy: 'L2',
  personMatches: true,
  area: { province: '广东省', city: '深圳市' },
  deliveryArea: { province: '广东', city: '深圳市' },
  dueAt: '2026-04-01T16:00:00.000Z' as Instant,
  ...change,
});

/** Money on a world's database: active orders by rows alone, and what the ledger says about them. */
export function money(world: World) {
  const self = {
    /** Active orders of one purchase each, without the journey that leads there. */
    async activeOrders(count: number, agent: string | null = 'AG01', plan = PLAN): Promise<readonly OrderId[]> {
      const ids = Array.from({ length: count }, () => newId('ord'));
      await world.pool.query(
        `with drafts as (
           select id, n from unnest($1::text[]) with ordinality as d (id, n)
         ), party as (
           insert into parties (public_id, created_at) select 'pty_' || substr(id, 5), $2 from drafts returning id, public_id
         ), purchase as (
           insert into purchases (public_id, channel_code, external_ref, party_id, plan_id, carrier_code, city_code, province, agent_code,
             quantity, pinned, created_at)
           select 'pur_' || substr(p.public_id, 5), $3, substr(p.public_id, 5), p.id,
             (select id from plans where code = $6 order by version desc limit 1), $4, $5, '广东省', $7, 1,
             '{"commissionPolicyVersion": 1}', $2
           from party p returning id, public_id
         )
         insert into orders (public_id, purchase_id, line, stage, status, version, channel_code, carrier_code, plan_code, city_code, fee_fen,
           created_at, updated_at, activated_at, ended_at)
         select 'ord_' || substr(public_id, 5), id, 1, 'active', 'ended', 9, $3, $4, $6, $5, 2900, $2, $2, $2, $2 from purchase`,
        [ids, world.clock.now(), CHANNEL, CARRIER, CITY, plan, agent],
      );
      return ids;
    },

    accrue: (id: OrderId, change: Partial<ActivationEvidence> = {}): Promise<void> =>
      world.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(id);
        if (!order) throw new Error(`no order ${id}`);
        await accrueCommission(tx, order, evidence(change));
      }),

    async accrued(count: number, change: Partial<ActivationEvidence> = {}): Promise<readonly OrderId[]> {
      const ids = await self.activeOrders(count);
      for (const id of ids) await self.accrue(id, change);
      return ids;
    },

    /** A calendar in which every weekday works, for ever, so that a test may run on any day. */
    async everyWeekdayWorks(): Promise<void> {
      await world.pool.query(
        `insert into calendars (code, version, valid_from, valid_to, announced_to, holidays, workdays, source, published_at)
         select 'cn', 9, '2020-01-01', '2060-12-31', '2060-12-31', '{}', array(
           select d::date from generate_series('2020-01-01'::date, '2060-12-31'::date, '1 day') d where extract(isodow from d) > 5
         ), 'test', '2026-01-01T00:00:00Z' on conflict do nothing`,
      );
    },

    /** Orders whose commission is due today, whichever day that is. */
    async dueToday(count: number): Promise<readonly OrderId[]> {
      const ids = await self.accrued(count, {
        activatedAt: plusMs(world.clock.now(), -40 * DAY_MS),
        dueAt: '2100-01-01T00:00:00.000Z' as Instant,
      });
      await world.pool.query('update accruals set due_on = $1 where state = $2', [
        shanghaiDay(world.clock.now()),
        'accrued',
      ]);
      return ids;
    },

    clawBack: (id: OrderId, reason: 'suspended' | 'closed' = 'suspended'): Promise<ClawedBack> =>
      world.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(id);
        if (!order) throw new Error(`no order ${id}`);
        return clawBack(tx, order, { reason, at: tx.now });
      }),

    /** Balances by account, `cost` or `payable/AG01`, those that are not zero. */
    async balances(): Promise<Readonly<Record<string, number>>> {
      const found = await world.pool.query<{ name: string; fen: number }>(
        `select l.kind || coalesce('/' || l.agent_code, '') as name, sum(e.amount_fen)::bigint as fen
         from ledger_entries e join ledger_accounts l on l.id = e.account_id group by 1 having sum(e.amount_fen) <> 0`,
      );
      return Object.fromEntries(found.rows.map(({ name, fen }) => [name, fen]));
    },

    /** States of an order's accruals, seller first. */
    async states(id: OrderId): Promise<readonly string[]> {
      const found = await world.pool.query<{ state: string }>(
        'select a.state from accruals a join orders o on o.id = a.order_id where o.public_id = $1 order by a.id',
        [id],
      );
      return found.rows.map(({ state }) => state);
    },

    async count(table: 'accruals' | 'ledger_transfers' | 'statements' | 'payouts'): Promise<number> {
      const found = await world.pool.query<{ n: number }>(`select count(*) as n from ${table}`);
      return found.rows[0]?.n ?? 0;
    },

    async statementIds() {
      const found = await world.pool.query<{ id: string }>(
        'select public_id as id from statements order by agent_code, id',
      );
      return found.rows.map(({ id }) => id as never);
    },
  };
  return self;
}
