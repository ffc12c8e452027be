import { ledgerBalances } from '../../adapters/postgres/read/ledger-balances';
import { sandboxDesk } from '../../adapters/postgres/sandbox-desk';
import type { Day, Instant, OrderId } from '../../domain/brand';
import type { BankPort } from '../../domain/ports/bank';
import type { CarrierOrder, CarrierPort } from '../../domain/ports/carrier';
import { askEvidence } from '../../domain/use-cases/ask-evidence';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { payOut } from '../../domain/use-cases/pay-out';
import { closeSettlement, planSettlement, settleBatch } from '../../domain/use-cases/settle';
import { until } from '../support/until';
import { bankTwin } from '../support/world/bank-twin';
import { CHECKER, MAKER, money, OTHER_CHECKER } from '../support/world/money';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

const START = Date.parse('2026-03-02T03:00:00.000Z');
const DUE = '2026-04-01' as Day;

let world: World<StoryClock>;
let purse: ReturnType<typeof money>;
beforeAll(async () => {
  world = await openWorld(storyClock(START));
  purse = money(world);
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(START);
  await world.clear();
});

const onDay = (day: Day): void => {
  world.clock.set(Date.parse(`${day}T02:00:00.000Z`));
};

/** Settles a day to its end in batches of `size`. */
async function settle(day: Day, size = 100): Promise<{ settled: number; held: number; refused: number }> {
  const sum = { settled: 0, held: 0, refused: 0 };
  for (;;) {
    const batch = await settleBatch(world)({ day, size });
    if (batch.looked === 0) break;
    sum.settled += batch.settled;
    sum.held += batch.held;
    sum.refused += batch.refused;
  }
  await closeSettlement(world)({ day });
  return sum;
}

