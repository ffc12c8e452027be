import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { newId } from '../../adapters/ids';
import { inMemoryKeyStore } from '../../adapters/keys/in-memory-key-store';
import { KEY_CACHE_MILLISECONDS, KEY_CACHE_OWNERS, postgresKeyStore } from '../../adapters/keys/postgres-key-store';
import { KeyDestroyed } from '../../domain/ports/key-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { keyStoreContract } from './keys.contract';

const masterKey = (epoch: number) => ({ epoch, keyBase64: randomBytes(32).toString('base64') });

describe('the key store in memory', () => {
  keyStoreContract(() => {
    let now = 0;
    return { keys: inMemoryKeyStore({ now: () => now }), advance: (milliseconds) => (now += milliseconds) };
  });
});

describe('the key store on PostgreSQL', () => {
  let database: TestDatabase;
  let now = Date.parse('2026-03-02T00:00:00Z');
  const clock = (): number => now;
  const first = masterKey(1);
  const second = masterKey(2);
  const opened: { close: () => Promise<void> }[] = [];

  const store = (masterKeys = [first]) => {
    const keys = postgresKeyStore({ url: database.keystoreUrl, masterKeys, now: clock });
    opened.push(keys);
    return keys;
  };
  const sql = async (text: string, values: unknown[] = []): Promise<unknown[]> => {
    const client = new Client({ connectionString: database.keystoreUrl });
    await client.connect();
    try {
      return (await client.query(text, values)).rows as unknown[];
    } finally {
      await client.end();
    }
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(async () => {
    await Promise.all(opened.map((keys) => keys.close()));
    await database.drop();
  });

  keyStoreContract(() => ({ keys: store(), advance: (milliseconds) => (now += milliseconds) }));

  it('has committed the key before it hands it out', async () => {
    const owner = newId('pty');

    const { keyId } = await store().sealingKey(owner, 'identity');
    const seenElsewhere = await store().openingKey(owner, 'identity', keyId);

    expect(seenElsewhere).toHaveLength(32);
  });

  it('holds no key in clear', async () => {
    const owner = newId('pty');

    const { key } = await store().sealingKey(owner, 'identity');
    const dump = JSON.stringify(await sql('SELECT p::text FROM party_keys p WHERE party_id = $1', [owner]));

    expect(dump).toContain(owner);
    expect(dump).not.toContain(Buffer.from(key).toString('hex'));
  });

  it('goes on opening what was sealed once the keys are wrapped under the next epoch and the first is gone', async () => {
    const owner = newId('pty');
    const erased = newId('pty');
    const before = await store([first]).sealingKey(owner, 'contact');
    const gone = await store([first]).sealingKey(erased, 'contact');
    await store([first]).destroy(erased, ['contact']);

    const changed = await store([first, second]).rewrap(2);
    const again = await store([first, second]).rewrap(2);
    const onlySecond = store([second]);

    expect(changed).toBeGreaterThanOrEqual(2);
    expect(again).toBe(0);
    await expect(onlySecond.openingKey(owner, 'contact', before.keyId)).resolves.toEqual(before.key);
    await expect(onlySecond.openingKey(erased, 'contact', gone.keyId)).rejects.toThrow(KeyDestroyed);
    await expect(store([first]).openingKey(owner, 'contact', before.keyId)).rejects.toThrow('no master key of epoch 2');
    await store([first, second]).rewrap(1);
  });

  it('does not open a wrapped key that was moved to another row', async () => {
    const [from, to] = [newId('pty'), newId('pty')];
    const keys = store();
    await keys.ensure(from);
    const { keyId } = await keys.sealingKey(to, 'identity');

    await sql(
      `UPDATE party_keys SET identity = (SELECT identity FROM party_keys WHERE party_id = $1) WHERE party_id = $2`,
      [from, to],
    );

    await expect(store().openingKey(to, 'identity', keyId)).rejects.toThrow();
  });

  it('forgets a key another process destroyed within the limit', async () => {
    const owner = newId('pty');
    const here = store();
    const { keyId } = await here.sealingKey(owner, 'images');

    await store().destroy(owner, ['images']);
    now += KEY_CACHE_MILLISECONDS + 1;

    await expect(here.openingKey(owner, 'images', keyId)).rejects.toThrow(KeyDestroyed);
  });

  it('asks the database again for the owner it has not used for longest, and for nobody else', async () => {
    const keys = store();
    const owners = Array.from({ length: KEY_CACHE_OWNERS + 1 }, () => newId('pty'));
    const given = [];
    for (const owner of owners) given.push(await keys.sealingKey(owner, 'identity'));

    await sql('DELETE FROM party_keys WHERE party_id = ANY($1)', [owners]);

    await expect(keys.openingKey(owners[0] ?? '', 'identity', given[0]?.keyId ?? '')).rejects.toThrow(KeyDestroyed);
    await expect(keys.openingKey(owners[1] ?? '', 'identity', given[1]?.keyId ?? '')).resolves.toHaveLength(32);
  });

  it('makes a swept key anew rather than sealing with one that is gone', async () => {
    const owner = newId('pty');
    const here = store();
    const { keyId } = await here.sealingKey(owner, 'identity');
    now += 50 * 60_000;
    await here.openingKey(owner, 'identity', keyId); // Cached from now on, though not asked for sealing.
    now += 11 * 60_000;
    await here.openingKey(owner, 'identity', keyId);

    await store().sweepUnused(() => Promise.resolve(new Set()));
    const resealed = await here.sealingKey(owner, 'identity');

    expect(resealed.keyId).not.toBe(keyId);
    await expect(store().openingKey(owner, 'identity', resealed.keyId)).resolves.toEqual(resealed.key);
  });

  it('survives the loss of its connections', async () => {
    const owner = newId('pty');
    const keys = store();
    const { keyId } = await keys.sealingKey(owner, 'identity');

    await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE application_name = 'cardflow-keys' AND datname = current_database()`);
    now += KEY_CACHE_MILLISECONDS + 1;
    const reopened = await eventually(() => keys.openingKey(owner, 'identity', keyId));

    expect(reopened).toHaveLength(32);
  });
});

/** A query may still meet a connection whose end has not been noticed; there are at most four of them. */
async function eventually<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 5; left > 0; left--) {
    try {
      return await attempt();
    } catch {
      // The next attempt takes another connection.
    }
  }
  return attempt();
}
