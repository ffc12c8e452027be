import type { KeyOwner } from '../../domain/ports/key-store';

export interface OwnerCache<Entry> {
  /** The entry, unless it is older than the cache's limit. */
  readonly get: (owner: KeyOwner) => Entry | undefined;
  /** Runs `load` and keeps what it finds, unless an eviction happened meanwhile: it may have loaded what was erased. */
  readonly load: (owner: KeyOwner, load: () => Promise<Entry>) => Promise<Entry>;
  readonly evict: (owner: KeyOwner) => void;
  readonly size: () => number;
}

/**
 * Keeps the `maxOwners` most recently used entries. None is handed out later than `maxAgeMs` after it was loaded, and with
 * the next load those go that nobody asked for since.
 */
export function ownerCache<Entry>(options: {
  readonly maxOwners: number;
  readonly maxAgeMs: number;
  readonly now: () => number;
}): OwnerCache<Entry> {
  const entries = new Map<KeyOwner, { readonly entry: Entry; readonly loadedAt: number }>();
  let evictions = 0;

  /** Keys that may not be used any more have no business in memory, and would fill it up to the last owner. */
  function dropOld(): void {
    for (const [owner, { loadedAt }] of entries) {
      const isOld = options.now() - loadedAt > options.maxAgeMs;
      if (!isOld && entries.size <= options.maxOwners) return;
      entries.delete(owner);
    }
  }

  return {
    get: (owner) => {
      const found = entries.get(owner);
      if (!found) return undefined;
      entries.delete(owner);
      if (options.now() - found.loadedAt > options.maxAgeMs) return undefined;
      entries.set(owner, found); // Set again: a Map iterates in insertion order, so the first is the least recently used.
      return found.entry;
    },

    load: async (owner, load) => {
      const evictionsBefore = evictions;
      const loadedAt = options.now();
      const entry = await load();
      if (evictions === evictionsBefore) {
        entries.delete(owner);
        entries.set(owner, { entry, loadedAt });
        dropOld();
      }
      return entry;
    },

    evict: (owner) => {
      evictions += 1;
      entries.delete(owner);
    },

    size: () => entries.size,
  };
}
