import { createPool } from '../../adapters/postgres/pool';
import { postgresUnitOfWork } from '../../adapters/postgres/unit-of-work';
import type { Tx } from '../../domain/ports/unit-of-work';
import { SYSTEM } from '../../domain/order';
import { somebody } from '../support/world/people';
import { freePort } from '../support/ports';
import { until } from '../support/until';
import { openWorld, realClock, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 40 });
});
afterAll(() => world.close());

/** Everything of an order that any of these tests writes. */
async function traces(): Promise<Record<string, number>> {
  const tables = ['journal', 'waits', 'facts', 'partner_calls', 'outbox', 'notifications', 'links'];
  const counted = await Promise.all(
    tables.map(
      async (table) =>
        [table, (await world.pool.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n ?? 0] as const,
    ),
  );
  return Object.fromEntries(counted);
}

async function writeEverything(tx: Tx, id: Parameters<Tx['orders']['lock']>[0]): Promise<void> {
  const order = await tx.orders.lock(id);
  if (!order) throw new Error('no order');
  const event = { kind: 'verificationStarted', documents: 'missing' } as const;
  await tx.orders.append(order, { ...order.state, stage: 'verifying', status: 'awaiting-documents' }, event, SYSTEM);
  await tx.waits.open({
    subject: { kind: 'order', row: order.row },
    workflowId: `order/${id}/1`,
    what: 'documents',
    owner: 'customer',
    ownerId: null,
    dueAt: tx.now,
    reminders: [],
    then: 'end-expired',
    detail: {},
  });
  await tx.facts.insert(order, { source: 'test', key: id, kind: 'identity', body: {} });
  await tx.outbox.put('sms', id, {});
  await tx.calls.intend({
    partner: 'xinglian',
    command: 'occupy',
    reference: id.slice(4).toUpperCase(),
    orderRow: order.row,
    purchaseRow: order.purchaseRow,
    attempt: 1,
    number: 1,
    intent: {},
  });
  if (order.state.number) await tx.numbers.release(order.state.number, order.row);
}

describe('one unit of work', () => {
  it('tells whose order changed, so that one channel never hears of another’s', async () => {
    const { ids } = await world.place(somebody(), null);
    const [id] = ids;
    if (!id) throw new Error('one order');
    const told: string[] = [];
    const listener = await world.pool.connect();
    try {
      listener.on('notification', ({ payload = '' }) => told.push(payload));
      await listener.query('listen cardflow_changed');

      await world.work.inTransaction((tx) => writeEverything(tx, id));
      await until('the change to be told', () => Promise.resolve(told.length > 0));

      expect(told.map((payload) => JSON.parse(payload) as unknown)).toEqual([
        expect.objectContaining({ kind: 'order', id, channel: 'demo' }),
      ]);
    } finally {
      listener.release(true);
    }
  });

  it('rolls back whole: order, journal, wait, fact, outbox, call and number', async () => {
    const { ids } = await world.place(somebody(), null);
    const [id] = ids;
    if (!id) throw new Error('one order');
    const before = { order: await world.order(id), traces: await traces() };

    const failed = world.work.inTransaction(async (tx) => {
      await writeEverything(tx, id);
      throw new Error('at the very end');
    });

    await expect(failed).rejects.toThrow('at the very end');
    expect({ order: await world.order(id), traces: await traces() }).toEqual(before);
  });

  it('commits whole, under one reading of business time', async () => {
    const { ids } = await world.place(somebody(), null);
    const [id] = ids;
    if (!id) throw new Error('one order');

    await world.work.inTransaction(async (tx) => {
      await writeEverything(tx, id);
    });

    expect((await world.order(id)).state).toMatchObject({ stage: 'verifying', status: 'awaiting-documents' });
    const times = await world.pool.query<{ at: string }>(
      `select distinct at from (select j.at from journal j join orders o on o.id = j.order_id where o.public_id = $1 and j.version = 2
         union all select w.opened_at from waits w join orders o on o.id = w.subject_id where o.public_id = $1
         union all select f.at from facts f join orders o on o.id = f.order_id where o.public_id = $1) as times`,
      [id],
    );
    expect(times.rows).toEqual([{ at: world.clock.now() }]);
  });

  it('runs a deadlocked transaction again, so that both commit', async () => {
    const one = (await world.place(somebody(), null)).ids[0];
    const two = (await world.place(somebody(), null)).ids[0];
    if (!one || !two) throw new Error('two orders');
    let tries = 0;
    let arrived = 0;
    let open: () => void = () => undefined;
    const bothHoldOne = new Promise<void>((resolve) => {
      open = resolve;
    });

    const crossing = (first: typeof one, second: typeof one) =>
      world.work.inTransaction(async (tx) => {
        tries += 1;
        await tx.orders.lock(first);
        arrived += 1;
        if (arrived >= 2) open();
        await bothHoldOne;
        await tx.orders.lock(second);
        await tx.outbox.put('sms', `crossed-${first}`, {});
      });
    await Promise.all([crossing(one, two), crossing(two, one)]);

    // Once more than two at least: on a busy machine the two may cross a second time.
    expect(tries).toBeGreaterThan(2);
    const put = await world.pool.query(`select 1 from outbox where dedupe_key like 'sms:crossed-%'`);
    expect(put.rowCount).toBe(2);
  });

  it('gives up a transaction that keeps being refused, with its own error', async () => {
    let tries = 0;

    const hopeless = world.work.inTransaction(async () => {
      tries += 1;
      await Promise.resolve();
      throw Object.assign(new Error('again and again'), { code: '40001' });
    });

    await expect(hopeless).rejects.toThrow('again and again');
    expect(tries).toBe(4);
  });

  it('lets the second writer of an order lose, with nothing written', async () => {
    const id = (await world.place(somebody(), null)).ids[0];
    if (!id) throw new Error('one order');
    const stale = await world.order(id);
    const state = { ...stale.state, status: 'parked' as const };
    const append = () =>
      world.work.inTransaction((tx) => tx.orders.append(stale, state, { kind: 'parked', why: 'X' }, SYSTEM));

    const outcomes = await Promise.allSettled([append(), append(), append()]);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'StateConflict' });
    }
    expect((await world.order(id)).version).toBe(stale.version + 1);
    expect(await world.events(id)).toEqual(['received', 'parked']);
  });
});

