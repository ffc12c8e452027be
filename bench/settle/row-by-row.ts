import type { Pool, PoolClient } from 'pg';
import { newId } from '../../adapters/ids';
import type { Area } from '../../domain/activation';
import type { Instant } from '../../domain/brand';
import { conditionsOf, judgeCommission, type StopReason } from '../../domain/commission';
import { type CommissionRule, DEFAULT_COMMISSION_POLICY } from '../../domain/commission-policy';
import { DUE, type LedgerBench } from './ledger';

interface AccrualRow {
  readonly id: number;
  readonly order_id: number;
  readonly agent_code: string;
  readonly amount_fen: number;
  readonly confirmed_level: number;
  readonly activated_at: Instant;
  readonly window_ends_at: Instant;
  readonly person_matches: boolean | null;
  readonly place_matches: boolean | null;
  readonly areas: { readonly area: Area | null; readonly deliveryArea: Area | null };
  readonly accrued_at: Instant;
  readonly stopped_reason: StopReason | null;
  readonly stopped_at: Instant | null;
}

const NOW = '2026-04-01T02:00:00.000Z';

/** The plain way, written as one would: each due accrual is read, judged here and booked in a transaction of its own. */
export async function rowByRow({ pool }: LedgerBench): Promise<number> {
  const rule = DEFAULT_COMMISSION_POLICY.rules[0];
  if (!rule) throw new Error('there is no rule');
  const run = await pool.query<{ id: number }>(
    `insert into settlement_runs (business_date, state, after_due_on, after_id, started_at) values ($1, 'running', $1, 0, $2) returning id`,
    [DUE, NOW],
  );
  const due = await pool.query<{ id: number }>(
    `select id from accruals where state in ('accrued', 'held') and due_on <= $1 order by due_on, id`,
    [DUE],
  );
  for (const { id } of due.rows)
    await inTransaction(pool, (client) => settleOne(client, run.rows[0]?.id ?? 0, id, rule));
  await pool.query(`update settlement_runs set state = 'done', finished_at = $1`, [NOW]);
  await pool.query(`update statements set state = 'ready' where state = 'open'`);
  return due.rows.length;
}

async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function settleOne(client: PoolClient, run: number, id: number, rule: CommissionRule): Promise<void> {
  const found = await client.query<AccrualRow>({
    name: 'accrual',
    text: `select * from accruals where id = $1 and state in ('accrued', 'held') for update`,
    values: [id],
  });
  const accrual = found.rows[0];
  if (!accrual) return;
  const cases = await client.query<{ id: string; kind: string; at: Instant }>({
    name: 'case',
    text: 'select public_id as id, kind, opened_at as at from conflict_cases where order_id = $1 and closed_at is null limit 1',
    values: [accrual.order_id],
  });
  const verdict = judgeCommission(
    conditionsOf(rule, {
      level: accrual.confirmed_level,
      activatedAt: accrual.activated_at,
      personMatches: accrual.person_matches,
      placeMatches: accrual.place_matches,
      area: accrual.areas.area,
      deliveryArea: accrual.areas.deliveryArea,
      windowEndsAt: accrual.window_ends_at,
      accruedAt: accrual.accrued_at,
      stopped:
        accrual.stopped_reason && accrual.stopped_at
          ? { reason: accrual.stopped_reason, at: accrual.stopped_at }
          : null,
      clawedBackAt: null,
      heldBy: cases.rows[0] ?? null,
    }),
  );
  if (verdict === 'hold') {
    await client.query({ name: 'hold', text: `update accruals set state = 'held' where id = $1`, values: [id] });
    return;
  }
  const statement = verdict === 'pay' ? await addToStatement(client, run, accrual) : null;
  await client.query({
    name: 'end',
    text: `update accruals set state = $2, statement_id = $3, ended_at = $4 where id = $1`,
    values: [id, verdict === 'pay' ? 'settled' : 'refused', statement, NOW],
  });
  await client.query({
    name: 'book',
    text: `with t as (insert into ledger_transfers (kind, subject_id, at) values ($1, $2, $3) returning id)
      insert into ledger_entries (transfer_id, line, account_id, amount_fen)
      select t.id, 1, l.id, -$4::bigint from t, ledger_accounts l where l.kind = 'accrued' and l.agent_code = $5
      union all
      select t.id, 2, l.id, $4::bigint from t, ledger_accounts l where l.kind = $6 and l.agent_code is not distinct from $7`,
    values: [
      verdict === 'pay' ? 'settle' : 'refuse',
      id,
      NOW,
      accrual.amount_fen,
      accrual.agent_code,
      verdict === 'pay' ? 'payable' : 'cost',
      verdict === 'pay' ? accrual.agent_code : null,
    ],
  });
}

async function addToStatement(client: PoolClient, run: number, accrual: AccrualRow): Promise<number | null> {
  const added = await client.query<{ id: number }>({
    name: 'statement',
    text: `insert into statements (public_id, agent_code, run_id, business_date, state, lines, opening_fen, accrued_fen, settled_at)
      values ($1, $2, $3, $4, 'open', 1, 0, $5, $6)
      on conflict (agent_code, business_date) do update set lines = statements.lines + 1, accrued_fen = statements.accrued_fen + excluded.accrued_fen
      returning id`,
    values: [newId('stm'), accrual.agent_code, run, DUE, accrual.amount_fen, NOW],
  });
  return added.rows[0]?.id ?? null;
}
