import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { RETENTION_CLASSES, type KeyOwner, type KeyStorePort, type RetentionClass } from '../../domain/ports/key-store';
import { SealBroken, type SealingPort } from '../../domain/ports/sealing';

/*
 * version 1 | class 1 | length of owner 1 | owner, ASCII | key id 8 | nonce 12 | ciphertext | tag 16
 * The bytes before the nonce are authenticated together with the context.
 */
const VERSION = 1;
const FIXED_BYTES = 3;
const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Parts {
  readonly owner: KeyOwner;
  readonly retentionClass: RetentionClass;
  readonly keyId: string;
  readonly header: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** AES-256-GCM with a fresh nonce each time, under the keys of this store. */
export function sealing(keys: KeyStorePort): SealingPort {
  return {
    seal: async (owner, retentionClass, plain, context) => {
      const { key, keyId } = await keys.sealingKey(owner, retentionClass);
      const header = encodeHeader(owner, retentionClass, keyId);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(header, context));
      const bytes = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
      return Buffer.concat([header, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },

    open: async (sealed, context) => {
      const { owner, retentionClass, keyId, header, nonce, ciphertext, tag } = parse(sealed);
      const key = await keys.openingKey(owner, retentionClass, keyId);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(associatedData(header, context)).setAuthTag(tag);
      const plain = decipher.update(ciphertext);
      try {
        return Buffer.concat([plain, decipher.final()]);
      } catch {
        throw new SealBroken('bytes or context differ from those sealed');
      }
    },

    describe: (sealed) => {
      const { owner, retentionClass } = parse(sealed);
      return { owner, retentionClass };
    },
  };
}

function encodeHeader(owner: KeyOwner, retentionClass: RetentionClass, keyId: string): Buffer {
  const name = Buffer.from(owner, 'ascii');
  return Buffer.concat([
    Buffer.from([VERSION, RETENTION_CLASSES.indexOf(retentionClass), name.length]),
    name,
    Buffer.from(keyId, 'hex'),
  ]);
}

function associatedData(header: Buffer, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, 'utf8')]);
}

function parse(sealed: Uint8Array): Parts {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const [version, classIndex, ownerBytes] = bytes;
  const retentionClass = RETENTION_CLASSES[classIndex ?? RETENTION_CLASSES.length];
  if (version !== VERSION || retentionClass === undefined || ownerBytes === undefined) {
    throw new SealBroken('not our form');
  }
  const headerEnd = FIXED_BYTES + ownerBytes + KEY_ID_BYTES;
  const textStart = headerEnd + NONCE_BYTES;
  if (bytes.length < textStart + TAG_BYTES) throw new SealBroken('cut short');
  return {
    owner: bytes.toString('ascii', FIXED_BYTES, FIXED_BYTES + ownerBytes),
    retentionClass,
    keyId: bytes.toString('hex', FIXED_BYTES + ownerBytes, headerEnd),
    header: bytes.subarray(0, headerEnd),
    nonce: bytes.subarray(headerEnd, textStart),
    ciphertext: bytes.subarray(textStart, bytes.length - TAG_BYTES),
    tag: bytes.subarray(bytes.length - TAG_BYTES),
  };
}
