import { runOutbox } from '../../adapters/postgres/outbox-runner';
import { until } from '../support/until';
import { somebody } from '../support/world/people';
import { openWorld, realClock, type World } from '../support/world/world';

let world: World;

beforeAll(async () => {
  world = await openWorld(realClock, { numbers: 5 });
});
afterAll(() => world.close());

describe('facts that cannot be delivered', () => {
  it('hold up nobody behind them, however many they are', async () => {
    const [id] = (await world.place(somebody(), null)).ids;
    if (!id) throw new Error('one order');
    await world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (!order) throw new Error('no order');
      const insert = (key: string, kind: string) => tx.facts.insert(order, { source: 'test', key, kind, body: {} });
      for (let n = 0; n < 220; n += 1) await insert(String(n), 'poison');
      await insert('sound', 'sound');
    });
    const delivered: string[] = [];
    const runner = runOutbox({
      url: world.url,
      pool: world.pool,
      clock: realClock,
      handlers: {},
      deliver: ({ kind }) => {
        if (kind === 'poison') return Promise.reject(new Error('nobody takes this'));
        delivered.push(kind);
        return Promise.resolve(true);
      },
      onError: () => undefined,
    });

    await until('the sound one to be delivered', () => delivered.length > 0).finally(() => runner.close());

    expect(delivered).toEqual(['sound']);
  });
});
