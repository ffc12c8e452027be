import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, type Pool } from 'pg';
import { newId } from '../../adapters/ids';
import { createPool } from '../../adapters/postgres/pool';
import { postgresUnitOfWork } from '../../adapters/postgres/unit-of-work';
import type { Day, Instant } from '../../domain/brand';
import { CN_CALENDAR } from '../../domain/calendar-data';
import { DEFAULT_COMMISSION_POLICY } from '../../domain/commission-policy';
import type { ClockPort } from '../../domain/ports/clock';
import type { UnitOfWork } from '../../domain/ports/unit-of-work';

const MIGRATIONS = path.join(process.cwd(), 'prisma/migrations');
const ACTIVATED_AT = '2026-03-02T02:00:00.000Z' as Instant;
export const DUE: Day = '2026-04-01' as Day;
const AGENTS = 40;
/** One in so many activations has nobody who says who activated it, and one in so many was by somebody else. */
const UNKNOWN_EVERY = 50;
const WRONG_EVERY = 75;

export interface LedgerBench {
  readonly pool: Pool;
  readonly work: UnitOfWork;
  /** Orders with two accruals each, booked, due on one day; `rows` counts accruals. The same rows for the same number. */
  readonly fill: (rows: number) => Promise<void>;
  readonly backendPid: () => Promise<number>;
  /** Every account's balance, every statement's sums, and what became of each accrual, for comparing two ways. */
  readonly balances: () => Promise<string>;
  /** Accrual and ledger rows with their indexes, after what is usual has been vacuumed. */
  readonly bytesPerOrder: () => Promise<number>;
  readonly drop: () => Promise<void>;
}

const clock: ClockPort = {
  now: () => '2026-04-01T02:00:00.000Z' as Instant,
  nowMs: () => Date.parse('2026-04-01T02:00:00.000Z'),
  realMs: () => Date.now(),
};

