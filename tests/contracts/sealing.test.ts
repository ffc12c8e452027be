import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { newId } from '../../adapters/ids';
import { inMemoryKeyStore } from '../../adapters/keys/in-memory-key-store';
import { postgresKeyStore } from '../../adapters/keys/postgres-key-store';
import { sealing } from '../../adapters/keys/sealing';
import type { KeyStorePort } from '../../domain/ports/key-store';
import { KeyDestroyed, SealBroken, type SealingPort } from '../../domain/ports/sealing';
import { createTestDatabase, type TestDatabase } from '../support/database';

const CONTEXT = 'parties.holder/pty_000000000001';

function sealingContract(open: () => { keys: KeyStorePort; emptyStore: () => SealingPort }): void {
  it('opens what it sealed, whatever the bytes', async () => {
    const seals = sealing(open().keys);
    const owner = newId('pty');

    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (bytes, context) => {
        const sealed = await seals.seal(owner, 'identity', bytes, context);
        return Buffer.from(await seals.open(sealed, context)).equals(bytes);
      }),
    );
  });

  it('seals a text as UTF-8, differently each time, and shows nothing of it', async () => {
    const seals = sealing(open().keys);
    const owner = newId('pty');

    const sealed = await seals.seal(owner, 'contact', '欧阳春晓明', CONTEXT);
    const again = await seals.seal(owner, 'contact', '欧阳春晓明', CONTEXT);

    expect(Buffer.from(await seals.open(sealed, CONTEXT)).toString('utf8')).toBe('欧阳春晓明');
    expect(Buffer.from(sealed).equals(again)).toBe(false);
    expect(Buffer.from(sealed).indexOf('欧阳春晓明')).toBe(-1);
    expect(seals.describe(sealed)).toEqual({ owner, retentionClass: 'contact' });
  });

  it('does not open in another context', async () => {
    const seals = sealing(open().keys);
    const sealed = await seals.seal(newId('pty'), 'identity', 'secret', CONTEXT);

    await expect(seals.open(sealed, 'parties.holder/pty_000000000002')).rejects.toThrow(SealBroken);
  });

  it('opens nothing once a single bit was changed or a byte is missing', async () => {
    const seals = sealing(open().keys);
    const sealed = await seals.seal(newId('pty'), 'identity', 'secret', CONTEXT);

    for (let index = 0; index < sealed.length; index++) {
      const changed = Uint8Array.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(seals.open(changed, CONTEXT)).rejects.toThrow();
      await expect(seals.open(sealed.subarray(0, index), CONTEXT)).rejects.toThrow();
    }
  });

  it('says that the key is gone after an erasure, and leaves the other classes readable', async () => {
    const { keys } = open();
    const seals = sealing(keys);
    const owner = newId('pty');
    const image = await seals.seal(owner, 'images', 'pixels', CONTEXT);
    const name = await seals.seal(owner, 'identity', 'secret', CONTEXT);

    await keys.destroy(owner, ['images']);

    await expect(seals.open(image, CONTEXT)).rejects.toThrow(KeyDestroyed);
    await expect(seals.seal(owner, 'images', 'more', CONTEXT)).rejects.toThrow(KeyDestroyed);
    await expect(seals.open(name, CONTEXT)).resolves.toHaveLength(6);
  });

  it('says that the key is gone in front of an empty key store, also once the owner got new keys there', async () => {
    const { keys, emptyStore } = open();
    const owner = newId('pty');
    const sealed = await sealing(keys).seal(owner, 'identity', 'secret', CONTEXT);
    const elsewhere = emptyStore();

    await expect(elsewhere.open(sealed, CONTEXT)).rejects.toThrow(KeyDestroyed);
    await elsewhere.seal(owner, 'identity', 'other', CONTEXT);
    await expect(elsewhere.open(sealed, CONTEXT)).rejects.toThrow(KeyDestroyed);
  });
}

describe('sealing over the key store in memory', () => {
  sealingContract(() => ({ keys: inMemoryKeyStore(), emptyStore: () => sealing(inMemoryKeyStore()) }));
});

describe('sealing over the key store on PostgreSQL', () => {
  let main: TestDatabase;
  let other: TestDatabase;
  const masterKeys = [{ epoch: 1, keyBase64: randomBytes(32).toString('base64') }];
  const opened: { close: () => Promise<void> }[] = [];

  const store = (database: TestDatabase): KeyStorePort => {
    const keys = postgresKeyStore({ url: database.keystoreUrl, masterKeys });
    opened.push(keys);
    return keys;
  };

  beforeAll(async () => {
    main = await createTestDatabase();
    other = await createTestDatabase();
  });

  afterAll(async () => {
    await Promise.all(opened.map((keys) => keys.close()));
    await main.drop();
    await other.drop();
  });

  sealingContract(() => ({ keys: store(main), emptyStore: () => sealing(store(other)) }));
});
