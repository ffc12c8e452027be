import type { Pool } from 'pg';
import { CN_CALENDAR } from '../../../domain/calendar-data';
import { DEFAULT_COMMISSION_POLICY } from '../../../domain/commission-policy';

export const CARRIER = 'xinglian';
export const CHANNEL = 'demo';
export const CITY = '0755';
export const PLAN = 'XL29';

export interface CatalogueSeed {
  /** How many free numbers the pool of XL29 in 0755 has. */
  readonly numbers: number;
  readonly cooldownDays?: number;
}

/** `13500000000` plus the index: what the first batch delivered. */
export const stockNumber = (index: number): string => String(13_500_000_000 + index);

/**
 * The smallest catalogue an order can live in: two plans of one carrier, two cities, one channel, an agent, two officers,
 * and a delivered batch of numbers for XL29 in 0755. Numbers are asked for in batches of their own elsewhere.
 */
export async function seedCatalogue(pool: Pool, { numbers, cooldownDays = 0 }: CatalogueSeed): Promise<void> {
  const at = '2026-01-01T00:00:00.000Z';
  await pool.query(`insert into carriers (code, name, adapter) values ('xinglian', '星联', 'xinglian')`);
  await pool.query(
    `insert into plans (code, version, carrier_code, name, monthly_fee_fen, min_age, max_age, max_cards, cooldown_days, banned_provinces, published_at)
     values ('XL29', 1, 'xinglian', '星联畅享 29', 2900, 16, 65, 5, $2, '{西藏自治区}', $1),
            ('XL59', 1, 'xinglian', '星联畅享 59', 5900, 18, 60, 5, $2, '{}', $1)`,
    [at, cooldownDays],
  );
  await pool.query(
    `insert into cities (code, name, province) values ('0755', '深圳', '广东'), ('0571', '杭州', '浙江')`,
  );
  await pool.query(`insert into channels (code, name) values ('demo', 'Demo'), ('other', 'Other')`);
  await pool.query(
    `insert into agents (code, name, parent_code, depth) values ('AG00', '总代', null, 1), ('AG01', '分代', 'AG00', 2)`,
  );
  await pool.query(
    `insert into policies (kind, version, schema_version, body, published_at) values ('commission', 1, 2, $2, $1)`,
    [at, JSON.stringify(DEFAULT_COMMISSION_POLICY)],
  );
  await pool.query(
    `insert into calendars (code, version, valid_from, valid_to, announced_to, holidays, workdays, source, published_at)
     values ('cn', 1, $2, $3, $4, $5, $6, 'test', $1)`,
    [at, CN_CALENDAR.from, CN_CALENDAR.to, CN_CALENDAR.announcedTo, CN_CALENDAR.holidays, CN_CALENDAR.workdays],
  );
  await pool.query(
    `insert into users (public_id, login, name, password_hash, roles)
     select 'usr_' || lpad(n::text, 12, '0'), 'officer' || n, 'Officer ' || n, 'x', '{compliance_officer}' from generate_series(1, 3) as n`,
  );
  await pool.query(
    `insert into number_batches (carrier_code, plan_code, city_code, reference, batch_no, wanted, delivered, asked_at, delivered_at)
     values ('xinglian', 'XL29', '0755', 'SEEDXL290755', 'B0', $2, $2, $1, $1)`,
    [at, numbers],
  );
  await pool.query(
    `insert into numbers (msisdn, carrier_code, plan_code, city_code, batch_id, state, changed_at)
     select (13500000000 + n)::text, 'xinglian', 'XL29', '0755', b.id, 'free', $1
     from generate_series(0, $2::int - 1) as n, number_batches b where b.reference = 'SEEDXL290755'`,
    [at, numbers],
  );
}

/** How many numbers of all pools are in each state; their sum is the pool. */
export async function stockOf(pool: Pool): Promise<Readonly<Record<'free' | 'held' | 'sold' | 'withdrawn', number>>> {
  const found = await pool.query<{ state: 'free' | 'held' | 'sold' | 'withdrawn'; n: number }>(
    'select state, count(*) as n from numbers group by state',
  );
  return { free: 0, held: 0, sold: 0, withdrawn: 0, ...Object.fromEntries(found.rows.map((r) => [r.state, r.n])) };
}
