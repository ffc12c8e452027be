import { sandboxDesk } from '../../adapters/postgres/sandbox-desk';
import type { Day, Instant, OrderId } from '../../domain/brand';
import { planSettlement } from '../../domain/use-cases/settle';
import { DUE, openPurse, type Purse } from '../support/world/settling';
import type { StoryClock, World } from '../support/world/world';

let world: World<StoryClock>;
let purse: Purse;
beforeAll(async () => {
  ({ world, purse } = await openPurse());
});
afterAll(() => world.close());
beforeEach(() => purse.afresh());

describe('an activation', () => {
  it('earns 80 for the seller and 20 for the agent above, due 30 days later on a business day', async () => {
    const [id] = await purse.accrued(1);

    const rows = await world.pool.query(
      `select agent_code, amount_fen, type, period, state, due_on::text, due_provisional from accruals order by id`,
    );
    expect(rows.rows).toEqual([
      {
        agent_code: 'AG01',
        amount_fen: 8_000,
        type: 'order',
        period: '2026-03',
        state: 'accrued',
        due_on: DUE,
        due_provisional: false,
      },
      {
        agent_code: 'AG00',
        amount_fen: 2_000,
        type: 'parent',
        period: '2026-03',
        state: 'accrued',
        due_on: DUE,
        due_provisional: false,
      },
    ]);
    expect(await purse.balances()).toEqual({ cost: -10_000, 'accrued/AG01': 8_000, 'accrued/AG00': 2_000 });
    expect(await purse.states(id as OrderId)).toEqual(['accrued', 'accrued']);
  });

  it('earns the whole for an agent with nobody above, and nothing without an agent', async () => {
    const [alone] = await purse.activeOrders(1, 'AG00');
    const [none] = await purse.activeOrders(1, null);

    await purse.accrue(alone as OrderId);
    await purse.accrue(none as OrderId);

    expect(await purse.balances()).toEqual({ cost: -10_000, 'accrued/AG00': 10_000 });
  });

  it('COM-15: reported five times at once it is accrued once', async () => {
    const [id] = await purse.activeOrders(1);

    await Promise.all(Array.from({ length: 5 }, () => purse.accrue(id as OrderId)));

    expect(await purse.count('accruals')).toBe(2);
    expect(await purse.balances()).toEqual({ cost: -10_000, 'accrued/AG01': 8_000, 'accrued/AG00': 2_000 });
  });

  it('known late is due on the next business day, never in the past', async () => {
    purse.onDay('2026-05-29' as Day);
    await purse.accrued(1);

    const rows = await world.pool.query<{ due_on: string }>('select distinct due_on::text from accruals');
    expect(rows.rows).toEqual([{ due_on: '2026-06-01' }]);
  });

  it('is the next thing that happens although its day is only provisional, and blocks once that day is there', async () => {
    const desk = sandboxDesk({ ...world, move: () => Promise.reject(new Error('no jump')) });
    purse.onDay('2026-12-03' as Day);
    await purse.accrued(1, {
      activatedAt: '2026-12-02T02:00:00.000Z' as Instant,
      dueAt: '2027-01-01T00:00:00.000Z' as Instant,
    });

    expect(await desk.quiet()).toMatchObject({ next: { what: 'commission is due', at: '2027-01-03T16:00:00.000Z' } });
    purse.onDay('2027-01-04' as Day);
    expect((await desk.quiet()).blockers).toContain('settlement of 2027-01-04');
  });

  it('beyond what is announced is due provisionally, and again when the next calendar is published', async () => {
    purse.onDay('2026-12-03' as Day);
    await purse.accrued(1, { activatedAt: '2026-12-02T02:00:00.000Z' as Instant });
    const due = async (): Promise<readonly unknown[]> =>
      (
        await world.pool.query<{ on: string; provisional: boolean }>(
          `select distinct due_on::text as on, due_provisional as provisional from accruals`,
        )
      ).rows;
    expect(await due()).toEqual([{ on: '2027-01-04', provisional: true }]);
    expect(await planSettlement(world)()).toMatchObject({ days: [], unknownFrom: null, calendarEnds: '2026-12-31' });

    await world.pool.query(
      `insert into calendars (code, version, valid_from, valid_to, announced_to, holidays, workdays, source, published_at)
       values ('cn', 9, '2025-01-01', '2027-12-31', '2027-12-31', '{2027-01-01,2027-01-04}', '{2027-01-09}', 'test', $1)`,
      [world.clock.now()],
    );
    await planSettlement(world)();

    expect(await due()).toEqual([{ on: '2027-01-05', provisional: false }]);
  });

  it('beyond every calendar is accrued all the same, and its days are told as unknown', async () => {
    purse.onDay('2027-12-20' as Day);
    await purse.accrued(1, { activatedAt: '2027-12-19T02:00:00.000Z' as Instant });
    const rows = await world.pool.query('select distinct due_on::text as on, due_provisional from accruals');
    expect(rows.rows).toEqual([{ on: '2028-01-18', due_provisional: true }]);
    purse.onDay('2028-01-18' as Day);

    expect(await planSettlement(world)()).toMatchObject({ days: [], unknownFrom: '2028-01-01' });
    expect(await purse.balances()).toMatchObject({ 'accrued/AG01': 8_000 });
  });

  it('is settled on a day that only the rule knows, where nobody announced one', async () => {
    purse.onDay('2026-12-03' as Day);
    await purse.accrued(1, {
      activatedAt: '2026-12-02T02:00:00.000Z' as Instant,
      dueAt: '2027-01-01T00:00:00.000Z' as Instant,
    });
    purse.onDay('2027-01-04' as Day);

    expect(await planSettlement(world)()).toMatchObject({ days: ['2027-01-04'], unknownFrom: null });
    expect(await purse.settle('2027-01-04' as Day)).toEqual({ settled: 2, held: 0, refused: 0 });
  });
});
