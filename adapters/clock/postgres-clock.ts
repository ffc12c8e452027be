import { Client, type Pool, type PoolClient } from 'pg';
import type { ClockPort } from '../../domain/ports/clock';
import { DomainError } from '../../domain/errors';
import { fromMs, toMs } from '../../domain/time';
import type { Instant } from '../../domain/brand';

export interface RunningClock extends ClockPort {
  /** Business time minus real time. */
  readonly offsetMs: () => number;
  /** The generation of the offset that this process goes by. */
  readonly generation: () => number;
  /** Resolves once this process goes by this generation or a later one; rejects after 15 s without it. */
  readonly reached: (generation: number) => Promise<void>;
  /** Called after each move of the clock. */
  readonly onMove: (listener: () => void) => void;
  readonly close: () => Promise<void>;
}

const CHANNEL = 'cardflow_clock';
const NAME_PREFIX = 'cardflow-clock:';
/** How long a process may take to go by the new time, in ms. */
const ACKNOWLEDGED_WITHIN_MS = 15_000;

/**
 * Business time of this process: real time plus the offset of the one clock row. It listens for moves, acknowledges
 * each generation, and comes back by itself after the connection broke.
 */
export async function postgresClock(settings: {
  readonly url: string;
  /** Unique among running processes; its acknowledgement is kept under it. */
  readonly process: string;
  readonly onError: (error: Error) => void;
}): Promise<RunningClock> {
  let offsetMs = 0;
  let generation = -1;
  let closed = false;
  let client: Client | null = null;
  const listeners = new Set<() => void>();

  async function read(from: Client): Promise<void> {
    const found = await from.query<{ offset_ms: string; generation: string }>(
      'select offset_ms, generation from clock where id = 1',
    );
    const row = found.rows[0];
    if (!row) throw new Error('the clock row is missing');
    const moved = generation >= 0 && Number(row.generation) !== generation;
    offsetMs = Number(row.offset_ms);
    generation = Number(row.generation);
    await from.query(
      `insert into clock_acks (process, generation, seen_real_at) values ($1, $2, $3)
       on conflict (process) do update set generation = excluded.generation, seen_real_at = excluded.seen_real_at`,
      [settings.process, generation, new Date().toISOString()],
    );
    if (moved) for (const listener of listeners) listener();
  }

  /** Resolves once it listens and has read; rejects, and leaves nothing open behind, where it cannot. */
  async function connect(): Promise<void> {
    const fresh = new Client({ connectionString: settings.url, application_name: `${NAME_PREFIX}${settings.process}` });
    fresh.on('error', (error) => {
      settings.onError(error);
    });
    fresh.on('end', () => {
      // Only of the one in use: one that failed on its way up is tried again by whoever waited for it.
      if (!closed && client === fresh) reconnect();
    });
    fresh.on('notification', () => {
      read(fresh).catch(settings.onError);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
      await read(fresh);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    client = fresh;
    if (closed) await fresh.end();
  }

  function reconnect(): void {
    client = null;
    const timer = setTimeout(() => {
      if (closed) return;
      connect().catch((error: unknown) => {
        settings.onError(error instanceof Error ? error : new Error('the clock cannot connect'));
        reconnect();
      });
    }, 500);
    timer.unref();
  }

  await connect();
  return {
    nowMs: () => Date.now() + offsetMs,
    now: () => fromMs(Date.now() + offsetMs),
    realMs: () => Date.now(),
    offsetMs: () => offsetMs,
    generation: () => generation,
    reached: (wanted) => reached(wanted, () => generation, listeners),
    onMove: (listener) => listeners.add(listener),
    async close() {
      closed = true;
      await client?.end();
    },
  };
}

function reached(wanted: number, generation: () => number, listeners: Set<() => void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (generation() < wanted) return;
      settle();
      resolve();
    };
    const timer = setTimeout(() => {
      settle();
      reject(new Error(`the clock has not reached generation ${String(wanted)}`));
    }, ACKNOWLEDGED_WITHIN_MS);
    const settle = (): void => {
      clearTimeout(timer);
      listeners.delete(look);
    };
    listeners.add(look);
    look();
  });
}

