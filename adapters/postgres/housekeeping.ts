import type { Pool } from 'pg';
import type { BlobPort } from '../../domain/ports/blobs';
import type { ClockPort } from '../../domain/ports/clock';
import type { KeyStorePort } from '../../domain/ports/key-store';
import { DAY_MS, fromMs, HOUR_MS, MINUTE_MS } from '../../domain/time';

/** A nonce matters for as long as its timestamp would be taken: five minutes either way, and some. */
const NONCE_MS = 15 * MINUTE_MS;
/** A picture that no order has named by then never will be. */
const ORPHAN_MS = DAY_MS;
/** Done intents are of no use to anybody after this; the journal is the record. */
const OUTBOX_MS = 7 * DAY_MS;
const BATCH = 500;

export interface Housekeeping {
  readonly pool: Pool;
  readonly clock: ClockPort;
  readonly blobs: BlobPort;
  readonly keys: Pick<KeyStorePort, 'sweepUnused'>;
}

/** Removes what nobody can need any more; resolves to counts for the log. Safe to run twice and in several processes. */
export async function keepHouse({ pool, clock, blobs, keys }: Housekeeping): Promise<Readonly<Record<string, number>>> {
  const real = clock.realMs();
  const [nonces, sessions, outbox] = await Promise.all([
    pool.query('delete from nonces where seen_real_at < $1', [fromMs(real - NONCE_MS)]),
    pool.query('delete from sessions where expires_real_at < $1', [fromMs(real)]),
    pool.query('delete from outbox where done_at < $1', [fromMs(clock.nowMs() - OUTBOX_MS)]),
  ]);
  return {
    nonces: nonces.rowCount ?? 0,
    sessions: sessions.rowCount ?? 0,
    outbox: outbox.rowCount ?? 0,
    uploads: await removeOrphans(pool, clock, blobs),
    keys: await keys.sweepUnused((owners) => usedOwners(pool, owners)),
  };
}

/** The row goes first: a blob without a row is found by nobody, a row without its blob would be an order's broken picture. */
async function removeOrphans(pool: Pool, clock: ClockPort, blobs: BlobPort): Promise<number> {
  const gone = await pool.query<{ blob_key: string }>(
    `delete from blobs where id in (
       select id from blobs where purchase_id is null and uploaded_at < $1 order by id limit $2 for update skip locked
     ) returning blob_key`,
    [fromMs(clock.nowMs() - ORPHAN_MS), BATCH],
  );
  for (const { blob_key } of gone.rows) await blobs.remove(blob_key);
  return gone.rows.length;
}

async function usedOwners(pool: Pool, owners: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await pool.query<{ owner: string }>(
    `select public_id as owner from parties where public_id = any($1) union select owner from blobs where owner = any($1)`,
    [owners],
  );
  return new Set(found.rows.map((row) => row.owner));
}

/** How often the house is kept, in real ms. */
export const HOUSEKEEPING_EVERY_MS = HOUR_MS;
