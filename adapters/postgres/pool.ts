import { Pool, types } from 'pg';

/** BIGINT as number: row keys, fen and counters stay far below 2^53, and an unsafe one must not pass silently. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a BIGINT of the database is beyond 2^53');
  return value;
}

/** Instants as ISO text, never as `Date`: they cross into the domain unchanged. */
const isoInstant = (text: string): string => new Date(text).toISOString();

const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, safeInteger],
  [types.builtins.TIMESTAMPTZ, isoInstant],
]);

function isoInstants(text: string): string[] {
  return text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => isoInstant(item.replace(/^"|"$/g, '')));
}
const TIMESTAMPTZ_ARRAY = 1185;

/** The driver's own parsers, without the list of types its declaration knows. */
const driver = types as { readonly getTypeParser: (oid: number, format?: 'text' | 'binary') => unknown };
const parserOf = (oid: number, format?: 'text' | 'binary'): unknown =>
  oid === TIMESTAMPTZ_ARRAY ? isoInstants : (parsers.get(oid) ?? driver.getTypeParser(oid, format));

/**
 * How long one statement may take, in ms: far beyond any of ours, so that one that hangs (on a lock, on a plan gone wrong)
 * gives its connection back. Migrations have connections of their own, without it.
 */
export const STATEMENT_MS = 30_000;

/**
 * How long a connection nobody uses is kept, in ms. Orders come in bursts some seconds apart: with the driver's ten seconds
 * each burst would fork its backends, sign in and load the catalogue anew.
 */
export const IDLE_MS = 600_000;

/** A pool whose rows carry numbers for BIGINT and ISO strings for instants; `name` shows in pg_stat_activity. */
export function createPool(url: string, name: string, max = 10): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: name,
    max,
    idleTimeoutMillis: IDLE_MS,
    // A server that does not answer is a 503 soon, not a request that hangs.
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_MS,
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
  });
  // A server that goes away while a client is out: its statement rejects, and the event must not end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}
