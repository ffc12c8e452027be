import { randomBytes } from 'node:crypto';
import {
  KeyDestroyed,
  RETENTION_CLASSES,
  type KeyOwner,
  type KeyStorePort,
  type RetentionClass,
} from '../../domain/ports/key-store';
import { parseKeyOwner } from './key-owner';

interface OwnerKeys {
  readonly keyId: string;
  readonly keys: Map<RetentionClass, Buffer>;
  epoch: number;
  usedAt: number;
  tombstone: boolean;
}

/** Obeys the same sentences as the PostgreSQL key store and forgets everything with the process. */
export function inMemoryKeyStore(options: { readonly now?: () => number } = {}): KeyStorePort {
  const now = options.now ?? (() => Date.now());
  const owners = new Map<KeyOwner, OwnerKeys>();

  const ensured = (raw: KeyOwner): OwnerKeys => {
    const owner = parseKeyOwner(raw);
    const found = owners.get(owner);
    if (found) {
      found.usedAt = now();
      return found;
    }
    const made: OwnerKeys = {
      keyId: randomBytes(8).toString('hex'),
      keys: new Map(RETENTION_CLASSES.map((retentionClass) => [retentionClass, randomBytes(32)])),
      epoch: 1,
      usedAt: now(),
      tombstone: false,
    };
    owners.set(owner, made);
    return made;
  };

  const keyOf = (owner: KeyOwner, retentionClass: RetentionClass, keys: OwnerKeys | undefined): Buffer => {
    const key = keys?.keys.get(retentionClass);
    if (!key) throw new KeyDestroyed(owner, retentionClass);
    return key;
  };

  return {
    ensure: async (owner) => {
      ensured(owner);
      return Promise.resolve();
    },
    sealingKey: async (owner, retentionClass) => {
      const keys = ensured(owner);
      return Promise.resolve({ keyId: keys.keyId, key: keyOf(owner, retentionClass, keys) });
    },
    openingKey: async (owner, retentionClass, keyId) => {
      const keys = owners.get(owner);
      return Promise.resolve(keyOf(owner, retentionClass, keys?.keyId === keyId ? keys : undefined));
    },
    destroy: async (owner, classes) => {
      const keys = ensured(owner);
      for (const retentionClass of classes) keys.keys.delete(retentionClass);
      keys.tombstone = true;
      return Promise.resolve();
    },
    rewrap: async (epoch) => {
      const changed = [...owners.values()].filter((keys) => keys.epoch !== epoch);
      for (const keys of changed) keys.epoch = epoch;
      return Promise.resolve(changed.length);
    },
    sweepUnused: async (isUsed) => {
      const before = now() - 60 * 60_000;
      const isStale = ({ tombstone, usedAt }: OwnerKeys): boolean => !tombstone && usedAt < before;
      const stale = [...owners].filter(([, keys]) => isStale(keys));
      const used = stale.length > 0 ? await isUsed(stale.map(([owner]) => owner)) : new Set<KeyOwner>();
      // Judged again: the key may have been asked for, or destroyed, meanwhile.
      const removed = stale.filter(([owner, keys]) => !used.has(owner) && isStale(keys));
      for (const [owner] of removed) owners.delete(owner);
      return removed.length;
    },
  };
}
