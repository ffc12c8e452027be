import { postgresCommissionDesk } from '../../adapters/postgres/commission-desk';
import type { Day, Instant, OrderId } from '../../domain/brand';
import type { CommissionDeskPort } from '../../domain/ports/commission-desk';
import { decisionCommands } from '../../domain/use-cases/decide-commission';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { payOut } from '../../domain/use-cases/pay-out';
import { closeSettlement, settleBatch } from '../../domain/use-cases/settle';
import { bankTwin } from '../support/world/bank-twin';
import { CHECKER, MAKER, money } from '../support/world/money';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

const START = Date.parse('2026-03-02T03:00:00.000Z');
const DUE = '2026-04-01' as Day;

let world: World<StoryClock>;
let purse: ReturnType<typeof money>;
let desk: CommissionDeskPort;
beforeAll(async () => {
  world = await openWorld(storyClock(START), { numbers: 1 });
  purse = money(world);
  desk = postgresCommissionDesk({ ...world, commands: payoutCommands(world), decisions: decisionCommands(world) });
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(START);
  await world.clear();
});

async function settle(day: Day = DUE): Promise<void> {
  world.clock.set(Date.parse(`${day}T02:00:00.000Z`));
  await settleBatch(world)({ day });
  await closeSettlement(world)({ day });
}

const first = async (count = 1, change = {}): Promise<OrderId> => {
  const [id] = await purse.accrued(count, change);
  if (!id) throw new Error('no order');
  return id;
};

describe('why an order is or is not paid', () => {
  it('tells each condition with its evidence and date, for the seller and the agent above', async () => {
    const facts = await desk.ofOrder(await first());

    expect(facts?.none).toBeNull();
    expect(facts?.accruals).toMatchObject([
      {
        rule: { code: 'XL-NEXT-MONTH', version: 1 },
        type: 'order',
        agent: { code: 'AG01', name: '分代' },
        amountFen: 8_000,
        state: 'accrued',
        dueOn: DUE,
        statementId: null,
      },
      { type: 'parent', agent: { code: 'AG00' }, amountFen: 2_000 },
    ]);
    expect(facts?.accruals[0]?.conditions).toHaveLength(7);
    expect(facts?.accruals[0]?.conditions[2]).toEqual({
      code: 'PLACE',
      value: true,
      text: { zh: '激活地与收货地在同一省', en: 'it was activated in the province it was delivered to' },
      evidence: {
        area: { province: '广东省', city: '深圳市' },
        deliveryArea: { province: '广东', city: '深圳市' },
      },
      at: '2026-03-02T02:00:00.000Z',
    });
  });

  it('is due on the day, settled after it, and paid when the bank paid', async () => {
    const id = await first();
    const state = async () => (await desk.ofOrder(id))?.accruals[0]?.state;
    world.clock.set(Date.parse(`${DUE}T02:00:00.000Z`));
    expect(await state()).toBe('due');
    await settle();
    expect(await state()).toBe('settled');

    const statements = await purse.statementIds();
    for (const payout of await desk.create(statements, MAKER)) {
      await desk.release(payout, CHECKER, (await desk.payout(payout))?.amountFen ?? 0);
      await payOut({ work: world.work, bank: bankTwin() })(payout, { pausesMs: [], sleep: () => Promise.resolve() });
    }

    expect(await state()).toBe('paid');
    expect((await desk.ofOrder(id))?.accruals[0]?.payoutId).toMatch(/^pay_/);
  });

  it('says that the carrier suspended the number, and since when', async () => {
    const id = await first();
    await purse.clawBack(id);

    const accrual = (await desk.ofOrder(id))?.accruals[0];

    expect(accrual?.state).toBe('clawed-back');
    expect(accrual?.conditions.filter(({ value }) => value !== true).map(({ code }) => code)).toEqual([
      'CARRIER_ACTIVE',
      'NOT_CLAWED_BACK',
    ]);
    expect(accrual?.conditions.find(({ code }) => code === 'CARRIER_ACTIVE')).toMatchObject({
      evidence: { reason: 'suspended' },
      at: '2026-03-02T03:00:00.000Z',
    });
  });

  it('says why there is none, and nothing to another channel', async () => {
    const [none] = await purse.activeOrders(1, null);
    const [later] = await purse.activeOrders(1);
    await world.pool.query(`update orders set stage = 'expired' where public_id = $1`, [later]);

    expect((await desk.ofOrder(none as OrderId))?.none?.code).toBe('NO_AGENT');
    expect((await desk.ofOrder(later as OrderId))?.none?.code).toBe('ENDED_WITHOUT_ACTIVATION');
    expect(await desk.ofOrder(none as OrderId, { channel: 'other' })).toBeNull();
    expect(await desk.ofOrder('ord_000000000000' as OrderId)).toBeNull();
  });
});

