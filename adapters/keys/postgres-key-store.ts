import { randomBytes } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import {
  KeyDestroyed,
  RETENTION_CLASSES,
  type KeyOwner,
  type KeyStorePort,
  type RetentionClass,
} from '../../domain/ports/key-store';
import { keyWrapping, type KeyWrapping, type MasterKey } from './key-wrapping';
import { ownerCache } from './owner-cache';
import { parseKeyOwner } from './key-owner';

/** How long a process may go on using a key that another process destroyed. */
export const KEY_CACHE_MILLISECONDS = 30_000;
/** Unwrapped keys are kept for at most this many owners a process. */
export const KEY_CACHE_OWNERS = 1_000;

const UNUSED_AFTER_MS = 60 * 60_000;
/** `used_at` is written at most this often; with the half hour the port gives, it stays below the sweeper's hour. */
const TOUCH_EVERY_MS = 10 * 60_000;
const SWEEP_BATCH = 500;
const REWRAP_BATCH = 200;

type WrappedKeys = Record<RetentionClass, Buffer | null>;

interface KeyRow extends WrappedKeys {
  party_id: string;
  key_id: Buffer;
  epoch: number;
  used_at: Date;
  known_used: boolean;
}

const COLUMNS = 'party_id, key_id, epoch, identity, images, biometrics, contact, used_at, known_used';

interface CachedOwner {
  readonly row: KeyRow;
  readonly unwrapped: Map<RetentionClass, Buffer>;
}

export interface PostgresKeyStoreOptions {
  /** KEYSTORE_URL: never the main database, whose dump must not hold the keys. */
  readonly url: string;
  readonly masterKeys: readonly MasterKey[];
  /** Real time in milliseconds: the age of keys has nothing to do with business time. */
  readonly now?: () => number;
}

/**
 * The key store on its own PostgreSQL database, through connections of its own, every statement committed by itself:
 * a key outlives the roll-back of whatever it was made for.
 */
