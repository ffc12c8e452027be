import type { KeyOwner, RetentionClass } from './key-store';

export { KeyDestroyed } from './key-store';

/** The sealed bytes were changed, cut, moved to another context, or were never sealed by us. Not retryable. */
export class SealBroken extends Error {
  readonly code = 'SealBroken';

  constructor(why: string) {
    super(`sealed data does not open: ${why}`);
    this.name = 'SealBroken';
  }
}

/** Who can open a sealed value; readable without a key. */
export interface SealHeader {
  readonly owner: KeyOwner;
  readonly retentionClass: RetentionClass;
}

/**
 * Authenticated encryption under the owner's key. The sealed form names its version, owner, class and key, so opening
 * needs nothing but the context.
 */
export interface SealingPort {
  /**
   * Seals bytes, or a string as UTF-8. `context` says where the value stands (`parties.holder/pty_…`); it is not
   * stored, and a value copied to another place does not open there. Rejects with `KeyDestroyed` once the owner's class
   * was destroyed. Each call gives different bytes.
   */
  seal: (
    owner: KeyOwner,
    retentionClass: RetentionClass,
    plain: Uint8Array | string,
    context: string,
  ) => Promise<Uint8Array>;

  /** The plain bytes. Rejects with `KeyDestroyed`, or with `SealBroken` when bytes or context are not those sealed. */
  open: (sealed: Uint8Array, context: string) => Promise<Uint8Array>;

  /** Reads who it was sealed for, without opening; throws `SealBroken` on bytes of another form. */
  describe: (sealed: Uint8Array) => SealHeader;
}
