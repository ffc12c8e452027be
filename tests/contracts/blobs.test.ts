import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskBlobs } from '../../adapters/blobs/disk-blobs';
import { inMemoryBlobs } from '../../adapters/blobs/in-memory-blobs';
import { newId } from '../../adapters/ids';
import { inMemoryKeyStore } from '../../adapters/keys/in-memory-key-store';
import { sealing } from '../../adapters/keys/sealing';
import { BlobUnreadable, type BlobPort } from '../../domain/ports/blobs';
import { KeyDestroyed, type KeyStorePort } from '../../domain/ports/key-store';

const picture = (): Uint8Array => randomBytes(5_000);

function blobContract(open: () => { blobs: BlobPort; keys: KeyStorePort }): void {
  it('gives back bytes and type, under the name of what is stored', async () => {
    const { blobs } = open();
    const bytes = picture();

    const stored = await blobs.put({ owner: newId('pty'), klass: 'images', bytes, contentType: 'image/jpeg' });
    const opened = await blobs.get(stored.blobKey);

    expect(stored.blobKey).toMatch(/^[0-9a-f]{64}$/);
    expect(stored.sha256OfCiphertext).toBe(stored.blobKey);
    expect(stored.size).toBeGreaterThan(bytes.length);
    expect(opened.contentType).toBe('image/jpeg');
    expect(Buffer.from(opened.bytes).equals(bytes)).toBe(true);
  });

  it('never shows that two pictures are the same', async () => {
    const { blobs } = open();
    const blob = { owner: newId('pty'), klass: 'images', bytes: picture(), contentType: 'image/png' } as const;

    const [first, second] = [await blobs.put(blob), await blobs.put(blob)];

    expect(first.blobKey).not.toBe(second.blobKey);
  });

  it('removes a blob, also twice, and then says that it is missing', async () => {
    const { blobs } = open();
    const owner = newId('pty');
    const { blobKey } = await blobs.put({ owner, klass: 'images', bytes: picture(), contentType: 'image/png' });

    const before = await blobs.exists(blobKey);
    await blobs.remove(blobKey);
    await blobs.remove(blobKey);

    expect(before).toBe(true);
    expect(await blobs.exists(blobKey)).toBe(false);
    await expect(blobs.get(blobKey)).rejects.toThrow(BlobUnreadable);
  });

  it('opens nothing once the owner was erased', async () => {
    const { blobs, keys } = open();
    const owner = newId('pty');
    const { blobKey } = await blobs.put({ owner, klass: 'images', bytes: picture(), contentType: 'image/png' });

    await keys.destroy(owner, ['images']);

    await expect(blobs.get(blobKey)).rejects.toThrow(KeyDestroyed);
  });

  it('takes no name that is not a hash', async () => {
    const { blobs } = open();

    await expect(blobs.get('../../etc/passwd')).rejects.toThrow('not a valid blob key');
    await expect(blobs.exists('..')).rejects.toThrow('not a valid blob key');
    await expect(blobs.remove('..')).rejects.toThrow('not a valid blob key');
  });
}

describe('blobs in memory', () => {
  blobContract(() => {
    const keys = inMemoryKeyStore();
    return { keys, blobs: inMemoryBlobs(sealing(keys)) };
  });
});

describe('blobs on disk', () => {
  let directory: string;
  const keys = inMemoryKeyStore();
  const open = () => ({ keys, blobs: diskBlobs({ directory, sealing: sealing(keys) }) });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cardflow-blobs-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  blobContract(open);

  it('writes nothing but ciphertext, two folders deep, and leaves no draft behind', async () => {
    const bytes = picture();

    const { blobKey } = await open().blobs.put({
      owner: newId('pty'),
      klass: 'images',
      bytes,
      contentType: 'image/jpeg',
    });
    const file = await readFile(join(directory, blobKey.slice(0, 2), blobKey.slice(2, 4), blobKey));

    expect(file.indexOf(bytes.subarray(0, 32))).toBe(-1);
    expect(file.indexOf('image/jpeg')).toBe(-1);
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
  });

  it('says that a blob is damaged rather than opening other bytes', async () => {
    const { blobs } = open();
    const owner = newId('pty');
    const { blobKey } = await blobs.put({ owner, klass: 'images', bytes: picture(), contentType: 'image/png' });
    const path = join(directory, blobKey.slice(0, 2), blobKey.slice(2, 4), blobKey);
    const file = await readFile(path);

    file[100] = (file[100] ?? 0) ^ 1;
    await writeFile(path, file);

    await expect(blobs.get(blobKey)).rejects.toThrow('damaged');
  });

  it('leaves neither blob nor draft when the disk refuses', async () => {
    const { blobs } = open();
    await writeFile(join(directory, 'tmp'), ''); // A file where the folder of drafts should be.

    await expect(
      blobs.put({ owner: newId('pty'), klass: 'images', bytes: picture(), contentType: 'image/png' }),
    ).rejects.toThrow();

    expect(await readdir(directory)).toEqual(['tmp']);
  });
});