export function postgresKeyStore({
  url,
  masterKeys,
  now = () => Date.now(),
}: PostgresKeyStoreOptions): KeyStorePort & { readonly close: () => Promise<void> } {
  const pool = new Pool({ connectionString: url, max: 4, application_name: 'cardflow-keys' });
  // A lost idle connection is replaced on the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const wrapping = keyWrapping(masterKeys);
  const cache = ownerCache<CachedOwner>({ maxOwners: KEY_CACHE_OWNERS, maxAgeMs: KEY_CACHE_MILLISECONDS, now });

  const isFresh = (row: KeyRow): boolean => row.known_used || now() - row.used_at.getTime() < TOUCH_EVERY_MS;

  const find = async (owner: KeyOwner): Promise<KeyRow | undefined> =>
    (await pool.query<KeyRow>(`SELECT ${COLUMNS} FROM party_keys WHERE party_id = $1`, [owner])).rows[0];

  const create = async (owner: KeyOwner): Promise<KeyRow | undefined> => {
    const epoch = wrapping.currentEpoch;
    const keys = RETENTION_CLASSES.map((retentionClass) =>
      wrapping.wrap({ owner, retentionClass, epoch }, randomBytes(32)),
    );
    const { rows } = await pool.query<KeyRow>(
      `INSERT INTO party_keys (party_id, key_id, epoch, ${RETENTION_CLASSES.join(', ')}, created_at, used_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (party_id) DO NOTHING RETURNING ${COLUMNS}`,
      [owner, randomBytes(8), epoch, ...keys, new Date(now())],
    );
    return rows[0];
  };

  const touch = async (owner: KeyOwner): Promise<KeyRow | undefined> =>
    (
      await pool.query<KeyRow>(`UPDATE party_keys SET used_at = $2 WHERE party_id = $1 RETURNING ${COLUMNS}`, [
        owner,
        new Date(now()),
      ])
    ).rows[0];

  /** The committed row, safe from the sweeper for the next hour less `TOUCH_EVERY_MS`. */
  const ensured = async (owner: KeyOwner): Promise<CachedOwner> => {
    const cached = cache.get(owner);
    if (cached && isFresh(cached.row)) return cached;
    return cache.load(owner, async () => {
      for (;;) {
        const row = (await create(owner)) ?? (await find(owner));
        const safe = row && !isFresh(row) ? await touch(owner) : row;
        if (safe) return { row: safe, unwrapped: new Map<RetentionClass, Buffer>() };
        // Swept between two statements: make it again.
      }
    });
  };

  return {
    ensure: async (owner) => {
      await ensured(parseKeyOwner(owner));
    },

    sealingKey: async (owner, retentionClass) => {
      const cached = await ensured(parseKeyOwner(owner));
      return { keyId: cached.row.key_id.toString('hex'), key: unwrapped(wrapping, cached, retentionClass) };
    },

    openingKey: async (owner, retentionClass, keyId) => {
      const destroyed = (): never => {
        throw new KeyDestroyed(owner, retentionClass);
      };
      const cached =
        cache.get(owner) ??
        (await cache.load(owner, async () => ({
          row: (await find(owner)) ?? destroyed(),
          unwrapped: new Map<RetentionClass, Buffer>(),
        })));
      return cached.row.key_id.toString('hex') === keyId ? unwrapped(wrapping, cached, retentionClass) : destroyed();
    },

    destroy: async (owner, classes) => {
      await ensured(parseKeyOwner(owner)); // An owner without a row gets its tombstone too.
      const kept = RETENTION_CLASSES.map(
        (retentionClass) =>
          `${retentionClass} = CASE WHEN '${retentionClass}' = ANY($2) THEN NULL ELSE ${retentionClass} END`,
      );
      await pool.query(
        `UPDATE party_keys SET ${kept.join(', ')}, destroyed_at = coalesce(destroyed_at, $3) WHERE party_id = $1`,
        [owner, classes, new Date(now())],
      );
      cache.evict(owner);
    },

    rewrap: async (epoch) => {
      let changed = 0;
      for (;;) {
        const batch = await inTransaction(pool, (client) => rewrapBatch(client, wrapping, epoch));
        if (batch === 0) return changed;
        changed += batch;
      }
    },

    sweepUnused: async (isUsed) => {
      let removed = 0;
      let after = '';
      for (;;) {
        const before = new Date(now() - UNUSED_AFTER_MS);
        const { rows } = await pool.query<{ party_id: string }>(
          `SELECT party_id FROM party_keys
           WHERE NOT known_used AND destroyed_at IS NULL AND used_at < $1 AND party_id > $2
           ORDER BY party_id LIMIT ${SWEEP_BATCH}`,
          [before, after],
        );
        const last = rows.at(-1);
        if (!last) return removed;
        after = last.party_id;
        const owners = rows.map((row) => row.party_id);
        const used = await isUsed(owners);
        await pool.query('UPDATE party_keys SET known_used = TRUE WHERE party_id = ANY($1)', [
          owners.filter((owner) => used.has(owner)),
        ]);
        // Asked again in the statement itself: an owner may have been handed its key since.
        const swept = await pool.query<{ party_id: string }>(
          `DELETE FROM party_keys WHERE party_id = ANY($1) AND destroyed_at IS NULL AND used_at < $2 RETURNING party_id`,
          [owners.filter((owner) => !used.has(owner)), before],
        );
        for (const row of swept.rows) cache.evict(row.party_id);
        removed += swept.rows.length;
      }
    },

    close: () => pool.end(),
  };
}

function unwrapped(wrapping: KeyWrapping, { row, unwrapped }: CachedOwner, retentionClass: RetentionClass): Buffer {
  const known = unwrapped.get(retentionClass);
  if (known) return known;
  const wrapped = row[retentionClass];
  if (!wrapped) throw new KeyDestroyed(row.party_id, retentionClass);
  const key = wrapping.unwrap({ owner: row.party_id, retentionClass, epoch: row.epoch }, wrapped);
  unwrapped.set(retentionClass, key);
  return key;
}

async function rewrapBatch(client: PoolClient, wrapping: KeyWrapping, epoch: number): Promise<number> {
  // Locked, so that a key destroyed meanwhile is not written back.
  const { rows } = await client.query<KeyRow>(
    `SELECT ${COLUMNS} FROM party_keys WHERE epoch <> $1 ORDER BY party_id LIMIT ${REWRAP_BATCH} FOR UPDATE`,
    [epoch],
  );
  for (const row of rows) {
    const keys = RETENTION_CLASSES.map((retentionClass) => {
      const slot = { owner: row.party_id, retentionClass };
      const wrapped = row[retentionClass];
      return wrapped && wrapping.wrap({ ...slot, epoch }, wrapping.unwrap({ ...slot, epoch: row.epoch }, wrapped));
    });
    await client.query(
      `UPDATE party_keys SET epoch = $2, (${RETENTION_CLASSES.join(', ')}) = ($3, $4, $5, $6) WHERE party_id = $1`,
      [row.party_id, epoch, ...keys],
    );
  }
  return rows.length;
}

async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true); // Closing the connection rolls back, whatever state it is in.
    throw error;
  }
}