describe('statements', () => {
  it('open with the balance of the ledger, whatever was paid, clawed back or taken into a payout before', async () => {
    const orders = await purse.accrued(4);
    await settle();
    await purse.clawBack(orders[0] as OrderId);
    for (const payout of await desk.create(await purse.statementIds(), MAKER)) {
      if ((await desk.payout(payout))?.agent.code !== 'AG01') continue;
      await desk.release(payout, CHECKER, 24_000);
      await payOut({ work: world.work, bank: bankTwin() })(payout, { pausesMs: [], sleep: () => Promise.resolve() });
    }
    await purse.accrued(1, { activatedAt: '2026-03-05T02:00:00.000Z' as Instant });
    const balances = await purse.balances();
    await settle('2026-04-07' as Day);

    const { rows } = await desk.statements({ limit: 2 });

    expect(balances).toMatchObject({ 'payable/AG00': 6_000, bank: 24_000 });
    expect(rows.map(({ agent, openingFen }) => [agent.code, openingFen]).sort()).toEqual([
      ['AG00', 6_000],
      ['AG01', 0],
    ]);
  });

  it('close with what is owed: opening and accrued, less clawed back and paid', async () => {
    const id = await first(2);
    await purse.clawBack(id);
    await settle();
    await purse.accrued(1, { activatedAt: '2026-03-05T02:00:00.000Z' as Instant });
    await settle('2026-04-07' as Day);

    const { rows, counts } = await desk.statements({ agent: 'AG01', limit: 10 });

    expect(counts).toEqual({ ready: 4 });
    expect(
      rows.map(({ businessDate, openingFen, accruedFen, closingFen, lines }) => [
        businessDate,
        openingFen,
        accruedFen,
        closingFen,
        lines,
      ]),
    ).toEqual([
      ['2026-04-07', 8_000, 8_000, 16_000, 1],
      ['2026-04-01', 0, 8_000, 8_000, 1],
    ]);
  });

  it('close as the next one opens, and the newest with what the ledger owes, whichever was paid or clawed back since', async () => {
    const [one] = await purse.accrued(2);
    await settle();
    const [later] = await purse.accrued(3, { activatedAt: '2026-03-05T02:00:00.000Z' as Instant });
    await settle('2026-04-07' as Day);
    const of = async () =>
      (await desk.statements({ agent: 'AG01', limit: 10 })).rows.map((s) => [
        s.openingFen,
        s.accruedFen,
        s.clawedBackFen,
        s.paidFen,
        s.closingFen,
        s.payableFen,
      ]);
    const before = await of();
    world.clock.set(Date.parse('2026-04-08T02:00:00.000Z'));
    await purse.clawBack(one as OrderId);
    await purse.clawBack(later as OrderId);
    const older = (await desk.statements({ agent: 'AG01', limit: 10 })).rows.at(-1);
    for (const payout of await desk.create([older?.id as never], MAKER)) {
      await desk.release(payout, CHECKER, 8_000);
      await payOut({ work: world.work, bank: bankTwin() })(payout, { pausesMs: [], sleep: () => Promise.resolve() });
    }

    expect(before).toEqual([
      [16_000, 24_000, 0, 0, 40_000, 24_000],
      [0, 16_000, 0, 0, 16_000, 16_000],
    ]);
    expect(await of()).toEqual([
      [16_000, 24_000, 16_000, 8_000, 16_000, 16_000],
      [0, 16_000, 0, 0, 16_000, 8_000],
    ]);
    expect(await purse.balances()).toMatchObject({ 'payable/AG01': 16_000 });
  });

  it('close with what is owed when a payout left something out, say what, and keep its line', async () => {
    const [contested] = await purse.accrued(2);
    await settle();
    await world.pool.query(
      `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
       select 'cas_000000000001', 'active-contradicted', id, '{}', $2 from orders where public_id = $1`,
      [contested, world.clock.now()],
    );
    const of = async () => (await desk.statements({ agent: 'AG01', limit: 10 })).rows;
    const [statement] = await of();
    await desk.create([statement?.id as never], MAKER);
    const [made] = await of();
    const lines = await desk.statementLines(statement?.id as never, { limit: 10 });
    await world.pool.query('update conflict_cases set closed_at = $1', [world.clock.now()]);
    await settle('2026-04-02' as Day);

    expect(made).toMatchObject({ accruedFen: 16_000, setAsideFen: 8_000, closingFen: 8_000, payableFen: 8_000 });
    expect(made?.leftOut).toEqual({ lines: 1, amountFen: 8_000 });
    expect(lines.rows.map(({ orderId, state, leftOut }) => [orderId === contested, state, leftOut])).toEqual([
      [true, 'held', true],
      [false, 'settled', false],
    ]);
    const all = await of();
    expect(all.map((s) => [s.openingFen, s.accruedFen, s.setAsideFen, s.closingFen, s.leftOut.lines])).toEqual([
      [8_000, 8_000, 0, 16_000, 0],
      [0, 16_000, 8_000, 8_000, 1],
    ]);
    expect(await purse.balances()).toMatchObject({ 'payable/AG01': 16_000 });
    const waits = await world.pool.query(`select what from waits where subject_kind = 'commission' order by id`);
    expect(waits.rows).toEqual([{ what: 'commission-case' }]);
  });

  it('come page by page, and so do their lines', async () => {
    await purse.accrued(3);
    await settle();

    const one = await desk.statements({ limit: 1 });
    const two = await desk.statements({ limit: 1, ...(one.next === null ? {} : { after: one.next }) });
    expect([one.rows.length, two.rows.length, two.next]).toEqual([1, 1, null]);
    expect(one.rows[0]?.id).not.toBe(two.rows[0]?.id);

    const id = one.rows[0]?.id;
    if (!id) throw new Error('no statement');
    const lines = await desk.statementLines(id, { limit: 2 });
    const rest = await desk.statementLines(id, { limit: 2, ...(lines.next === null ? {} : { after: lines.next }) });
    expect([lines.rows.length, rest.rows.length, rest.next]).toEqual([2, 1, null]);
    expect(new Set([...lines.rows, ...rest.rows].map(({ accrualId }) => accrualId)).size).toBe(3);
    expect(await desk.statement(id)).toEqual(one.rows[0]);
  });
});