/** A database of its own on this server, migrated as the product's, with one connection so that its backend is known. */
export async function createLedger(serverUrl: string, name: string): Promise<LedgerBench> {
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const pool = createPool(url.toString(), 'bench', 1);
  for (const folder of readdirSync(MIGRATIONS).sort()) {
    const file = path.join(MIGRATIONS, folder, 'migration.sql');
    if (!folder.includes('.')) await pool.query(readFileSync(file, 'utf8'));
  }
  await seed(pool);
  return {
    pool,
    work: postgresUnitOfWork({ pool, clock, ids: { next: newId } }),
    async fill(rows) {
      // The product's limit on one statement is not made for filling a table.
      await pool.query('set statement_timeout = 0');
      await fill(pool, Math.ceil(rows / 2));
      await pool.query('reset statement_timeout');
    },
    async backendPid() {
      const found = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
      return found.rows[0]?.pid ?? 0;
    },
    balances: () => balances(pool),
    bytesPerOrder: () => bytesPerOrder(pool),
    async drop() {
      await pool.end();
      await onServer(serverUrl, `drop database ${name}`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Half of the agents are above the other half. */
async function seed(pool: Pool): Promise<void> {
  await pool.query(`insert into carriers (code, name, adapter) values ('xinglian', 'x', 'xinglian')`);
  await pool.query(`insert into cities (code, name, province) values ('0755', '深圳', '广东省')`);
  await pool.query(`insert into channels (code, name) values ('demo', 'demo')`);
  await pool.query(
    `insert into agents (code, name, parent_code, depth)
     select 'AG' || n, 'agent ' || n, case when n >= $1::int / 2 then 'AG' || n - $1::int / 2 end, case when n >= $1::int / 2 then 2 else 1 end
     from generate_series(0, $1::int - 1) n order by n`,
    [AGENTS],
  );
  await pool.query(
    `insert into plans (code, version, carrier_code, name, monthly_fee_fen, min_age, max_age, max_cards, cooldown_days, published_at)
     values ('XL29', 1, 'xinglian', 'x', 2900, 16, 65, 5, 0, $1)`,
    [ACTIVATED_AT],
  );
  await pool.query(
    `insert into policies (kind, version, schema_version, body, published_at) values ('commission', 1, 2, $2, $1)`,
    [ACTIVATED_AT, JSON.stringify(DEFAULT_COMMISSION_POLICY)],
  );
  await pool.query(
    `insert into calendars (code, version, valid_from, valid_to, announced_to, holidays, workdays, source, published_at)
     values ('cn', 1, $2, $3, $4, $5, $6, 'bench', $1)`,
    [
      ACTIVATED_AT,
      CN_CALENDAR.from,
      CN_CALENDAR.to,
      CN_CALENDAR.announcedTo,
      CN_CALENDAR.holidays,
      CN_CALENDAR.workdays,
    ],
  );
  await pool.query(
    `insert into ledger_accounts (kind, agent_code)
     select k, code from agents, unnest('{accrued,payable}'::text[]) k union all select unnest('{cost,bank}'::text[]), null`,
  );
}

const ID = (prefix: string, n: string): string => `'${prefix}_' || lpad(${n}::text, 12, '0')`;

async function fill(pool: Pool, orders: number): Promise<void> {
  await pool.query(`insert into parties (public_id, created_at) values ('pty_000000000000', $1)`, [ACTIVATED_AT]);
  await pool.query(
    `insert into purchases (id, public_id, channel_code, external_ref, party_id, plan_id, carrier_code, city_code, province, agent_code,
       quantity, pinned, created_at)
     select n, ${ID('pur', 'n')}, 'demo', n, 1, 1, 'xinglian', '0755', '广东省', 'AG' || $3::int / 2 + n % ($3::int / 2), 1,
       '{"commissionPolicyVersion": 1}', $2 from generate_series(1, $1::int) n`,
    [orders, ACTIVATED_AT, AGENTS],
  );
  await pool.query(
    `insert into orders (id, public_id, purchase_id, line, stage, status, version, channel_code, carrier_code, plan_code, city_code, fee_fen,
       created_at, updated_at, activated_at, ended_at)
     select n, ${ID('ord', 'n')}, n, 1, 'active', 'ended', 9, 'demo', 'xinglian', 'XL29', '0755', 2900, $2, $2, $2, $2
     from generate_series(1, $1::int) n`,
    [orders, ACTIVATED_AT],
  );
  await pool.query(
    `insert into accruals (id, public_id, order_id, rule_code, policy_version, type, period, agent_code, amount_fen, state, due_on, due_provisional,
       confirmed_level, activated_at, window_ends_at, person_matches, place_matches, areas, accrued_at)
     select 2 * n - 2 + side, ${ID('acc', '(2 * n - 2 + side)')}, n, 'XL-NEXT-MONTH', 1, case side when 1 then 'order' else 'parent' end, '2026-03',
       'AG' || n % ($3::int / 2) + case side when 1 then $3::int / 2 else 0 end, case side when 1 then 8000 else 2000 end, 'accrued', $4, false,
       2, $2, '2026-04-01T16:00:00Z', case when n % $5::int = 0 then null else n % $6::int <> 0 end, true,
       '{"area":{"province":"广东省","city":"深圳市"},"deliveryArea":{"province":"广东省","city":"深圳市"}}', $2
     from generate_series(1, $1::int) n, generate_series(1, 2) side`,
    [orders, ACTIVATED_AT, AGENTS, DUE, UNKNOWN_EVERY, WRONG_EVERY],
  );
  await pool.query(
    `insert into ledger_transfers (id, kind, subject_id, at) select n, 'accrue', 2 * n - 1, $2 from generate_series(1, $1::int) n`,
    [orders, ACTIVATED_AT],
  );
  // One statement, because the entries of a transfer go in together.
  await pool.query(
    `insert into ledger_entries (transfer_id, line, account_id, amount_fen)
     select n, 1, l.id, -10000 from generate_series(1, $1::int) n, ledger_accounts l where l.kind = 'cost'
     union all
     select a.order_id, case a.type when 'order' then 2 else 3 end, l.id, a.amount_fen
       from accruals a join ledger_accounts l on l.kind = 'accrued' and l.agent_code = a.agent_code`,
    [orders],
  );
  await pool.query(`select setval('ledger_transfers_id_seq', $1)`, [orders]);
  await pool.query('analyze');
}

async function balances(pool: Pool): Promise<string> {
  const found = await pool.query<{ text: string }>(
    `select string_agg(line, ' ' order by line) as text from (
       select l.kind || coalesce('/' || l.agent_code, '') || '=' || sum(e.amount_fen) as line
         from ledger_entries e join ledger_accounts l on l.id = e.account_id group by l.kind, l.agent_code
       union all select state || '=' || count(*) || ' ' || md5(string_agg(public_id, ',' order by id)) from accruals group by state
       union all select s.agent_code || '/' || s.state || '=' || s.lines || ' lines ' || s.accrued_fen from statements s
       union all select t.kind || '=' || count(*) from ledger_transfers t group by t.kind
     ) lines`,
  );
  return found.rows[0]?.text ?? '';
}

async function bytesPerOrder(pool: Pool): Promise<number> {
  const found = await pool.query<{ bytes: number }>(
    `select (pg_total_relation_size('accruals') + pg_total_relation_size('ledger_transfers') + pg_total_relation_size('ledger_entries'))
       / greatest(1, (select count(*) from orders)) as bytes`,
  );
  return found.rows[0]?.bytes ?? 0;
}
