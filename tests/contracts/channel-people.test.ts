import { postgresReading } from '../../adapters/postgres/read/reading';
import { orderCommission } from '../../adapters/postgres/read/order-commission';
import { postgresSessions } from '../../adapters/postgres/sessions';
import { orderId } from '../../domain/brand';
import { addAccount, addPurchase, type EdgeWorld, edgeWorld, type TestPurchase } from './edge-world';

describe('people of a channel', () => {
  let world: EdgeWorld;
  let own: TestPurchase;
  let other: TestPurchase;
  beforeAll(async () => {
    world = await edgeWorld();
    await world.pool.query(`insert into channels (code, name) values ('rival', '别家')`);
    own = await addPurchase(world, 2, 'OWN-1');
    other = await addPurchase(world, 3, 'THEIRS-1', 'rival');
    await world.pool.query(`update orders set msisdn = '19300000777' where public_id = $1`, [other.orders[0]]);
  });
  afterAll(() => world.close());

  const reading = () => postgresReading(world);
  const mine = (asked: { q?: string; after?: string } = {}) => reading().list({ channel: 'demo', limit: 50, ...asked });

  it('see the orders of their channel in rows and counts, and no other', async () => {
    const { rows, counts } = await mine();

    expect(rows.map(({ id }) => id).toSorted()).toEqual(own.orders.toSorted());
    expect(counts).toEqual({ verifying: 2, 'waiting:customer': 2 });
    expect((await reading().list({ limit: 50 })).counts).toEqual({ verifying: 5, 'waiting:customer': 5 });
  });

  it('find their own by reference, and another channel’s by nothing at all', async () => {
    const [theirs = ''] = other.orders;

    expect((await mine({ q: 'OWN-1' })).rows).toHaveLength(2);
    for (const q of ['THEIRS-1', theirs, other.purchase, '19300000777'])
      expect([q, (await mine({ q })).rows]).toEqual([q, []]);
    expect((await mine({ after: theirs })).rows).toEqual([]);
  });

  it('are told that another channel’s order is not there', async () => {
    const id = orderId(other.orders[0] ?? '');
    const now = world.clock.now();
    const asked = (channel: string) =>
      Promise.all([
        reading().order(id, channel),
        reading().story(id, channel),
        reading().page(id, channel),
        orderCommission(world.pool, id, channel, now),
      ]);

    expect(await asked('demo')).toEqual([null, null, null, null]);
    expect((await asked('rival')).every((answer) => answer !== null)).toBe(true);
  });

  describe('sign in', () => {
    const sessions = () =>
      postgresSessions({ pool: world.pool, cookieSecret: Buffer.alloc(32, 3), realMs: world.clock.realMs });

    it('bound to their channel, until it is closed', async () => {
      await addAccount(world, { login: 'channel1', roles: ['channel_user'], channel: 'demo' });
      const session = await sessions().signIn('channel1', 'pw-channel1');

      expect(session?.user).toMatchObject({ roles: ['channel_user'], channel: 'demo' });
      expect((await sessions().find(session?.token ?? ''))?.user.channel).toBe('demo');

      await world.pool.query(`update channels set active = false where code = 'demo'`);
      expect(await sessions().find(session?.token ?? '')).toBeNull();
      expect(await sessions().signIn('channel1', 'pw-channel1')).toBeNull();
      await world.pool.query(`update channels set active = true where code = 'demo'`);
    });

    it.each([
      ['without a channel', ['channel_user'], null],
      ['with a role of ours beside it', ['channel_user', 'operator'], 'demo'],
      ['as one of ours who belongs to a channel', ['operator'], 'demo'],
    ] as const)('not %s: no such account can be made', async (what, roles, channel) => {
      await expect(addAccount(world, { login: `no-${String(what.length)}`, roles, channel })).rejects.toThrow();
    });
  });
});
