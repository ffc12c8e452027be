import { moveClock, postgresClock, type RunningClock } from '../../adapters/clock/postgres-clock';
import { newId } from '../../adapters/ids';
import { sandboxDesk } from '../../adapters/postgres/sandbox-desk';
import type { Day, Instant, OrderId } from '../../domain/brand';
import { addDays } from '../../domain/calendar';
import { fromMs, HOUR_MS, shanghaiDay } from '../../domain/time';
import { openWait } from '../../domain/use-cases/order-changes';
import { postgresUnitOfWork } from '../../adapters/postgres/unit-of-work';
import { until } from '../support/until';
import { money } from '../support/world/money';
import { somebody } from '../support/world/people';
import { openWorld, realClock, type World } from '../support/world/world';

let world: World;
const clocks: RunningClock[] = [];

beforeEach(async () => {
  world = await openWorld(realClock, { numbers: 5 });
});
afterEach(async () => {
  await Promise.all(clocks.splice(0).map((clock) => clock.close()));
  await world.close();
});

async function start(name: string): Promise<RunningClock> {
  const clock = await postgresClock({ url: world.url, process: name, onError: () => undefined });
  clocks.push(clock);
  return clock;
}
const ahead = (ms: number) => fromMs(Date.now() + ms);
const moved = async () =>
  (
    await world.pool.query<{ key: string; body: Record<string, unknown> }>(
      `select dedupe_key as key, body from outbox where topic = 'wait-moved' order by id`,
    )
  ).rows;

describe('a move of business time', () => {
  it('has reached every running process when it is over, and each heard of it once', async () => {
    const [one, two] = [await start('one'), await start('two')];
    let heard = 0;
    one.onMove(() => {
      heard += 1;
    });

    const { offsetMs, generation } = await moveClock(world.pool, ahead(5 * HOUR_MS));

    expect([one.generation(), two.generation()]).toEqual([generation, generation]);
    expect(offsetMs).toBeGreaterThan(5 * HOUR_MS - 10_000);
    expect(Math.abs(one.nowMs() - Date.now() - 5 * HOUR_MS)).toBeLessThan(10_000);
    expect(Math.abs(one.realMs() - Date.now())).toBeLessThan(1_000);
    expect(heard).toBe(1);
    const acks = await world.pool.query<{ process: string }>(
      'select process from clock_acks where generation = $1 order by 1',
      [generation],
    );
    expect(acks.rows.map((r) => r.process)).toEqual(['one', 'two']);
  });

  it('is not held up by a process that is gone', async () => {
    const gone = await start('gone');
    await gone.close();
    clocks.splice(0);

    await expect(moveClock(world.pool, ahead(HOUR_MS))).resolves.toMatchObject({ generation: 1 });
  });

  it('never goes back once something has happened; before that the world may begin at any day', async () => {
    await moveClock(world.pool, ahead(10 * HOUR_MS));
    const earlier = await moveClock(world.pool, ahead(-48 * HOUR_MS));
    await world.place(somebody(), null);

    await expect(moveClock(world.pool, ahead(-49 * HOUR_MS))).rejects.toMatchObject({ code: 'ClockInvalid' });
    const kept = await world.pool.query('select offset_ms, generation from clock');
    expect(kept.rows).toEqual([earlier].map(({ offsetMs, generation }) => ({ offset_ms: offsetMs, generation })));
  });

  it('tells each open wait, and only those, once a move', async () => {
    const clock = await start('api');
    const work = postgresUnitOfWork({ pool: world.pool, clock, ids: { next: newId } });
    const [id] = (await world.place(somebody(), null)).ids;
    if (!id) throw new Error('one order');
    const order = await world.order(id);
    const open = await work.inTransaction((tx) => openWait(tx, order, 'documents'));
    const closed = await work.inTransaction((tx) => openWait(tx, order, 'parked'));
    await work.inTransaction((tx) => tx.waits.close({ kind: 'order', row: order.row }, 'parked', 'done'));

    await moveClock(world.pool, ahead(HOUR_MS));
    await moveClock(world.pool, ahead(3 * HOUR_MS));
    const left = await work.inTransaction((tx) => tx.waits.lock(open.waitId));

    expect((await moved()).map(({ body }) => body)).toEqual(
      [1, 2].map((generation) => ({ waitId: open.waitId, workflowId: `order/${id}/1`, generation })),
    );
    expect((await moved()).some(({ key }) => key.includes(closed.waitId))).toBe(false);
    expect(left?.dueInMs).toBe(0);
  });

  it('can be waited for, by whoever learned of it before the clock did', async () => {
    const clock = await start('late');
    const caughtUp = clock.reached(1);
    await moveClock(world.pool, ahead(HOUR_MS));

    await caughtUp;
    await clock.reached(0);

    expect(clock.generation()).toBe(1);
  });

  it('is caught up with after the connection was cut', async () => {
    const clock = await start('cut');
    await world.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cardflow-clock:cut' and datname = current_database()`,
    );
    await moveClock(world.pool, ahead(2 * HOUR_MS));

    await until('the new generation', () => clock.generation() === 1);
    await moveClock(world.pool, ahead(4 * HOUR_MS));

    expect(clock.generation()).toBe(2);
    const sessions = await world.pool.query(
      `select 1 from pg_stat_activity where application_name = 'cardflow-clock:cut' and datname = current_database()`,
    );
    expect(sessions.rowCount).toBe(1);
  });
});