/**
 * Moves business time forward and resolves when every process that runs has acknowledged. Open waits whose time left
 * changed are told through the outbox in the same transaction.
 */
export async function moveClock(pool: Pool, to: Instant): Promise<{ offsetMs: number; generation: number }> {
  const client = await pool.connect();
  let moved: { offsetMs: number; generation: number };
  try {
    await client.query('begin');
    const found = await client.query<{ offset_ms: number; generation: number }>(
      'select offset_ms, generation from clock where id = 1 for update',
    );
    const row = found.rows[0];
    if (!row) throw new Error('the clock row is missing');
    const wanted = toMs(to) - Date.now();
    // A world in which nothing has happened yet may begin at any day; after that time only moves forward.
    const happened = await client.query('select 1 from purchases limit 1');
    if (wanted < row.offset_ms - 1_000 && happened.rows.length > 0) {
      throw new DomainError('ClockInvalid', 'business time only moves forward');
    }
    const offsetMs = happened.rows.length > 0 ? Math.max(row.offset_ms, wanted) : wanted;
    const generation = row.generation + 1;
    await client.query('update clock set offset_ms = $1, generation = $2 where id = 1', [offsetMs, generation]);
    await tellWaits(client, generation, to);
    await client.query(`select pg_notify('${CHANNEL}', $1)`, [String(generation)]);
    await client.query('commit');
    moved = { offsetMs, generation };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  await acknowledged(pool, moved.generation);
  await writtenOut(pool);
  await tellWaits(pool, moved.generation, to);
  return moved;
}

/** Once a wait and move: those of a workflow that were opened by the time before it and have not been told yet. */
async function tellWaits(asked: Pool | PoolClient, generation: number, to: Instant): Promise<void> {
  await asked.query(
    `with told as (
       insert into outbox (topic, dedupe_key, body, created_at)
       select 'wait-moved', 'wait-moved:' || public_id || ':' || $1,
         json_build_object('waitId', public_id, 'workflowId', workflow_id, 'generation', $3::bigint), $2
       from waits where closed_at is null and opened_at < $2 and workflow_id <> '' on conflict (dedupe_key) do nothing returning 1
     ) select pg_notify('cardflow_outbox', 'wait-moved') from told limit 1`,
    [String(generation), to, generation],
  );
}

/** How long a move waits for what is being written by the time before it, in ms. */
const WRITTEN_WITHIN_MS = 5_000;

/** Transactions that began before every process went by the new time may still open waits by the old one. */
async function writtenOut(pool: Pool): Promise<void> {
  const deadline = Date.now() + WRITTEN_WITHIN_MS;
  const followed = await pool.query<{ at: string }>(
    'select query_start::text as at from pg_stat_activity where pid = pg_backend_pid()',
  );
  for (;;) {
    const older = await pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
         and pid <> pg_backend_pid() and xact_start < $1::timestamptz limit 1`,
      [followed.rows[0]?.at],
    );
    if (older.rows.length === 0 || Date.now() > deadline) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Running means: its listening connection is open. A process that died does not hold the clock up. */
async function acknowledged(pool: Pool, generation: number): Promise<void> {
  const deadline = Date.now() + ACKNOWLEDGED_WITHIN_MS;
  for (;;) {
    const late = await pool.query<{ name: string }>(
      `select a.application_name as name from pg_stat_activity a
       left join clock_acks k on $1 || k.process = a.application_name
       where a.datname = current_database() and a.application_name like $1 || '%' and coalesce(k.generation, -1) < $2`,
      [NAME_PREFIX, generation],
    );
    if (late.rows.length === 0) return;
    if (Date.now() > deadline)
      throw new DomainError('StateConflict', `${late.rows.map((r) => r.name).join(', ')} did not follow the clock`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
