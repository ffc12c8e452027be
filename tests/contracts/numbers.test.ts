import fc from 'fast-check';
import type { Msisdn } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { OrderRecord } from '../../domain/ports/stores/orders';
import { MINUTE_MS, plusMs } from '../../domain/time';
import { releaseLapsedHolds } from '../../domain/use-cases/release-lapsed-holds';
import { BATCH_SIZE, requestNumbers, restock } from '../../domain/use-cases/stock-numbers';
import { HOLD_MS } from '../../domain/waits';
import { CARRIER, CITY, PLAN, stockNumber, stockOf } from '../support/world/catalogue';
import { somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

const SCOPE = { carrier: CARRIER, planCode: PLAN, city: CITY };
const POOL = 90;
let world: World<StoryClock>;
let orders: OrderRecord[];

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: POOL });
  const placed = await Promise.all(Array.from({ length: 8 }, () => world.place(somebody(), null)));
  orders = await Promise.all(placed.flatMap(({ ids }) => ids).map((id) => world.order(id)));
});
afterAll(() => world.close());

const order = (index: number): OrderRecord => {
  const found = orders[index % orders.length];
  if (!found) throw new Error('there are orders');
  return found;
};
const until = () => plusMs(world.clock.now(), HOLD_MS);
const free = (number: Msisdn) =>
  world.pool.query(`update numbers set state = 'free', order_id = null, held_until = null where msisdn = $1`, [number]);