describe('quiet', () => {
  const desk = () =>
    sandboxDesk({ pool: world.pool, clock: realClock, move: (to) => moveClock(world.pool, to as never) });

  it('names what is still going on, and the next moment by itself', async () => {
    const busy = await desk().quiet();
    const [id] = (await world.place(somebody(), null)).ids;
    if (!id) throw new Error('one order');
    const received = await desk().quiet();
    await world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (order) await openWait(tx, order, 'carrier-back');
    });
    await world.pool.query('update outbox set done_at = created_at');
    const quiet = await desk().quiet();

    expect(busy.blockers).toEqual([]);
    expect(received.blockers).toEqual(
      expect.arrayContaining(['outbox start-order', `step of ${id} (received, accepted)`]),
    );
    expect(quiet).toMatchObject({ quiet: true, blockers: [], next: { what: 'wait carrier-back' } });
  });

  describe('and money', () => {
    /** One order's commission whose due date was worked out by the rule for years that nobody announced. */
    async function provisional(inDays: number): Promise<{ due: Day; id: OrderId }> {
      await money(world).everyWeekdayWorks();
      const due = addDays(shanghaiDay(realClock.now()), inDays);
      const [id] = await money(world).accrued(1);
      if (!id) throw new Error('no order');
      await world.pool.query('update accruals set due_on = $1, due_provisional = true', [due]);
      return { due, id };
    }

    it('comes to pay day though its date is provisional, and is under way from then on', async () => {
      const { due } = await provisional(40);
      const before = await desk().quiet();
      await world.pool.query('update accruals set due_on = $1', [shanghaiDay(realClock.now())]);
      const onTheDay = await desk().quiet();

      expect(before.next?.what).toBe('commission is due');
      expect(shanghaiDay(new Date(before.next?.at ?? '').toISOString() as Instant)).toBe(due);
      expect(onTheDay.blockers).toEqual([`settlement of ${shanghaiDay(realClock.now())}`]);
    });

    it('is looked at on the next settlement day while it is held, and by nobody while a case holds it', async () => {
      const { id } = await provisional(-3);
      const today = shanghaiDay(realClock.now());
      await world.pool.query(`update accruals set state = 'held'`);
      await world.pool.query(
        `insert into settlement_runs (business_date, state, after_due_on, after_id, started_at, finished_at)
         values ($1, 'done', $1, 0, now(), now())`,
        [today],
      );
      const held = await desk().quiet();
      await world.pool.query(
        `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
         select 'cas_000000000001', 'x', id, '{}', now() from orders where public_id = $1`,
        [id],
      );
      const byCase = await desk().quiet();

      expect(held).toMatchObject({ quiet: true, next: { what: 'held commission is looked at again' } });
      expect(shanghaiDay(new Date(held.next?.at ?? '').toISOString() as Instant)).toBe(addDays(today, 1));
      expect(byCase).toMatchObject({ quiet: true, next: null });
    });

    it('of a day beyond every calendar is waited for by nobody', async () => {
      await money(world).accrued(1);
      await world.pool.query(`update accruals set due_on = '2090-01-02', due_provisional = true`);

      expect(await desk().quiet()).toMatchObject({ quiet: true, next: null });
    });
  });
});
