import type { OrderId } from '../../domain/brand';
import { somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
let id: OrderId;

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 30 });
});
afterAll(() => world.close());
beforeEach(async () => {
  const [first] = (await world.place(somebody(), null)).ids;
  if (!first) throw new Error('one order');
  id = first;
});

const insert = (key: string, source = 'xinglian') =>
  world.work.inTransaction(async (tx) => {
    const order = await tx.orders.lock(id);
    if (!order) throw new Error('no order');
    return tx.facts.insert(order, { source, key, kind: 'carrier', body: {} });
  });

/** The order as it stands after an opening, whose reference ends in its id. */
async function opened(prefix: string, stage: string, call = 'done'): Promise<void> {
  await world.pool.query(
    `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, opened_at, state)
     select 'xinglian', 'submit', $3, id, 1, 1, '{}', $2, $4 from orders where public_id = $1`,
    [id, world.clock.now(), `${prefix}-${id}`, call],
  );
  await world.pool.query(`update orders set stage = $2, status = 'ended' where public_id = $1`, [id, stage]);
}

const conflicts = async () =>
  (
    await world.pool.query<{ kind: string; word: string; stage: string }>(
      `select kind, detail ->> 'word' as word, detail ->> 'stage' as stage from conflict_cases order by id`,
    )
  ).rows;

const rows = async () =>
  (
    await world.pool.query<{ seq: number; dispatched_at: string | null; applied: string | null }>(
      'select f.seq, f.dispatched_at, f.applied from facts f join orders o on o.id = f.order_id where o.public_id = $1 order by f.seq',
      [id],
    )
  ).rows;

describe('facts', () => {
  it('are kept once, however often and however many at once they come', async () => {
    const keys = Array.from({ length: 10 }, (_, n) => `event-${String(n)}`);

    const sequences = await Promise.all([...keys, ...keys, ...keys].map((key) => insert(key)));

    const fresh = sequences.filter((seq) => seq !== null);
    expect([...fresh].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
    expect((await rows()).map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
  });

  it('of two sources may have the same key', async () => {
    expect([await insert('1', 'a'), await insert('1', 'b'), await insert('1', 'a')]).toEqual([1, 2, null]);
  });

  it('count up per order: another one starts at 1 again', async () => {
    await insert('x');
    const [other] = (await world.place(somebody(), null)).ids;
    if (!other) throw new Error('one order');
    id = other;

    expect(await insert('x')).toBe(1);
  });

  it('leave no gap and no fact where the transaction failed', async () => {
    const failed = world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (order) await tx.facts.insert(order, { source: 's', key: 'k', kind: 'carrier', body: {} });
      throw new Error('no');
    });

    await expect(failed).rejects.toThrow('no');
    expect(await insert('k', 's')).toBe(1);
  });

  it('that are not dispatched when the order closes are settled by its closing; later ones never wait', async () => {
    await insert('before');
    await world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (order) await tx.facts.settle(order, 'at-closing');
    });
    await world.pool.query(`update orders set stage = 'rejected', status = 'ended' where public_id = $1`, [id]);

    await insert('after');

    const found = await rows();
    expect(found.map(({ applied }) => applied)).toEqual(['at-closing', 'after-end']);
    expect(found.every((row) => row.dispatched_at !== null)).toBe(true);
  });

  it('a closing order and a coming fact take turns: none is left that nobody will dispatch or has judged', async () => {
    const close = world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (!order) throw new Error('no order');
      await tx.facts.settle(order, 'at-closing');
      await tx.orders.append(
        order,
        { ...order.state, stage: 'expired', status: 'ended', number: null },
        { kind: 'documentsExpired' },
        { kind: 'system', id: null },
      );
    });

    await Promise.all([close, ...Array.from({ length: 10 }, (_, n) => insert(`race-${String(n)}`))]);

    const left = (await rows()).filter((row) => row.dispatched_at === null);
    expect(left).toEqual([]);
  });

  it('that branch nothing are kept without waking anybody', async () => {
    await world.pool.query(
      `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, state, outcome, opened_at)
       select 'xinglian', 'submit', 'REFERENCE0', id, 1, 1, '{}', 'done', '{"carrierOrderNo":"C"}', $2 from orders where public_id = $1`,
      [id, world.clock.now()],
    );
    await world.pool.query(
      `update orders set stage = 'provisioning', status = 'awaiting-carrier' where public_id = $1`,
      [id],
    );

    await Promise.all(['E1', 'E1', 'E2'].map((event) => world.hint('REFERENCE0', '处理中', event as never)));
    await world.hint('REFERENCE0', '处理中');

    expect((await rows()).map(({ applied }) => applied)).toEqual(['projected', 'projected', 'projected']);
    expect((await rows()).every((row) => row.dispatched_at !== null)).toBe(true);
    expect((await world.order(id)).state.status).toBe('awaiting-carrier');
  });

  it.each([
    ['provisioning', 'awaiting-carrier', null],
    ['shipping', 'in-transit', 'projected'],
    ['activating', 'awaiting-activation', 'projected'],
    ['activating', 'parked', null],
  ])('that say 已开户 while %s/%s wake the order only where it waits for that', async (stage, status, applied) => {
    await opened('O', stage);
    await world.pool.query(`update orders set status = $2 where public_id = $1`, [id, status]);

    await world.hint(`O-${id}`, '已开户', 'E1' as never);
    await world.hint(`O-${id}`, '已开户', 'E1' as never);

    expect((await rows()).map((row) => row.applied)).toEqual([applied]);
  });

  it('of an unknown reference belong to nobody, and an end that comes alive again is a case for a person', async () => {
    await world.pool.query(
      `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, opened_at)
       select 'xinglian', 'submit', 'REFERENCE1', id, 1, 1, '{}', $2 from orders where public_id = $1`,
      [id, world.clock.now()],
    );
    await world.pool.query(`update orders set stage = 'rejected', status = 'ended' where public_id = $1`, [id]);

    const unknown = await world.hint('NOBODY', '已激活');
    const known = [
      await world.hint('REFERENCE1', '已激活', 'E1' as never),
      await world.hint('REFERENCE1', '已激活', 'E1' as never),
    ];

    expect([unknown, ...known]).toEqual([false, true, true]);
    const cases = await world.pool.query<{ kind: string }>('select kind from conflict_cases');
    expect(cases.rows).toEqual([{ kind: 'terminal-resurrected' }]);
    expect((await world.order(id)).state.stage).toBe('rejected');
  });

  it.each(['已拒绝', '已撤单'])('that call an active order %s are a case for a person, once', async (word) => {
    await opened('R', 'active');
    const before = await conflicts();

    await world.hint(`R-${id}`, word, 'E1' as never);
    await world.hint(`R-${id}`, word, 'E1' as never);
    await world.hint(`R-${id}`, '已激活');

    expect((await conflicts()).slice(before.length)).toEqual([{ kind: 'active-contradicted', word, stage: 'active' }]);
    expect((await world.order(id)).state.stage).toBe('active');
  });

  it('about an earlier opening, which was undone in its time, contradict nothing', async () => {
    await opened('R', 'active', 'undone');
    const before = await conflicts();

    await world.hint(`R-${id}`, '已撤单');

    expect(await conflicts()).toEqual(before);
  });
});
