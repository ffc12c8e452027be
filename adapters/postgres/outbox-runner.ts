import { Client, type Pool } from 'pg';
import type { ClockPort } from '../../domain/ports/clock';
import { prepared } from './prepared';

export interface PendingFact {
  readonly row: number;
  readonly orderId: string;
  readonly attempt: number;
  readonly seq: number;
  readonly kind: string;
}

export interface OutboxSettings {
  readonly url: string;
  readonly pool: Pool;
  readonly clock: ClockPort;
  /** One function a topic; it runs at least once and must not mind running again. */
  readonly handlers: Readonly<Record<string, (body: Readonly<Record<string, unknown>>) => Promise<void>>>;
  /** Delivers a fact to its order; false when that order's workflow has ended. */
  readonly deliver: (fact: PendingFact) => Promise<boolean>;
  readonly onError: (topic: string, error: unknown) => void;
}

export interface OutboxRunner {
  readonly close: () => Promise<void>;
}

/** A row that is being worked on comes back after this long if its worker died, in real ms. */
const CLAIM_MS = 30_000;
/** What a lost notification costs at most, in real ms. */
const SWEEP_MS = 5_000;
/** Payload of the notification that a fact was inserted; every other payload is a topic. */
const FACTS = 'fact';
const BATCH = 50;
/** Temporal being away is no reason to hammer it. */
const FACT_PAUSE_MS = 500;
const MAX_BACK_OFF_MS = 60_000;

interface OutboxRow {
  id: number;
  topic: string;
  body: Readonly<Record<string, unknown>>;
  attempts: number;
}

/**
 * Carries committed intents out: woken by notification, sweeping what was missed. Each topic, and the facts, have a lane
 * of their own, so that a partner that hangs holds up nothing but its own topic. Several runners share the work; each row
 * is claimed for a while, so that one that dies loses nothing.
 */
export function runOutbox(settings: OutboxSettings): OutboxRunner {
  const resting: Resting = new Map();
  const lanes = new Map<string, Lane>(
    Object.keys(settings.handlers).map((topic) => [topic, runLane(settings, () => carryOutTopic(settings, topic))]),
  );
  lanes.set(
    FACTS,
    runLane(settings, () => deliverFacts(settings, resting)),
  );
  const listening = listen(settings, (payload) => {
    for (const [name, lane] of lanes) if (payload === null || payload === name) lane.nudge();
  });
  return {
    async close() {
      await Promise.all([...lanes.values()].map((lane) => lane.close()));
      await listening.close();
    },
  };
}

/** Facts that could not be delivered, by row: how often, and until when (real ms) the others go first. */
type Resting = Map<number, { readonly tries: number; readonly untilMs: number }>;

interface Lane {
  readonly nudge: () => void;
  readonly close: () => Promise<void>;
}

/** `round` does what is there to do and says after how many ms the next one makes sense. */
function runLane(settings: OutboxSettings, round: () => Promise<number>): Lane {
  const state = { closed: false, nudged: false };
  let wake: () => void = () => undefined;
  const nudge = (): void => {
    state.nudged = true;
    wake();
  };
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (state.nudged) wake();
    });
  const loop = (async () => {
    while (!state.closed) {
      state.nudged = false;
      const againInMs = await round().catch((error: unknown) => {
        settings.onError('outbox', error);
        return SWEEP_MS;
      });
      if (againInMs > 0) await pause(againInMs);
    }
  })();
  return {
    nudge,
    async close() {
      state.closed = true;
      nudge();
      await loop;
    },
  };
}

/**
 * From the wishes of single rows, 0 for what is done: a full batch that got somewhere leaves more to do at once, for what
 * failed in it rests. What came in during a shorter round has nudged the lane.
 */
function againIn(wishes: readonly number[]): number {
  const failed = wishes.filter((ms) => ms > 0);
  return wishes.length === BATCH && failed.length < BATCH ? 0 : Math.min(SWEEP_MS, ...failed);
}

async function deliverFacts(settings: OutboxSettings, resting: Resting): Promise<number> {
  const now = Date.now();
  // Delivered by another runner, or settled with its order: it was not seen again.
  for (const [row, { untilMs }] of resting) if (untilMs < now - CLAIM_MS) resting.delete(row);
  const asleep = [...resting].flatMap(([row, { untilMs }]) => (untilMs > now ? [row] : []));
  const facts = await pendingFacts(settings, asleep, [...resting.keys()]);
  return againIn(await Promise.all(facts.map((fact) => deliver(settings, fact, resting))));
}

async function carryOutTopic(settings: OutboxSettings, topic: string): Promise<number> {
  const rows = await claim(settings, topic);
  return againIn(await Promise.all(rows.map((row) => carryOut(settings, row))));
}

