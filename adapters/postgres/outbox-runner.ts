import { Client, type Pool } from 'pg';
import type { ClockPort } from '../../domain/ports/clock';

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
const BATCH = 50;
const MAX_BACK_OFF_MS = 60_000;

interface OutboxRow {
  id: number;
  topic: string;
  body: Readonly<Record<string, unknown>>;
  attempts: number;
}

/**
 * Carries committed intents out: woken by notification, sweeping what was missed. Several runners share the work; each
 * row is claimed for a while, so that one that dies loses nothing.
 */
export function runOutbox(settings: OutboxSettings): OutboxRunner {
  let closed = false;
  let wake: (() => void) | null = null;
  let again = false;
  const nudge = (): void => {
    again = true;
    wake?.();
  };

  const listening = listen(settings, nudge);
  const loop = (async () => {
    while (!closed) {
      again = false;
      const worked = await round(settings).catch((error: unknown) => {
        settings.onError('outbox', error);
        return 0;
      });
      if (worked > 0 || again) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, SWEEP_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (again || closed) wake();
      });
      wake = null;
    }
  })();

  return {
    async close() {
      closed = true;
      nudge();
      await loop;
      await listening.close();
    },
  };
}

async function round(settings: OutboxSettings): Promise<number> {
  const [facts, rows] = await Promise.all([pendingFacts(settings), claim(settings)]);
  await Promise.all([...facts.map((fact) => deliver(settings, fact)), ...rows.map((row) => carryOut(settings, row))]);
  return facts.length + rows.length;
}

async function pendingFacts({ pool }: OutboxSettings): Promise<readonly PendingFact[]> {
  const found = await pool.query<{ id: number; order_id: string; attempt: number; seq: number; kind: string }>(
    `select f.id, o.public_id as order_id, o.attempt, f.seq, f.kind from facts f join orders o on o.id = f.order_id
     where f.dispatched_at is null order by f.id limit $1`,
    [BATCH],
  );
  return found.rows.map((r) => ({ row: r.id, orderId: r.order_id, attempt: r.attempt, seq: r.seq, kind: r.kind }));
}

async function deliver({ pool, clock, deliver: tell, onError }: OutboxSettings, fact: PendingFact): Promise<void> {
  try {
    const alive = await tell(fact);
    await pool.query('update facts set dispatched_at = $2, applied = $3 where id = $1 and dispatched_at is null', [
      fact.row,
      clock.now(),
      alive ? 'signalled' : 'after-end',
    ]);
  } catch (error) {
    onError('fact', error);
    // Left undispatched: the next round brings it again. A pause, so that a server that is down is not hammered.
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function claim({ pool, handlers }: OutboxSettings): Promise<readonly OutboxRow[]> {
  const now = new Date();
  const found = await pool.query<OutboxRow>(
    `update outbox set retry_real_at = $1, attempts = attempts + 1 where id in (
       select id from outbox where done_at is null and topic = any($2) and (retry_real_at is null or retry_real_at <= $3)
       order by id limit $4 for update skip locked
     ) returning id, topic, body, attempts`,
    [new Date(now.getTime() + CLAIM_MS).toISOString(), Object.keys(handlers), now.toISOString(), BATCH],
  );
  return found.rows;
}

async function carryOut({ pool, clock, handlers, onError }: OutboxSettings, row: OutboxRow): Promise<void> {
  try {
    const handler = handlers[row.topic];
    if (!handler) throw new Error(`no handler for ${row.topic}`);
    await handler(row.body);
    await pool.query('update outbox set done_at = $2, last_error = null where id = $1', [row.id, clock.now()]);
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
  }
}

/** A listening connection that comes back by itself; while it is away the sweep does the work. */
function listen({ url, onError }: OutboxSettings, nudge: () => void): { close: () => Promise<void> } {
  let closed = false;
  let client: Client | null = null;
  const connect = async (): Promise<void> => {
    const fresh = new Client({ connectionString: url, application_name: 'cardflow-outbox' });
    fresh.on('notification', nudge);
    fresh.on('error', (error) => {
      onError('outbox', error);
    });
    fresh.on('end', () => {
      if (!closed) retry();
    });
    client = fresh;
    await fresh.connect();
    await fresh.query('listen cardflow_outbox');
    nudge();
  };
  const retry = (): void => {
    const timer = setTimeout(() => {
      if (!closed) connect().catch(() => undefined);
    }, 500);
    timer.unref();
  };
  connect().catch((error: unknown) => {
    onError('outbox', error);
    retry();
  });
  return {
    async close() {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}
