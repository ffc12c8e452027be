import type { Day, Instant, OrderId } from '../../domain/brand';
import type { CarrierOrder, CarrierOf, CarrierPort } from '../../domain/ports/carrier';
import { askEvidence } from '../../domain/use-cases/ask-evidence';
import { clawBack } from '../../domain/use-cases/claw-back-commission';
import { closeSettlement, planSettlement, settleBatch } from '../../domain/use-cases/settle';
import { until } from '../support/until';
import { DUE, openPurse, type Purse } from '../support/world/settling';
import type { StoryClock, World } from '../support/world/world';

let world: World<StoryClock>;
let purse: Purse;
beforeAll(async () => {
  ({ world, purse } = await openPurse());
});
afterAll(() => world.close());
beforeEach(() => purse.afresh());

describe('settlement', () => {
  it('settles what is due when every condition holds, and makes a statement for each agent', async () => {
    await purse.accrued(3);
    purse.onDay(DUE);

    expect(await planSettlement(world)()).toMatchObject({ days: [DUE] });
    expect(await purse.settle(DUE)).toEqual({ settled: 6, held: 0, refused: 0 });

    const statements = await world.pool.query(
      `select agent_code, lines, accrued_fen, opening_fen, state from statements order by agent_code`,
    );
    expect(statements.rows).toEqual([
      { agent_code: 'AG00', lines: 3, accrued_fen: 6_000, opening_fen: 0, state: 'ready' },
      { agent_code: 'AG01', lines: 3, accrued_fen: 24_000, opening_fen: 0, state: 'ready' },
    ]);
    expect(await purse.balances()).toEqual({ cost: -30_000, 'payable/AG00': 6_000, 'payable/AG01': 24_000 });
    expect(await planSettlement(world)()).toMatchObject({ days: [] });
  });

  it('does not settle before the due date', async () => {
    await purse.accrued(1);
    purse.onDay('2026-03-31' as Day);

    expect(await purse.settle('2026-03-31' as Day)).toEqual({ settled: 0, held: 0, refused: 0 });
    expect(await purse.balances()).toMatchObject({ 'accrued/AG01': 8_000 });
  });

  it.each([
    ['another person', { personMatches: false }, 'refused'],
    ['another province', { area: { province: '湖南省', city: '长沙市' } }, 'refused'],
    ['too late', { dueAt: '2026-03-02T02:00:00.000Z' as Instant }, 'refused'],
    ['an unknown person', { personMatches: null }, 'held'],
    ['an unknown place', { area: null }, 'held'],
  ] as const)('activated by or in %s it is %s', async (_what, change, state) => {
    const [id] = await purse.accrued(1, change);
    purse.onDay(DUE);

    await purse.settle(DUE);

    expect(await purse.states(id as OrderId)).toEqual([state, state]);
    expect(await purse.balances()).toEqual(
      state === 'refused' ? {} : { cost: -10_000, 'accrued/AG01': 8_000, 'accrued/AG00': 2_000 },
    );
    expect(await purse.count('statements')).toBe(0);
  });

  it('holds what an open case is about, and settles it on the next day after the case is closed', async () => {
    const [id] = await purse.accrued(1);
    await world.pool.query(
      `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
       select 'cas_000000000001', 'signed-by-another', id, '{}', $2 from orders where public_id = $1`,
      [id, world.clock.now()],
    );
    purse.onDay(DUE);
    expect(await purse.settle(DUE)).toEqual({ settled: 0, held: 2, refused: 0 });

    await world.pool.query('update conflict_cases set closed_at = $1', [world.clock.now()]);
    purse.onDay('2026-04-02' as Day);
    expect(await planSettlement(world)()).toMatchObject({ days: ['2026-04-02'] });
    expect(await purse.settle('2026-04-02' as Day)).toEqual({ settled: 2, held: 0, refused: 0 });
  });

  it('posts each fen once when it is killed after a batch, or its commit is not heard of', async () => {
    await purse.accrued(7);
    purse.onDay(DUE);
    const batch = settleBatch(world);
    await batch({ day: DUE, size: 4 });
    await expect(
      world.work.inTransaction(async (tx) => {
        await tx.settlements.batch(DUE, [], 4);
        throw new Error('killed before the commit');
      }),
    ).rejects.toThrow('killed');
    // The batch after is settled and its answer lost: whoever comes again asks for the next one.
    await batch({ day: DUE, size: 4 });

    await purse.settle(DUE, 4);
    await purse.settle(DUE, 4);

    expect(await purse.balances()).toEqual({ cost: -70_000, 'payable/AG00': 14_000, 'payable/AG01': 56_000 });
    const twice = await world.pool.query(
      `select 1 from ledger_transfers group by kind, subject_id having count(*) > 1`,
    );
    expect(twice.rows).toEqual([]);
    expect(await purse.count('ledger_transfers')).toBe(7 + 14);
  });

  it('done by two at once posts each fen once', async () => {
    await purse.accrued(10);
    purse.onDay(DUE);

    await Promise.all([purse.settle(DUE, 3), purse.settle(DUE, 3)]);

    expect(await purse.balances()).toEqual({ cost: -100_000, 'payable/AG00': 20_000, 'payable/AG01': 80_000 });
  });

  it('pays nothing for what is clawed back while it runs, and no fen is left over', async () => {
    const [stopped, other] = (await purse.accrued(2)) as [OrderId, OrderId];
    purse.onDay(DUE);
    let settling: Promise<unknown> = Promise.resolve();

    await world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(stopped);
      if (!order) throw new Error(`no order ${stopped}`);
      await clawBack(tx, order, { reason: 'suspended', at: tx.now });
      settling = purse.settle(DUE);
      await until('the settlement to wait for the clawback', async () => {
        const waits = await world.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waits.rows.length > 0;
      });
    });

    expect(await settling).toEqual({ settled: 2, held: 0, refused: 0 });
    expect(await purse.states(stopped)).toEqual(['clawed-back', 'clawed-back']);
    expect(await purse.states(other)).toEqual(['settled', 'settled']);
    expect(await purse.balances()).toEqual({ cost: -10_000, 'payable/AG00': 2_000, 'payable/AG01': 8_000 });
    const statements = await world.pool.query('select agent_code, lines, accrued_fen from statements order by 1');
    expect(statements.rows).toEqual([
      { agent_code: 'AG00', lines: 1, accrued_fen: 2_000 },
      { agent_code: 'AG01', lines: 1, accrued_fen: 8_000 },
    ]);
  });

  it('writes days without anything due off, and does every business day that is not done', async () => {
    await purse.accrued(1);
    purse.onDay(DUE);
    await purse.settle(DUE);
    purse.onDay('2026-04-09' as Day);

    expect(await planSettlement(world)()).toMatchObject({ days: [] });

    // Qingming is on 6 April, a Monday.
    const done = await world.pool.query(
      `select business_date::text as day from settlement_runs where state = 'done' order by 1`,
    );
    expect(done.rows.map(({ day }: { day: string }) => day)).toEqual([
      '2026-04-01',
      '2026-04-02',
      '2026-04-03',
      '2026-04-07',
      '2026-04-08',
      '2026-04-09',
    ]);
  });

  it('refuses a day that no calendar knows, and a day on which nobody works', async () => {
    await expect(settleBatch(world)({ day: '2028-01-04' as Day })).rejects.toThrow('CalendarNotLoaded');
    await expect(settleBatch(world)({ day: '2026-04-06' as Day })).rejects.toThrow('no business day');
  });
});

