import { newId } from '../../adapters/ids';
import { keepHouse } from '../../adapters/postgres/housekeeping';
import { fromMs } from '../../domain/time';
import { edgeWorld, type EdgeWorld } from './edge-world';

let world: EdgeWorld;
beforeAll(async () => {
  world = await edgeWorld();
});
afterAll(async () => {
  await world.close();
});

const DAY = 24 * 60 * 60_000;

/** A channel's upload, made `ago` ms before business now; resolves to its blob key. */
async function upload(ago: number): Promise<string> {
  const owner = newId('pty');
  const stored = await world.blobs.put({
    owner,
    klass: 'images',
    bytes: Buffer.from('picture'),
    contentType: 'image/jpeg',
  });
  await world.pool.query(
    `insert into blobs (public_id, channel_code, kind, owner, blob_key, size, width, height, uploaded_at)
     values ($1, 'demo', 'front', $2, $3, 7, 1, 1, $4)`,
    [newId('blb'), owner, stored.blobKey, fromMs(world.clock.nowMs() - ago)],
  );
  return stored.blobKey;
}

it('removes uploads that no order named within a day, with their pictures, and leaves fresh ones', async () => {
  const old = await upload(DAY + 1);
  const fresh = await upload(DAY - 60_000);

  const removed = await keepHouse(world);

  expect(removed).toMatchObject({ uploads: 1 });
  expect(await world.blobs.exists(old)).toBe(false);
  expect(await world.blobs.exists(fresh)).toBe(true);
  expect(await keepHouse(world)).toMatchObject({ uploads: 0 });
});

it('forgets nonces only when their timestamp would be refused anyway', async () => {
  const real = world.clock.realMs();
  await world.pool.query(
    `insert into nonces (scope, nonce, seen_real_at) values ('demo', 'old', $1), ('demo', 'fresh', $2)`,
    [fromMs(real - 16 * 60_000), fromMs(real - 9 * 60_000)],
  );

  await keepHouse(world);

  const left = await world.pool.query<{ nonce: string }>('select nonce from nonces');
  expect(left.rows).toEqual([{ nonce: 'fresh' }]);
});

it('keeps intents that are not carried out, however old', async () => {
  await world.pool.query(
    `insert into outbox (topic, dedupe_key, body, created_at, done_at) values ('sms', 'done', '{}', $1, $1), ('sms', 'open', '{}', $1, null)`,
    [fromMs(world.clock.nowMs() - 30 * DAY)],
  );

  expect(await keepHouse(world)).toMatchObject({ outbox: 1 });

  const left = await world.pool.query<{ dedupe_key: string }>('select dedupe_key from outbox');
  expect(left.rows).toEqual([{ dedupe_key: 'open' }]);
});
