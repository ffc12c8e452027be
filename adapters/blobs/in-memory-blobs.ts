import { BlobUnreadable, type BlobPort } from '../../domain/ports/blobs';
import type { SealingPort } from '../../domain/ports/sealing';
import { BLOB_CONTEXT, blobKeyOf, packBlob, parseBlobKey, unpackBlob } from './blob-form';

/** Obeys the same sentences as the blobs on disk, sealed as they are, and forgets everything with the process. */
export function inMemoryBlobs(sealing: SealingPort): BlobPort {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: async ({ owner, klass, bytes, contentType }) => {
      const ciphertext = await sealing.seal(owner, klass, packBlob({ bytes, contentType }), BLOB_CONTEXT);
      const blobKey = blobKeyOf(ciphertext);
      blobs.set(blobKey, ciphertext);
      return { blobKey, sha256OfCiphertext: blobKey, size: ciphertext.length };
    },
    get: async (blobKey) => {
      const ciphertext = blobs.get(parseBlobKey(blobKey));
      if (!ciphertext) throw new BlobUnreadable(blobKey, 'missing');
      return unpackBlob(await sealing.open(ciphertext, BLOB_CONTEXT));
    },
    exists: async (blobKey) => Promise.resolve(blobs.has(parseBlobKey(blobKey))),
    remove: async (blobKey) => {
      blobs.delete(parseBlobKey(blobKey));
      return Promise.resolve();
    },
  };
}
