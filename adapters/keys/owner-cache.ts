import type { KeyOwner } from '../../domain/ports/key-store';

export interface OwnerCache<Entry> {
  /** The entry, unless it is older than the cache's limit. */
  readonly get: (owner: KeyOwner) => Entry | undefined;
  /** Runs `load` and keeps what it finds, unless an eviction happened meanwhile: it may have loaded what was erased. */
  readonly load: (owner: KeyOwner, load: () => Promise<Entry>) => Promise<Entry>;
  readonly evict: (owner: KeyOwner) => void;
}

/** Keeps the `maxOwners` most recently used entries, none longer than `maxAgeMs` after it was loaded. */
export function ownerCache<Entry>(options: {
  readonly maxOwners: number;
  readonly maxAgeMs: number;
  readonly now: () => number;
}): OwnerCache<Entry> {
  const entries = new Map<KeyOwner, { readonly entry: Entry; readonly loadedAt: number }>();
  let evictions = 0;

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
        const oldest = entries.keys().next();
        if (entries.size > options.maxOwners && !oldest.done) entries.delete(oldest.value);
      }
      return entry;
    },

    evict: (owner) => {
      evictions += 1;
      entries.delete(owner);
    },
  };
}
