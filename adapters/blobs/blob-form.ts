import { createHash } from 'node:crypto';
import { BlobUnreadable, type OpenBlob } from '../../domain/ports/blobs';

/** Where sealed bytes are a blob's: a sealed column copied into a blob does not open. */
export const BLOB_CONTEXT = 'blob';

/** Length of the content type, content type, bytes: the type is sealed with the picture. */
export function packBlob({ bytes, contentType }: OpenBlob): Buffer {
  const type = Buffer.from(contentType, 'ascii');
  if (type.length > 255) throw new RangeError('content type is too long');
  return Buffer.concat([Buffer.from([type.length]), type, bytes]);
}

export function unpackBlob(packed: Uint8Array): OpenBlob {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const start = 1 + bytes.readUInt8(0);
  return { contentType: bytes.toString('ascii', 1, start), bytes: bytes.subarray(start) };
}

export function blobKeyOf(ciphertext: Uint8Array): string {
  return createHash('sha256').update(ciphertext).digest('hex');
}

/** Throws on anything but a hash, so that a key never names a path of the caller's choice. */
export function parseBlobKey(raw: string): string {
  if (!/^[0-9a-f]{64}$/.test(raw)) throw new RangeError('not a valid blob key');
  return raw;
}

/** Returns the ciphertext if it is what the key names. */
export function verified(blobKey: string, ciphertext: Uint8Array): Uint8Array {
  if (blobKeyOf(ciphertext) !== blobKey) throw new BlobUnreadable(blobKey, 'damaged');
  return ciphertext;
}
