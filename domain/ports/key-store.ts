/**
 * Retention classes: everything of one class and one owner is sealed with one data key, so that erasing the class is
 * destroying the key. Sealed data stores the position in this list: only append.
 */
export const RETENTION_CLASSES = ['identity', 'images', 'biometrics', 'contact'] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/**
 * Whose key seals something: `pty_` + 12 base36. A party, or an upload that came before its party existed; such an
 * upload keeps its own owner, and the party's row lists the owners of what it took over.
 */
export type KeyOwner = string;

export interface DataKey {
  /** Changes whenever the owner's keys are made anew; 16 hex characters. Never secret. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/**
 * The data key is gone, or was never in this key store: what it sealed can never be read again. Not retryable.
 * The message holds the owner id and the class only.
 */
export class KeyDestroyed extends Error {
  readonly code = 'KeyDestroyed';

  constructor(
    readonly owner: KeyOwner,
    readonly retentionClass: RetentionClass,
  ) {
    super(`the ${retentionClass} key of ${owner} does not exist`);
    this.name = 'KeyDestroyed';
  }
}

/**
 * Data keys, one row an owner, in a store of their own. Keys are committed here before anything is sealed with them,
 * so a dump of the main database and the blobs without this store opens nothing.
 */
export interface KeyStorePort {
  /** Afterwards the owner has a key for every class that was not destroyed. A second call changes nothing. */
  ensure: (owner: KeyOwner) => Promise<void>;

  /**
   * The key to seal with, made and committed first where there is none. What it seals must be committed within half
   * an hour, or the sweeper may take the key for unused. Rejects with `KeyDestroyed` once the class was destroyed.
   */
  sealingKey: (owner: KeyOwner, retentionClass: RetentionClass) => Promise<DataKey>;

  /** The key with that id; rejects with `KeyDestroyed` when it is gone. Never makes a key. */
  openingKey: (owner: KeyOwner, retentionClass: RetentionClass, keyId: string) => Promise<Uint8Array>;

  /**
   * Destroys these classes for ever: they are not made anew for this owner. A second call changes nothing.
   * This process forgets the keys at once, any other within `KEY_CACHE_MILLISECONDS` of the adapter (30 s).
   */
  destroy: (owner: KeyOwner, classes: readonly RetentionClass[]) => Promise<void>;

  /**
   * Wraps every key that is not under this epoch of the key-encryption key anew and returns how many owners changed.
   * May be stopped and started again anywhere. Data keys and what they sealed stay as they are.
   */
  rewrap: (epoch: number) => Promise<number>;

  /**
   * Removes owners that nothing was sealed for and whose keys were not asked for during the last hour; returns how
   * many. `isUsed` answers which of these owners (at most 500 a call) the main database still names.
   */
  sweepUnused: (isUsed: (owners: readonly KeyOwner[]) => Promise<ReadonlySet<KeyOwner>>) => Promise<number>;
}
