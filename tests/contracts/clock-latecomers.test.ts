import { moveClock, postgresClock, type RunningClock } from '../../adapters/clock/postgres-clock';
import { newId } from '../../adapters/ids';
import { postgresUnitOfWork } from '../../adapters/postgres/unit-of-work';
import { fromMs, HOUR_MS } from '../../domain/time';
import { openWait } from '../../domain/use-cases/order-changes';
import { until } from '../support/until';
import { somebody } from '../support/world/people';
import { openWorld, realClock, type World } from '../support/world/world';

let world: World;
let clock: RunningClock;

beforeAll(async () => {
  world = await openWorld(realClock, { numbers: 5 });
  clock = await postgresClock({ url: world.url, process: 'api', onError: () => undefined });
});
afterAll(async () => {
  await clock.close();
  await world.close();
});

describe('a wait that is being written while business time moves', () => {
  it('is told of the move as well, once it is there', async () => {
    const work = postgresUnitOfWork({ pool: world.pool, clock, ids: { next: newId } });
    const [id] = (await world.place(somebody(), null)).ids;
    if (!id) throw new Error('one order');
    const order = await world.order(id);
    let goOn: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const writing = work.inTransaction(async (tx) => {
      const open = await openWait(tx, order, 'documents');
      await told;
      return open;
    });
    await until('the wait to be under way', async () => {
      const open = await world.pool.query(`select 1 from pg_stat_activity where state = 'idle in transaction'`);
      return (open.rowCount ?? 0) > 0;
    });

    const moving = moveClock(world.pool, fromMs(Date.now() + 5 * HOUR_MS));
    await until('the process to go by the new time', () => clock.generation() === 1);
    goOn();
    const { waitId } = await writing;
    await moving;

    const found = await world.pool.query<{ body: unknown }>(`select body from outbox where topic = 'wait-moved'`);
    expect(found.rows.map(({ body }) => body)).toEqual([{ waitId, workflowId: `order/${id}/1`, generation: 1 }]);
  });
});