describe('a database that is away', () => {
  const away = { code: 'DatabaseUnavailable' };

  it('is said so when nobody listens there', async () => {
    const pool = createPool(`postgresql://postgres:x@127.0.0.1:${String(await freePort())}/nothing`, 'cardflow-test');
    const work = postgresUnitOfWork({ pool, clock: realClock, ids: world.ids });

    await expect(work.inTransaction(() => Promise.resolve(1))).rejects.toMatchObject(away);
    await pool.end();
  });

  it('is said so when it goes away in the middle of a transaction, and the next one works', async () => {
    const id = (await world.place(somebody(), null)).ids[0];
    if (!id) throw new Error('one order');

    const cut = world.work.inTransaction(async (tx) => {
      await tx.orders.lock(id);
      await tx.outbox.put('sms', 'cut off', {});
      await world.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
      );
      await tx.outbox.put('sms', 'after the cut', {});
    });

    await expect(cut).rejects.toMatchObject(away);
    const put = await world.pool.query(`select 1 from outbox where dedupe_key in ('sms:cut off', 'sms:after the cut')`);
    expect(put.rowCount).toBe(0);
    expect((await world.order(id)).id).toBe(id);
  });

  it('never ends the process: a client that is out hears of the loss by itself', async () => {
    const client = await world.pool.connect();
    const lost = new Promise((resolve) => client.once('end', resolve));

    await client.query('begin');
    // Without a listener of the pool's own this event would be thrown.
    const listeners = client.listenerCount('error');
    await world.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    await lost;
    client.release(true);

    expect(listeners).toBeGreaterThan(0);
  });
});