describe('commission that is held because the carrier did not say enough', () => {
  const said =
    (change: Partial<CarrierOrder>): CarrierOf =>
    () => ({
      ...world.carrier,
      query: () =>
        Promise.resolve({
          kind: 'found',
          order: {
            carrierOrderNo: 'XL1',
            word: '已激活',
            text: null,
            number: null,
            iccid: null,
            activatedAt: '2026-03-02T02:00:00.000Z' as Instant,
            activation: { personMatches: true, province: '广东省', city: '深圳市' },
            ...change,
          },
        }),
    });
  async function held(): Promise<OrderId> {
    const [id] = await purse.accrued(1, { personMatches: null });
    await world.pool.query(
      `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, opened_at)
       select 'xinglian', 'submit', 'REFERENCE1', id, 1, 1, '{}', $2 from orders where public_id = $1`,
      [id, world.clock.now()],
    );
    purse.onDay(DUE);
    expect(await purse.settle(DUE)).toEqual({ settled: 0, held: 2, refused: 0 });
    return id as OrderId;
  }
  const asked = async () =>
    (await world.pool.query<{ body: unknown }>(`select body from outbox where topic = 'ask-evidence'`)).rows;
  const next = async () => {
    purse.onDay('2026-04-02' as Day);
    return purse.settle('2026-04-02' as Day);
  };

  it('is asked about once a settlement, and settled by the next one when the carrier says it', async () => {
    const orderId = await held();
    await closeSettlement(world)({ day: DUE });
    expect(await asked()).toEqual([{ body: { orderId } }]);

    await askEvidence({ work: world.work, carrierOf: said({}) })({ orderId });
    await askEvidence({ work: world.work, carrierOf: said({}) })({ orderId });

    expect(await next()).toEqual({ settled: 2, held: 0, refused: 0 });
    expect(await asked()).toHaveLength(1);
  });

  it.each([
    ['still says nothing', { activation: null }, { settled: 0, held: 2, refused: 0 }],
    [
      'names another person',
      { activation: { personMatches: false, province: '广东', city: '' } },
      { settled: 0, held: 0, refused: 2 },
    ],
    ['calls the number suspended', { word: '已停机' }, { settled: 0, held: 0, refused: 0 }],
  ])('is judged anew where the carrier %s', async (_what, change, expected) => {
    const orderId = await held();

    await askEvidence({ work: world.work, carrierOf: said(change) })({ orderId });

    expect(await next()).toEqual(expected);
  });

  it('stays held, and the question too, while nobody answers', async () => {
    const orderId = await held();
    const carrier: CarrierPort = { ...world.carrier, query: () => Promise.resolve({ kind: 'unknown', why: 'away' }) };

    await expect(askEvidence({ work: world.work, carrierOf: () => carrier })({ orderId })).rejects.toThrow(
      'PartnerDown',
    );
  });
});
