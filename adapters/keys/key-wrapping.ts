import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { KeyOwner, RetentionClass } from '../../domain/ports/key-store';
import { secretKey } from './secret-key';

/** A key-encryption key as it stands in the secrets file. */
export interface MasterKey {
  readonly epoch: number;
  readonly keyBase64: string;
}

export interface KeyWrapping {
  /** The highest epoch: new keys are wrapped under it. */
  readonly currentEpoch: number;
  /** Throws `RangeError` on an epoch that has no key here. */
  readonly wrap: (slot: WrapSlot, key: Uint8Array) => Buffer;
  /** Throws when the wrapped bytes were changed or come from another slot. */
  readonly unwrap: (slot: WrapSlot, wrapped: Uint8Array) => Buffer;
}

/** Where a wrapped key stands. A key moved to another row, class or epoch does not unwrap. */
export interface WrapSlot {
  readonly owner: KeyOwner;
  readonly retentionClass: RetentionClass;
  readonly epoch: number;
}

/** The initial value of RFC 3394, section 2.2.3.1: what makes unwrapping fail on changed bytes. */
const WRAP_IV = Buffer.alloc(8, 0xa6);

/** AES-256 key wrap (RFC 3394) under a key derived from the epoch's master key for that one slot. */
export function keyWrapping(masterKeys: readonly MasterKey[]): KeyWrapping {
  if (masterKeys.length === 0) throw new RangeError('at least one master key is needed');
  const byEpoch = new Map(masterKeys.map(({ epoch, keyBase64 }) => [epoch, secretKey(keyBase64, 'a master key')]));
  if (byEpoch.size !== masterKeys.length) throw new RangeError('two master keys have the same epoch');

  // Key wrap takes no associated data, so the slot is bound through the key instead.
  const slotKey = ({ owner, retentionClass, epoch }: WrapSlot): Buffer => {
    const master = byEpoch.get(epoch);
    if (!master) throw new RangeError(`no master key of epoch ${epoch}`);
    return Buffer.from(hkdfSync('sha256', master, '', `cardflow key wrap\n${owner}\n${retentionClass}`, 32));
  };

  return {
    currentEpoch: Math.max(...byEpoch.keys()),
    wrap: (slot, key) => {
      const cipher = createCipheriv('id-aes256-wrap', slotKey(slot), WRAP_IV);
      return Buffer.concat([cipher.update(key), cipher.final()]);
    },
    unwrap: (slot, wrapped) => {
      const decipher = createDecipheriv('id-aes256-wrap', slotKey(slot), WRAP_IV);
      return Buffer.concat([decipher.update(wrapped), decipher.final()]);
    },
  };
}