describe('payouts', () => {
  it('show maker, checker, statements and what the bank said', async () => {
    await first();
    await settle();
    const made = await desk.create(await purse.statementIds(), MAKER);
    expect(made).toHaveLength(2);
    const { rows } = await desk.payouts({ state: 'created', limit: 10 });
    expect(rows.map(({ id }) => id).sort()).toEqual([...made].sort());

    const payout = rows.find(({ agent }) => agent.code === 'AG01');
    if (!payout) throw new Error('no payout');
    await desk.release(payout.id, CHECKER, 8_000);

    expect(await desk.payout(payout.id)).toMatchObject({
      state: 'released',
      amountFen: 8_000,
      maker: { id: MAKER, name: 'Officer 1' },
      checker: { id: CHECKER, name: 'Officer 2' },
      statementIds: [expect.stringMatching(/^stm_/)],
      bankReference: expect.stringMatching(/^[0-9A-Z]{17}$/) as unknown,
    });
    expect((await desk.payouts({ limit: 10 })).counts).toEqual({ created: 1, released: 1 });
  });

  it('name the orders in them that a case holds, while they wait to be released', async () => {
    const id = await first();
    await settle();
    const made = await desk.create(await purse.statementIds(), MAKER);
    await world.pool.query(
      `insert into conflict_cases (public_id, kind, order_id, detail, opened_at)
       select 'cas_000000000001', 'active-contradicted', id, '{}', $2 from orders where public_id = $1`,
      [id, world.clock.now()],
    );

    const seen = await Promise.all(made.map((payout) => desk.payout(payout)));
    for (const payout of made) await desk.cancel(payout, MAKER, 'held');

    expect(seen.map((payout) => payout?.held)).toEqual(made.map(() => [{ orderId: id, caseId: 'cas_000000000001' }]));
    expect((await desk.payouts({ limit: 10 })).rows.map(({ held }) => held)).toEqual([[], []]);
  });

  it('and statements that are not there are not there', async () => {
    expect(await desk.payout('pay_000000000000' as never)).toBeNull();
    expect(await desk.statement('stm_000000000000' as never)).toBeNull();
    await expect(desk.create(['stm_000000000000' as never], MAKER)).rejects.toThrow('StatementNotFound');
    await expect(desk.release('pay_000000000000' as never, CHECKER, 0)).rejects.toThrow('PayoutNotFound');
  });
});
