import { Pool } from 'pg';
import { KeyDestroyed, type KeyOwner, type KeyStorePort, type RetentionClass } from '../../domain/ports/key-store';
import { parseKeyOwner } from './key-owner';
import type { KeyRow } from './key-rows';
import { keyWrapping, type KeyWrapping, type MasterKey } from './key-wrapping';
import { ownerCache } from './owner-cache';
import { ownerRows } from './owner-rows';
import { rewrapAll } from './rewrapping';
import { sweep } from './sweeping';

/** How long a process may go on using a key that another process destroyed. */
export const KEY_CACHE_MILLISECONDS = 30_000;
/** Unwrapped keys are kept for at most this many owners a process. */
export const KEY_CACHE_OWNERS = 1_000;

const UNUSED_AFTER_MS = 60 * 60_000;

export interface PostgresKeyStoreOptions {
  /** KEYSTORE_URL: never the main database, whose dump must not hold the keys. */
  readonly url: string;
  readonly masterKeys: readonly MasterKey[];
  /** Real time in milliseconds: the age of keys has nothing to do with business time. */
  readonly now?: () => number;
}

interface CachedOwner {
  readonly row: KeyRow;
  readonly unwrapped: Map<RetentionClass, Buffer>;
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
  const pool = new Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5_000,
    // Each statement touches one owner's rows; what takes longer hangs, and everything that is sealed waits behind it.
    statement_timeout: 10_000,
    application_name: 'cardflow-keys',
  });
  // A lost idle connection is replaced on the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  const wrapping = keyWrapping(masterKeys);
  const rows = ownerRows(pool, wrapping, now);
  const cache = ownerCache<CachedOwner>({ maxOwners: KEY_CACHE_OWNERS, maxAgeMs: KEY_CACHE_MILLISECONDS, now });

  const ensured = async (owner: KeyOwner): Promise<CachedOwner> => {
    parseKeyOwner(owner);
    const cached = cache.get(owner);
    if (cached && rows.isSafe(cached.row)) return cached;
    return cache.load(owner, async () => ({ row: await rows.findSafe(owner), unwrapped: new Map() }));
  };

  return {
    ensure: async (owner) => {
      await ensured(owner);
    },

    sealingKey: async (owner, retentionClass) => {
      const cached = await ensured(owner);
      return { keyId: cached.row.key_id.toString('hex'), key: unwrapped(wrapping, cached, retentionClass) };
    },

    openingKey: async (owner, retentionClass, keyId) => {
      const load = async (): Promise<CachedOwner> => {
        const row = await rows.find(owner);
        if (!row) throw new KeyDestroyed(owner, retentionClass);
        return { row, unwrapped: new Map() };
      };
      const cached = cache.get(owner) ?? (await cache.load(owner, load));
      if (cached.row.key_id.toString('hex') !== keyId) throw new KeyDestroyed(owner, retentionClass);
      return unwrapped(wrapping, cached, retentionClass);
    },

    destroy: async (owner, classes) => {
      await ensured(owner); // An owner without a row gets its mark too.
      await rows.destroy(owner, classes);
      cache.evict(owner);
    },

    rewrap: (epoch) => rewrapAll(pool, wrapping, epoch),

    sweepUnused: async (isUsed) => {
      const removed = await sweep(pool, new Date(now() - UNUSED_AFTER_MS), isUsed);
      for (const owner of removed) cache.evict(owner);
      return removed.length;
    },

    close: () => pool.end(),
  };
}

function unwrapped(wrapping: KeyWrapping, owner: CachedOwner, retentionClass: RetentionClass): Buffer {
  const known = owner.unwrapped.get(retentionClass);
  if (known) return known;
  const { party_id, epoch, [retentionClass]: wrapped } = owner.row;
  if (!wrapped) throw new KeyDestroyed(party_id, retentionClass);
  const key = wrapping.unwrap({ owner: party_id, retentionClass, epoch }, wrapped);
  owner.unwrapped.set(retentionClass, key);
  return key;
}