describe('the ledger', () => {
  const entries = (amounts: readonly number[]) =>
    world.pool.query(
      `with t as (insert into ledger_transfers (kind, subject_id, at) values ('pay', 1, '2026-03-02T00:00:00Z') returning id)
       insert into ledger_entries (transfer_id, line, account_id, amount_fen)
       select t.id, n, a.id, amount from t, ledger_accounts a, unnest($1::bigint[]) with ordinality as e (amount, n) where a.kind = 'cost'`,
      [amounts],
    );

  it('refuses a transfer that does not sum to zero, and keeps nothing of it', async () => {
    await purse.accrued(1);
    const before = await purse.count('ledger_transfers');

    await expect(entries([5, -4])).rejects.toThrow('does not sum to zero');

    expect(await purse.count('ledger_transfers')).toBe(before);
    await entries([5, -5]);
    expect(await purse.count('ledger_transfers')).toBe(before + 1);
  });

  it('takes no further entry that would unbalance a transfer', async () => {
    await purse.accrued(1);

    const late = world.pool.query(
      `insert into ledger_entries (transfer_id, line, account_id, amount_fen) select transfer_id, 9, account_id, 1 from ledger_entries limit 1`,
    );

    await expect(late).rejects.toThrow('does not sum to zero');
  });

  it.each([
    'update ledger_entries set amount_fen = amount_fen + 1',
    'delete from ledger_entries',
    'truncate ledger_entries',
    'update ledger_transfers set subject_id = 0',
    'truncate ledger_transfers cascade',
  ])('is append-only: %s', async (statement) => {
    await purse.accrued(1);

    await expect(world.pool.query(statement)).rejects.toThrow('is append-only');
  });

  it('says where all the fen are, and they sum to zero', async () => {
    await purse.accrued(2);
    const earned = await ledgerBalances(world.pool);
    onDay(DUE);
    await settle(DUE);

    const settled = await ledgerBalances(world.pool);

    expect(earned).toMatchObject({ transfers: 2, unbalanced: [] });
    expect(settled).toMatchObject({ transfers: 6, unbalanced: [] });
    const left = settled.accounts.filter(({ balanceFen }) => balanceFen !== 0);
    expect(left).toEqual([
      { account: 'cost', agent: null, balanceFen: -20_000 },
      { account: 'payable', agent: 'AG00', balanceFen: 4_000 },
      { account: 'payable', agent: 'AG01', balanceFen: 16_000 },
    ]);
  });

  it('names a transfer that got past the database’s own check', async () => {
    await purse.accrued(1);
    const client = await world.pool.connect();
    try {
      await client.query('begin');
      await client.query(`set local session_replication_role = replica`);
      await client.query(
        `insert into ledger_entries (transfer_id, line, account_id, amount_fen) select transfer_id, 9, account_id, 1 from ledger_entries limit 1`,
      );
      await client.query(
        `insert into ledger_transfers (kind, subject_id, at) values ('pay', 77, '2026-03-02T00:00:00Z')`,
      );

      const { unbalanced, accounts } = await ledgerBalances(client);

      expect(unbalanced).toHaveLength(2);
      expect(accounts.reduce((sum, { balanceFen }) => sum + balanceFen, 0)).toBe(1);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

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
    onDay('2026-05-29' as Day);
    await purse.accrued(1);

    const rows = await world.pool.query<{ due_on: string }>('select distinct due_on::text from accruals');
    expect(rows.rows).toEqual([{ due_on: '2026-06-01' }]);
  });

  it('is the next thing that happens although its day is only provisional, and blocks once that day is there', async () => {
    const desk = sandboxDesk({ ...world, move: () => Promise.reject(new Error('no jump')) });
    onDay('2026-12-03' as Day);
    await purse.accrued(1, {
      activatedAt: '2026-12-02T02:00:00.000Z' as Instant,
      dueAt: '2027-01-01T00:00:00.000Z' as Instant,
    });

    expect(await desk.quiet()).toMatchObject({ next: { what: 'commission is due', at: '2027-01-03T16:00:00.000Z' } });
    onDay('2027-01-04' as Day);
    expect((await desk.quiet()).blockers).toContain('settlement of 2027-01-04');
  });

  it('beyond what is announced is due provisionally, and again when the next calendar is published', async () => {
    onDay('2026-12-03' as Day);
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
    onDay('2027-12-20' as Day);
    await purse.accrued(1, { activatedAt: '2027-12-19T02:00:00.000Z' as Instant });
    const rows = await world.pool.query('select distinct due_on::text as on, due_provisional from accruals');
    expect(rows.rows).toEqual([{ on: '2028-01-18', due_provisional: true }]);
    onDay('2028-01-18' as Day);

    expect(await planSettlement(world)()).toMatchObject({ days: [], unknownFrom: '2028-01-01' });
    expect(await purse.balances()).toMatchObject({ 'accrued/AG01': 8_000 });
  });

  it('is settled on a day that only the rule knows, where nobody announced one', async () => {
    onDay('2026-12-03' as Day);
    await purse.accrued(1, {
      activatedAt: '2026-12-02T02:00:00.000Z' as Instant,
      dueAt: '2027-01-01T00:00:00.000Z' as Instant,
    });
    onDay('2027-01-04' as Day);

    expect(await planSettlement(world)()).toMatchObject({ days: ['2027-01-04'], unknownFrom: null });
    expect(await settle('2027-01-04' as Day)).toEqual({ settled: 2, held: 0, refused: 0 });
  });
});

describe('settlement', () => {
  it('settles what is due when every condition holds, and makes a statement for each agent', async () => {
    await purse.accrued(3);
    onDay(DUE);

    expect(await planSettlement(world)()).toMatchObject({ days: [DUE] });
    expect(await settle(DUE)).toEqual({ settled: 6, held: 0, refused: 0 });

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
    onDay('2026-03-31' as Day);

    expect(await settle('2026-03-31' as Day)).toEqual({ settled: 0, held: 0, refused: 0 });
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
    onDay(DUE);

    await settle(DUE);

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
    onDay(DUE);
    expect(await settle(DUE)).toEqual({ settled: 0, held: 2, refused: 0 });

    await world.pool.query('update conflict_cases set closed_at = $1', [world.clock.now()]);
    onDay('2026-04-02' as Day);
    expect(await planSettlement(world)()).toMatchObject({ days: ['2026-04-02'] });
    expect(await settle('2026-04-02' as Day)).toEqual({ settled: 2, held: 0, refused: 0 });
  });

  it('posts each fen once when it is killed after a batch, or its commit is not heard of', async () => {
    await purse.accrued(7);
    onDay(DUE);
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

    await settle(DUE, 4);
    await settle(DUE, 4);

    expect(await purse.balances()).toEqual({ cost: -70_000, 'payable/AG00': 14_000, 'payable/AG01': 56_000 });
    const twice = await world.pool.query(
      `select 1 from ledger_transfers group by kind, subject_id having count(*) > 1`,
    );
    expect(twice.rows).toEqual([]);
    expect(await purse.count('ledger_transfers')).toBe(7 + 14);
  });

  it('done by two at once posts each fen once', async () => {
    await purse.accrued(10);
    onDay(DUE);

    await Promise.all([settle(DUE, 3), settle(DUE, 3)]);

    expect(await purse.balances()).toEqual({ cost: -100_000, 'payable/AG00': 20_000, 'payable/AG01': 80_000 });
  });

  it('writes days without anything due off, and does every business day that is not done', async () => {
    await purse.accrued(1);
    onDay(DUE);
    await settle(DUE);
    onDay('2026-04-09' as Day);

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
  const said = (change: Partial<CarrierOrder>): CarrierPort => ({
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
    onDay(DUE);
    expect(await settle(DUE)).toEqual({ settled: 0, held: 2, refused: 0 });
    return id as OrderId;
  }
  const asked = async () =>
    (await world.pool.query<{ body: unknown }>(`select body from outbox where topic = 'ask-evidence'`)).rows;
  const next = async () => {
    onDay('2026-04-02' as Day);
    return settle('2026-04-02' as Day);
  };

  it('is asked about once a settlement, and settled by the next one when the carrier says it', async () => {
    const orderId = await held();
    await closeSettlement(world)({ day: DUE });
    expect(await asked()).toEqual([{ body: { orderId } }]);

    await askEvidence({ work: world.work, carrier: said({}) })({ orderId });
    await askEvidence({ work: world.work, carrier: said({}) })({ orderId });

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

    await askEvidence({ work: world.work, carrier: said(change) })({ orderId });

    expect(await next()).toEqual(expected);
  });

  it('stays held, and the question too, while nobody answers', async () => {
    const orderId = await held();
    const carrier: CarrierPort = { ...world.carrier, query: () => Promise.resolve({ kind: 'unknown', why: 'away' }) };

    await expect(askEvidence({ work: world.work, carrier })({ orderId })).rejects.toThrow('PartnerDown');
  });
});

describe('clawback', () => {
  it('before the due date: nothing is settled and the money is back where it came from', async () => {
    const [id] = await purse.accrued(1);

    expect(await purse.clawBack(id as OrderId)).toEqual({ count: 2, tooLate: [] });
    expect(await purse.clawBack(id as OrderId, 'closed')).toEqual({ count: 0, tooLate: [] });

    onDay(DUE);
    expect(await settle(DUE)).toEqual({ settled: 0, held: 0, refused: 0 });
    expect(await purse.balances()).toEqual({});
    expect(await purse.states(id as OrderId)).toEqual(['clawed-back', 'clawed-back']);
  });

  it('after settlement and before release: statement and payout fall, and nothing is left to pay', async () => {
    const [id] = await purse.accrued(1);
    onDay(DUE);
    await settle(DUE);
    const commands = payoutCommands(world);
    const payouts = await commands.create(await purse.statementIds(), MAKER);

    expect(await purse.clawBack(id as OrderId)).toEqual({ count: 2, tooLate: [] });

    for (const payout of payouts) {
      expect(await commands.release(payout, CHECKER, 0)).toEqual({ state: 'nothing-to-pay', amountFen: 0 });
    }
    expect(await purse.balances()).toEqual({});
    const states = await world.pool.query(`select distinct state from statements`);
    expect(states.rows).toEqual([{ state: 'empty' }]);
  });

  it('after the release: it is too late, and says for which payout', async () => {
    const [id] = await purse.accrued(1);
    onDay(DUE);
    await settle(DUE);
    const commands = payoutCommands(world);
    const payouts = await commands.create(await purse.statementIds(), MAKER);
    const waiting = await world.pool.query<{ fen: number }>('select amount_fen as fen from payouts order by id');
    for (const [index, payout] of payouts.entries()) {
      await commands.release(payout, CHECKER, waiting.rows[index]?.fen ?? 0);
    }

    const clawed = await purse.clawBack(id as OrderId);

    expect(clawed).toEqual({ count: 0, tooLate: expect.arrayContaining([...payouts]) as unknown });
    expect(await purse.balances()).toMatchObject({ 'payable/AG01': 8_000 });
    await purse.clawBack(id as OrderId, 'closed');
    const cases = await world.pool.query<{ kind: string; payout: string }>(
      `select kind, detail ->> 'payout' as payout from conflict_cases`,
    );
    expect(cases.rows.map(({ payout }) => payout).sort()).toEqual([...payouts].sort());
    expect(new Set(cases.rows.map(({ kind }) => kind))).toEqual(new Set(['stopped-after-payout']));
  });

  it('after the release of a payout that the bank refuses: taken back then, and the rest is paid by another one', async () => {
    const orders = await purse.accrued(2);
    onDay(DUE);
    await settle(DUE);
    const commands = payoutCommands(world);
    const [, seller] = await purse.statementIds();
    const [payout] = await commands.create([seller as never], MAKER);
    await commands.release(payout as never, CHECKER, 16_000);
    expect(await purse.clawBack(orders[0] as OrderId)).toMatchObject({ count: 1, tooLate: [payout] });
    const bank = bankTwin();
    bank.refuse('收款账户状态异常');

    const step = await payOut({ work: world.work, bank })(payout as never, {
      pausesMs: [],
      sleep: () => Promise.resolve(),
    });

    expect(step).toEqual({ kind: 'ended', state: 'refused' });
    expect(await purse.states(orders[0] as OrderId)).toEqual(['clawed-back', 'clawed-back']);
    expect(await purse.balances()).toEqual({ cost: -10_000, 'payable/AG00': 2_000, 'payable/AG01': 8_000 });
    const [again] = await commands.create([seller as never], MAKER);
    expect(await commands.release(again as never, CHECKER, 8_000)).toEqual({ state: 'released', amountFen: 8_000 });
  });

  it('of all that a refused payout would have paid leaves its statement empty', async () => {
    const [id] = await purse.accrued(1);
    onDay(DUE);
    await settle(DUE);
    const commands = payoutCommands(world);
    const payouts = await commands.create(await purse.statementIds(), MAKER);
    const bank = bankTwin();
    bank.refuse('收款账户状态异常');
    bank.refuse('收款账户状态异常');
    const amounts = await world.pool.query<{ fen: number }>('select amount_fen as fen from payouts order by id');
    for (const [index, payout] of payouts.entries())
      await commands.release(payout, CHECKER, amounts.rows[index]?.fen ?? 0);
    await purse.clawBack(id as OrderId);

    for (const payout of payouts)
      await payOut({ work: world.work, bank })(payout, { pausesMs: [], sleep: () => Promise.resolve() });

    expect(await purse.balances()).toEqual({});
    expect((await world.pool.query('select distinct state from statements')).rows).toEqual([{ state: 'empty' }]);
  });
});

describe('a payout', () => {
  const patience = { pausesMs: [1, 1], sleep: () => Promise.resolve() };

  async function released(count = 1) {
    const orders = await purse.accrued(count);
    onDay(DUE);
    await settle(DUE);
    const commands = payoutCommands(world);
    const [, seller] = await purse.statementIds();
    const [payout] = await commands.create([seller as never], MAKER);
    if (!payout) throw new Error('no payout');
    return { commands, payout, orders, statement: seller as never };
  }

  it('is not released by its maker, neither by rule nor by row', async () => {
    const { commands, payout } = await released();

    await expect(commands.release(payout, MAKER, 8_000)).rejects.toThrow('MakerMayNotRelease');
    await expect(world.pool.query(`update payouts set state = 'released', checker_id = maker_id`)).rejects.toThrow(
      'violates check constraint',
    );
  });

  it('is made once for its statements and released once', async () => {
    const { commands, payout, statement } = await released();

    expect(await commands.create([statement], MAKER)).toEqual([payout]);
    await expect(commands.create([statement], CHECKER)).rejects.toThrow('StatementNotReady');
    expect(await commands.release(payout, CHECKER, 8_000)).toEqual({ state: 'released', amountFen: 8_000 });
    expect(await commands.release(payout, CHECKER, 8_000)).toEqual({ state: 'released', amountFen: 8_000 });
    await expect(commands.release(payout, OTHER_CHECKER, 8_000)).rejects.toThrow('PayoutClosed');
    await expect(commands.create([statement], MAKER)).rejects.toThrow('StatementNotReady');
    const started = await world.pool.query(`select topic from outbox where topic = 'start-payout'`);
    expect(started.rows).toHaveLength(1);
  });

  it('is released for the amount that its checker saw, not for what a clawback left of it', async () => {
    const { commands, payout, orders } = await released(2);
    await purse.clawBack(orders[0] as OrderId);

    await expect(commands.release(payout, CHECKER, 16_000)).rejects.toMatchObject({
      code: 'PayoutAmountChanged',
      errors: [{ pointer: '/amountFen', detail: '8000' }],
    });
    expect(await commands.release(payout, CHECKER, 8_000)).toEqual({ state: 'released', amountFen: 8_000 });
  });

  const openCase = (id: OrderId) =>
    world.pool.query(
      `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
       select 'cas_000000000001', 'active-contradicted', id, '{}', $2 from orders where public_id = $1`,
      [id, world.clock.now()],
    );
  const heldBy = (id: OrderId, pointer: string) => ({ code: 'CommissionHeld', errors: [{ pointer, detail: id }] });

  it('is not released while a case that came up after the settlement is open, and is once it is closed', async () => {
    const { commands, payout, orders } = await released(2);
    const id = orders[1] as OrderId;
    await openCase(id);

    await expect(commands.release(payout, CHECKER, 16_000)).rejects.toMatchObject(heldBy(id, '/amountFen'));
    await world.pool.query('update conflict_cases set closed_at = $1', [world.clock.now()]);

    expect(await commands.release(payout, CHECKER, 16_000)).toMatchObject({ state: 'released' });
  });

  it('is not made of a statement in which an order has an open case or a number that stopped', async () => {
    const { commands, payout, orders, statement } = await released(2);
    await commands.cancel(payout, MAKER, 'again');
    const [first, second] = orders as readonly [OrderId, OrderId];
    await openCase(first);

    await expect(commands.create([statement], MAKER)).rejects.toMatchObject(heldBy(first, '/statementIds'));
    await world.pool.query('update conflict_cases set closed_at = $1', [world.clock.now()]);
    await world.pool.query(
      `update accruals set stopped_reason = 'closed', stopped_at = $2 where order_id = (select id from orders where public_id = $1)`,
      [second, world.clock.now()],
    );

    await expect(commands.create([statement], MAKER)).rejects.toMatchObject(heldBy(second, '/statementIds'));
  });

  it('that nobody released is taken back with a reason; its statement goes into another one and is paid once', async () => {
    const { commands, payout, statement } = await released();

    await commands.cancel(payout, CHECKER, 'wrong agent');
    await commands.cancel(payout, CHECKER, 'again');

    await expect(commands.cancel(payout, MAKER, 'me too')).rejects.toThrow('PayoutClosed');
    await expect(commands.release(payout, OTHER_CHECKER, 8_000)).rejects.toThrow('PayoutClosed');
    const [second] = await commands.create([statement], MAKER);
    expect(second).not.toBe(payout);
    await commands.release(second as never, CHECKER, 8_000);
    await expect(commands.cancel(second as never, MAKER, 'late')).rejects.toThrow('PayoutClosed');
    const rows = await world.pool.query<{ state: string; reason: string | null }>(
      `select state, cancel_reason as reason from payouts order by id`,
    );
    expect(rows.rows).toEqual([
      { state: 'cancelled', reason: 'wrong agent' },
      { state: 'released', reason: null },
    ]);
  });

  it('taken back after everything of it was clawed back leaves nothing to pay', async () => {
    const { commands, payout, orders, statement } = await released();
    await purse.clawBack(orders[0] as OrderId);

    await commands.cancel(payout, MAKER, 'nothing is left');

    await expect(commands.create([statement], MAKER)).rejects.toThrow('StatementNotReady');
    const rows = await world.pool.query(`select distinct state from statements`);
    expect(rows.rows).toEqual([{ state: 'empty' }]);
  });

  it('tells whoever looks at it that a clawback lowered it', async () => {
    const { payout, orders } = await released(2);
    const told: string[] = [];
    const listener = await world.pool.connect();
    try {
      listener.on('notification', ({ payload = '' }) => told.push(payload));
      await listener.query('listen cardflow_changed');

      await purse.clawBack(orders[0] as OrderId);
      await until('the change to be told', () => Promise.resolve(told.length >= 2));
    } finally {
      listener.release(true);
    }

    expect(told.map((payload) => JSON.parse(payload) as unknown)).toEqual([
      { kind: 'payout', id: payout, purchaseId: null },
      // The agent above has a statement and no payout yet.
      { kind: 'settlement', id: DUE, purchaseId: null },
    ]);
  });

  it('ends while a clawback of it is under way, and neither waits for the other', async () => {
    const { commands, payout, orders } = await released();
    await commands.release(payout, CHECKER, 8_000);
    let clawing: Promise<unknown> = Promise.resolve();

    await world.work.inTransaction(async (tx) => {
      const found = await tx.payouts.lock(payout);
      clawing = purse.clawBack(orders[0] as OrderId);
      await until('the clawback to wait', async () => {
        const waits = await world.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waits.rows.length > 0;
      });
      if (found) await tx.payouts.paid(found, 'B1');
    });

    expect(await clawing).toEqual({ count: 1, tooLate: [payout] });
    const deadlocks = await world.pool.query<{ n: number }>(
      'select deadlocks as n from pg_stat_database where datname = current_database()',
    );
    expect(deadlocks.rows).toEqual([{ n: 0 }]);
  });

  it.each(['before', 'after'] as const)('is paid once when the reply is lost %s the bank acted', async (when) => {
    const { commands, payout } = await released();
    await commands.release(payout, CHECKER, 8_000);
    const bank = bankTwin();
    bank.lose('transfer', when);

    const step = await payOut({ work: world.work, bank })(payout, patience);
    const again = await payOut({ work: world.work, bank })(payout, patience);

    expect([step, again]).toEqual([
      { kind: 'ended', state: 'paid' },
      { kind: 'ended', state: 'paid' },
    ]);
    expect(bank.paid()).toEqual([{ payee: 'AG01', amountFen: 8_000 }]);
    expect(await purse.balances()).toMatchObject({ bank: 8_000, 'payable/AG00': 2_000 });
  });

  it('asks first when a process died in the call', async () => {
    const { commands, payout } = await released();
    await commands.release(payout, CHECKER, 8_000);
    const bank = bankTwin();
    const dying: BankPort = {
      ...bank,
      async transfer(input) {
        await bank.transfer(input);
        throw new Error('killed');
      },
    };
    await expect(payOut({ work: world.work, bank: dying })(payout, patience)).rejects.toThrow('killed');

    const step = await payOut({ work: world.work, bank })(payout, patience);

    expect(step).toEqual({ kind: 'ended', state: 'paid' });
    expect(bank.calls.map(({ command }) => command)).toEqual(['transfer', 'find']);
  });

  it('that the bank refuses leaves its statements ready for another one', async () => {
    const { commands, payout, statement } = await released();
    await commands.release(payout, CHECKER, 8_000);
    const bank = bankTwin();
    bank.refuse('户名不符');

    expect(await payOut({ work: world.work, bank })(payout, patience)).toEqual({ kind: 'ended', state: 'refused' });

    const [second] = await commands.create([statement], MAKER);
    await commands.release(second as never, CHECKER, 8_000);
    expect(await payOut({ work: world.work, bank })(second as never, patience)).toEqual({
      kind: 'ended',
      state: 'paid',
    });
    expect(bank.paid()).toEqual([{ payee: 'AG01', amountFen: 8_000 }]);
  });

  it('is not taken for paid where the bank has another amount under its reference', async () => {
    const { commands, payout } = await released();
    await commands.release(payout, CHECKER, 8_000);
    const bank = bankTwin();
    bank.lose('transfer', 'after');
    const other: BankPort = {
      ...bank,
      find: () => Promise.resolve({ kind: 'found', transferNo: 'B1', amountFen: 7_999 }),
    };

    const step = await payOut({ work: world.work, bank: other })(payout, patience);

    expect(step).toMatchObject({ kind: 'wait' });
    expect(await purse.balances()).toMatchObject({ 'payable/AG01': 8_000 });
  });

  it('waits on a row while the bank is silent', async () => {
    const { commands, payout } = await released();
    await commands.release(payout, CHECKER, 8_000);
    const bank = bankTwin();
    bank.silent = true;

    const step = await payOut({ work: world.work, bank })(payout, patience);

    expect(step).toMatchObject({ kind: 'wait', wait: { dueInMs: 600_000 } });
    const state = await world.pool.query(
      `select p.state, c.state as call from payouts p join partner_calls c on c.reference = p.bank_reference`,
    );
    expect(state.rows).toEqual([{ state: 'waiting-for-bank', call: 'unknown' }]);
  });
});
