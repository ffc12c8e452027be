import type { OrderId } from '../../domain/brand';
import { momentOf, openWait } from '../../domain/use-cases/order-changes';
import { HOUR_MS, plusMs, toMs } from '../../domain/time';
import { WAIT_RULES } from '../../domain/waits';
import type { OrderRecord } from '../../domain/ports/stores/orders';
import type { Tx } from '../../domain/ports/unit-of-work';
import { somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
let id: OrderId;

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  const [first] = (await world.place(somebody(), null)).ids;
  if (!first) throw new Error('one order');
  id = first;
});

const within = <T>(work: (tx: Tx, order: OrderRecord) => Promise<T>): Promise<T> =>
  world.work.inTransaction(async (tx) => {
    const order = await tx.orders.lock(id);
    if (!order) throw new Error('no order');
    return work(tx, order);
  });
const later = (ms: number): void => {
  world.clock.set(world.clock.nowMs() + ms);
};
const subjectOf = (order: OrderRecord) => ({ kind: 'order' as const, row: order.row });

describe('a wait', () => {
  it('is one row, however many open it at once', async () => {
    const order = await world.order(id);
    const open = () => world.work.inTransaction((tx) => openWait(tx, order, 'documents'));

    const handles = await Promise.all(Array.from({ length: 12 }, open));

    expect(new Set(handles.map(({ waitId }) => waitId)).size).toBe(1);
    expect(await world.openWaits(id)).toEqual(['documents']);
  });

  it('tells the time to its next reminder, then to the deadline', async () => {
    const first = await within((tx, order) => openWait(tx, order, 'documents'));
    later(2 * HOUR_MS);
    const reminded = await within(async (tx) => {
      const wait = await tx.waits.lock(first.waitId);
      if (!wait) throw new Error('no wait');
      return { moment: momentOf(wait, toMs(tx.now)), next: await tx.waits.reminded(wait) };
    });
    later(70 * HOUR_MS);
    const end = await within((tx) => tx.waits.lock(first.waitId));

    expect(first.dueInMs).toBe(2 * HOUR_MS);
    expect(reminded).toMatchObject({ moment: 'reminder', next: { waitId: first.waitId, dueInMs: 22 * HOUR_MS } });
    expect(momentOf(end, world.clock.nowMs())).toBe('due');
    expect(end?.dueInMs).toBe(0);
  });

  it('counts reminders that were slept through as one', async () => {
    const { waitId } = await within((tx, order) => openWait(tx, order, 'documents'));
    later(30 * HOUR_MS);

    const next = await within(async (tx) => {
      const wait = await tx.waits.lock(waitId);
      if (!wait) throw new Error('no wait');
      return tx.waits.reminded(wait);
    });

    expect(next.dueInMs).toBe(18 * HOUR_MS);
    expect(await within((tx) => tx.waits.lock(waitId))).toMatchObject({ remindedTimes: 2 });
  });

  it('keeps its moments when it is opened again while it is open, and starts anew once it was closed', async () => {
    const first = await within((tx, order) => openWait(tx, order, 'carrier-back'));
    later(60_000);
    const same = await within((tx, order) => openWait(tx, order, 'carrier-back'));
    const closed = await within((tx, order) => tx.waits.close(subjectOf(order), 'carrier-back', 'done'));
    const fresh = await within((tx, order) => openWait(tx, order, 'carrier-back'));

    expect(same).toEqual({ waitId: first.waitId, dueInMs: first.dueInMs - 60_000 });
    expect(closed).toBe(1);
    expect(fresh.waitId).not.toBe(first.waitId);
    expect(fresh.dueInMs).toBe(WAIT_RULES['carrier-back'].dueMs);
  });

  it('that is closed has no moment any more', async () => {
    const { waitId } = await within((tx, order) => openWait(tx, order, 'documents'));
    later(72 * HOUR_MS);
    await within((tx, order) => tx.waits.close(subjectOf(order), 'all', 'ended'));

    const wait = await within((tx) => tx.waits.lock(waitId));

    expect(momentOf(wait, world.clock.nowMs())).toBe('closed');
    expect(await world.openWaits(id)).toEqual([]);
  });

  it('is extended, and says since when it has been escalated', async () => {
    const { waitId } = await within((tx, order) => openWait(tx, order, 'review'));
    later(4 * HOUR_MS);
    const escalatedAt = world.clock.now();
    const extend = () =>
      within(async (tx) => {
        const wait = await tx.waits.lock(waitId);
        if (!wait) throw new Error('no wait');
        return tx.waits.extend(wait, plusMs(tx.now, HOUR_MS), true);
      });

    const once = await extend();
    later(HOUR_MS);
    const twice = await extend();

    expect([once.dueInMs, twice.dueInMs]).toEqual([HOUR_MS, HOUR_MS]);
    const row = await world.pool.query<{ escalated_at: string }>(
      'select escalated_at from waits where public_id = $1',
      [waitId],
    );
    expect(row.rows).toEqual([{ escalated_at: escalatedAt }]);
  });
});