describe('the pool of numbers', () => {
  it('gives one number to exactly one of 64 claimants', async () => {
    const wanted = stockNumber(POOL - 1) as Msisdn;
    const claim = (index: number) =>
      world.work.inTransaction(async (tx) => {
        const [number] = await tx.numbers.lockChosen(SCOPE, [wanted]);
        if (number === undefined) return false;
        await tx.numbers.hold([{ row: order(index).row, number }], until());
        return true;
      });

    const won = await Promise.all(Array.from({ length: 64 }, (_, index) => claim(index)));

    expect(won.filter(Boolean)).toHaveLength(1);
    await free(wanted);
  });

  it('gives it to one also where nobody looked first: the hold itself is the compare-and-set', async () => {
    const number = stockNumber(POOL - 1) as Msisdn;
    const claim = (index: number) =>
      world.work.inTransaction((tx) => tx.numbers.hold([{ row: order(index).row, number }], until()));

    const outcomes = await Promise.allSettled(Array.from({ length: 64 }, (_, index) => claim(index)));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'StateConflict' });
    }
    await free(number);
  });

  it('draws different numbers for 30 orders at once, and holds all or none of a wish', async () => {
    const draw = () =>
      world.work.inTransaction(async (tx) => {
        const numbers = await tx.numbers.pick(SCOPE, 2);
        await tx.numbers.hold(
          numbers.map((number) => ({ row: order(0).row, number })),
          until(),
        );
        return numbers;
      });

    const drawn = (await Promise.all(Array.from({ length: 30 }, draw))).flat();
    const [held] = drawn;
    const half = world.work.inTransaction((tx) =>
      tx.numbers.hold(
        [stockNumber(POOL - 1), held].map((number) => ({ row: order(1).row, number: number as Msisdn })),
        until(),
      ),
    );

    expect(new Set(drawn).size).toBe(60);
    await expect(half).rejects.toThrow(DomainError);
    expect((await stockOf(world.pool)).held).toBe(60 + orders.length);
    for (const number of drawn) await free(number);
  });

  it('lets only its holder extend, release, sell or withdraw a number', async () => {
    const number = order(0).state.number;
    if (number === null) throw new Error('it holds one');
    const stranger = order(1).row;

    const tries = await world.work.inTransaction(async (tx) => [
      await tx.numbers.extend(number, stranger, until()),
      await tx.numbers.release(number, stranger),
      await tx.numbers.sell(number, stranger),
      await tx.numbers.withdraw(number, stranger),
    ]);

    expect(tries).toEqual([false, false, false, false]);
  });

  it('never shortens a hold', async () => {
    const { row, state } = order(0);
    if (state.number === null) throw new Error('it holds one');
    const { number } = state;
    const heldUntil = async () =>
      (await world.pool.query<{ held_until: string }>('select held_until from numbers where msisdn = $1', [number]))
        .rows[0]?.held_until;
    const before = await heldUntil();

    await world.work.inTransaction((tx) => tx.numbers.extend(number, row, plusMs(world.clock.now(), MINUTE_MS)));

    expect(await heldUntil()).toBe(before);
  });

  const step = fc.record({
    what: fc.constantFrom('hold', 'pick', 'extend', 'release', 'sell', 'withdraw'),
    who: fc.nat(7),
    number: fc.integer({ min: 60, max: 79 }).map((index) => stockNumber(index) as Msisdn),
  });
  it('stays whole: free + held + sold + withdrawn is the pool, after whatever happened at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        await Promise.allSettled(
          steps.map(({ what, who, number }) =>
            world.work.inTransaction(async (tx) => {
              const { row } = order(who);
              switch (what) {
                case 'hold':
                  return tx.numbers.hold([{ row, number }], until());
                case 'pick': {
                  const numbers = await tx.numbers.pick(SCOPE, 1);
                  return tx.numbers.hold(
                    numbers.map((one) => ({ row, number: one })),
                    until(),
                  );
                }
                case 'extend':
                  return tx.numbers.extend(number, row, until());
                case 'release':
                  return tx.numbers.release(number, row);
                case 'sell':
                  return tx.numbers.sell(number, row);
                default:
                  return tx.numbers.withdraw(number, row);
              }
            }),
          ),
        );
        const stock = await stockOf(world.pool);
        expect(stock.free + stock.held + stock.sold + stock.withdrawn).toBe(POOL);
        const odd = await world.pool.query(
          `select 1 from numbers where (state in ('held', 'sold')) <> (order_id is not null) or (state = 'held') <> (held_until is not null)`,
        );
        expect(odd.rowCount).toBe(0);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a hold that runs out', () => {
  it('goes back to the pool, and the order lives on without it', async () => {
    const fresh = await openWorld(storyClock(), { numbers: 2 });
    const { ids } = await fresh.place(somebody(), null);
    const [id] = ids;
    if (!id) throw new Error('one order');
    const release = releaseLapsedHolds(fresh);

    fresh.clock.set(fresh.clock.nowMs() + HOLD_MS - 1);
    const early = await release();
    fresh.clock.set(fresh.clock.nowMs() + 1);
    const [late, again] = await Promise.all([release(), release()]);

    expect(early).toBe(0);
    expect(Math.max(late, again)).toBe(1);
    expect((await fresh.order(id)).state).toMatchObject({ stage: 'received', number: null });
    expect(await fresh.events(id)).toEqual(['received', 'numberLapsed']);
    expect(await stockOf(fresh.pool)).toMatchObject({ free: 2, held: 0 });
    await fresh.close();
  });

  it('is left alone while the carrier has the number', async () => {
    const fresh = await openWorld(storyClock(), { numbers: 1 });
    const { ids } = await fresh.place(somebody(), null);
    await fresh.pool.query(`update orders set stage = 'provisioning', status = 'awaiting-carrier'`);

    fresh.clock.set(fresh.clock.nowMs() + 10 * HOLD_MS);
    const released = await releaseLapsedHolds(fresh)();

    expect(released).toBe(0);
    expect((await fresh.order(ids[0] as never)).state.number).not.toBeNull();
    await fresh.close();
  });
});

describe('the low-water mark', () => {
  it('asks for one batch a pool, however many notice at once, and a lost reply brings the same numbers', async () => {
    const fresh = await openWorld(storyClock(), { numbers: 3 });
    const ask = () => fresh.work.inTransaction((tx) => restock(tx, SCOPE));
    await Promise.all(Array.from({ length: 8 }, ask));
    const asked = await fresh.pool.query<{ body: Parameters<ReturnType<typeof requestNumbers>>[0] }>(
      `select body from outbox where topic = 'request-numbers'`,
    );
    expect(asked.rows[0]).toMatchObject({ body: { carrier: SCOPE.carrier } });
    const body = asked.rows[0]?.body;
    if (!body) throw new Error('a batch was asked for');
    const fetch = requestNumbers(fresh);
    fresh.carrier.lose('numbers', 'after');

    await expect(fetch(body)).rejects.toMatchObject({ code: 'PartnerDown' });
    await fetch(body);
    await fetch(body);

    expect(asked.rowCount).toBe(1);
    expect(await stockOf(fresh.pool)).toMatchObject({ free: 3 + BATCH_SIZE, held: 0, sold: 0, withdrawn: 0 });
    await fresh.work.inTransaction((tx) => restock(tx, SCOPE));
    expect((await fresh.pool.query(`select 1 from outbox where topic = 'request-numbers'`)).rowCount).toBe(1);
    await fresh.close();
  });
});
