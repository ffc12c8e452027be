import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BlobUnreadable, type BlobPort } from '../../domain/ports/blobs';
import type { SealingPort } from '../../domain/ports/sealing';
import { BLOB_CONTEXT, blobKeyOf, packBlob, parseBlobKey, unpackBlob, verified } from './blob-form';

export interface DiskBlobsOptions {
  /** BLOB_DIR; made when absent. Blobs lie at `ab/cd/abcd…`. */
  readonly directory: string;
  readonly sealing: SealingPort;
}

/** Sealed files under names that are hashes of their content. A crash leaves a whole blob or none, perhaps a `tmp/` file. */
export function diskBlobs({ directory, sealing }: DiskBlobsOptions): BlobPort {
  const pathOf = (blobKey: string): string =>
    join(directory, parseBlobKey(blobKey).slice(0, 2), blobKey.slice(2, 4), blobKey);

  return {
    put: async ({ owner, klass, bytes, contentType }) => {
      const ciphertext = await sealing.seal(owner, klass, packBlob({ bytes, contentType }), BLOB_CONTEXT);
      const blobKey = blobKeyOf(ciphertext);
      await writeDurably(directory, pathOf(blobKey), ciphertext);
      return { blobKey, sha256OfCiphertext: blobKey, size: ciphertext.length };
    },

    get: async (blobKey) => {
      const ciphertext = await readFile(pathOf(blobKey)).catch((error: unknown) => {
        throw isMissing(error) ? new BlobUnreadable(blobKey, 'missing') : error;
      });
      return unpackBlob(await sealing.open(verified(blobKey, ciphertext), BLOB_CONTEXT));
    },

    exists: async (blobKey) => {
      try {
        await access(pathOf(blobKey));
        return true;
      } catch (error) {
        if (isMissing(error)) return false;
        throw error;
      }
    },

    remove: async (blobKey) => rm(pathOf(blobKey), { force: true }),
  };
}

/** Written under another name, synced, then renamed, then the folders are synced: the name never shows half a file. */
async function writeDurably(directory: string, path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(directory, 'tmp', randomUUID());
  await mkdir(join(directory, 'tmp'), { recursive: true, mode: 0o700 });
  const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
  if (firstMade !== undefined) {
    await syncFolder(dirname(folder));
    await syncFolder(directory);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