/** Those that never failed first, whatever their age: else failures would come back before the others had their turn. */
async function pendingFacts(
  { pool }: OutboxSettings,
  except: readonly number[],
  last: readonly number[],
): Promise<readonly PendingFact[]> {
  const found = await pool.query<{ id: number; order_id: string; attempt: number; seq: number; kind: string }>(
    prepared(
      `select f.id, o.public_id as order_id, o.attempt, f.seq, f.kind from facts f join orders o on o.id = f.order_id
     where f.dispatched_at is null and f.id <> all($2::bigint[]) order by f.id = any($3::bigint[]), f.id limit $1`,
      [BATCH, except, last],
    ),
  );
  return found.rows.map((r) => ({ row: r.id, orderId: r.order_id, attempt: r.attempt, seq: r.seq, kind: r.kind }));
}

/** Resolves to the ms after which it should be tried again, 0 when it was delivered. */
async function deliver(
  { pool, clock, deliver: tell, onError }: OutboxSettings,
  fact: PendingFact,
  resting: Resting,
): Promise<number> {
  try {
    const alive = await tell(fact);
    await pool.query(
      prepared('update facts set dispatched_at = $2, applied = $3 where id = $1 and dispatched_at is null', [
        fact.row,
        clock.now(),
        alive ? 'signalled' : 'after-end',
      ]),
    );
    resting.delete(fact.row);
    return 0;
  } catch (error) {
    // Left undispatched: a later round brings it again, and soon, for mostly it is the server that is away.
    onError(FACTS, error);
    const tries = (resting.get(fact.row)?.tries ?? 0) + 1;
    const pauseMs = Math.min(SWEEP_MS, FACT_PAUSE_MS * 2 ** Math.min(tries - 1, 10));
    resting.set(fact.row, { tries, untilMs: Date.now() + pauseMs });
    return pauseMs;
  }
}

async function claim({ pool }: OutboxSettings, topic: string): Promise<readonly OutboxRow[]> {
  const now = new Date();
  const found = await pool.query<OutboxRow>(
    prepared(
      `update outbox set retry_real_at = $1, attempts = attempts + 1 where id in (
       select id from outbox where done_at is null and topic = $2 and (retry_real_at is null or retry_real_at <= $3)
       order by id limit $4 for update skip locked
     ) returning id, topic, body, attempts`,
      [new Date(now.getTime() + CLAIM_MS).toISOString(), topic, now.toISOString(), BATCH],
    ),
  );
  return found.rows;
}

/** Resolves to the ms after which it should be tried again, 0 when it was carried out. */
async function carryOut({ pool, clock, handlers, onError }: OutboxSettings, row: OutboxRow): Promise<number> {
  try {
    const handler = handlers[row.topic];
    if (!handler) throw new Error(`no handler for ${row.topic}`);
    await handler(row.body);
    await pool.query(
      prepared('update outbox set done_at = $2, last_error = null where id = $1', [row.id, clock.now()]),
    );
    return 0;
  } catch (error) {
    onError(row.topic, error);
    const backOff = Math.min(MAX_BACK_OFF_MS, 250 * 2 ** Math.min(row.attempts, 12));
    await pool
      .query('update outbox set retry_real_at = $2, last_error = $3 where id = $1', [
        row.id,
        new Date(Date.now() + backOff).toISOString(),
        error instanceof Error ? error.name : 'error',
      ])
      .catch((failure: unknown) => {
        onError('outbox', failure);
      });
    return backOff;
  }
}

/** A listening connection that comes back by itself; while it is away the sweep does the work. */
function listen(
  { url, onError }: OutboxSettings,
  /** With the payload of a notification, or null when any may have been missed. */
  nudge: (payload: string | null) => void,
): { close: () => Promise<void> } {
  let closed = false;
  let client: Client | null = null;
  // One loss is told by several events and by a rejection; the first of them schedules the one next try.
  const lost = (failed: Client): void => {
    if (closed || client !== failed) return;
    client = null;
    failed.end().catch(() => undefined);
    const timer = setTimeout(() => {
      if (!closed) void connect();
    }, 500);
    timer.unref();
  };
  const connect = async (): Promise<void> => {
    const fresh = new Client({ connectionString: url, application_name: 'cardflow-outbox' });
    client = fresh;
    fresh.on('notification', ({ payload }) => {
      nudge(payload ?? null);
    });
    fresh.on('error', (error) => {
      onError('outbox', error);
      lost(fresh);
    });
    fresh.on('end', () => {
      lost(fresh);
    });
    try {
      await fresh.connect();
      await fresh.query('listen cardflow_outbox');
      nudge(null);
    } catch (error) {
      if (client === fresh) onError('outbox', error);
      lost(fresh);
    }
  };
  void connect();
  return {
    async close() {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}
