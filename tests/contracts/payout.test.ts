import type { Day, Instant, OrderId, WaitId } from '../../domain/brand';
import type { BankPort } from '../../domain/ports/bank';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { afterBankWait, payOut, type PayoutStep } from '../../domain/use-cases/pay-out';
import { until } from '../support/until';
import { bankTwin } from '../support/world/bank-twin';
import { CHECKER, MAKER, OTHER_CHECKER } from '../support/world/money';
import { DUE, openPurse, type Purse } from '../support/world/settling';
import type { StoryClock, World } from '../support/world/world';

let world: World<StoryClock>;
let purse: Purse;
beforeAll(async () => {
  ({ world, purse } = await openPurse());
});
afterAll(() => world.close());
beforeEach(() => purse.afresh());

describe('a payout', () => {
  const patience = { pausesMs: [1, 1], sleep: () => Promise.resolve() };

  async function released(count = 1) {
    const orders = await purse.accrued(count);
    purse.onDay(DUE);
    await purse.settle(DUE);
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

  const closeCase = () => world.pool.query('update conflict_cases set closed_at = $1', [world.clock.now()]);
  const settleOn = async (day: Day) => {
    purse.onDay(day);
    await purse.settle(day);
  };
  const statementsNow = async () =>
    (
      await world.pool.query<{ state: string; accrued: number; aside: number; payable: number }>(
        `select state, accrued_fen as accrued, set_aside_fen as aside, payable_fen as payable from statements
         where agent_code = 'AG01' order by id`,
      )
    ).rows;

  it('leaves out what a case is open about, pays the rest, and the case’s fen once it is closed', async () => {
    const { commands, payout, orders, statement } = await released(3);
    await commands.cancel(payout, MAKER, 'a case came up');
    const contested = orders[1] as OrderId;
    await openCase(contested);
    const bank = bankTwin();

    const [rest] = await commands.create([statement], MAKER);
    const made = await statementsNow();
    const aside = await purse.balances();
    await commands.release(rest as never, CHECKER, 16_000);
    await payOut({ work: world.work, bank })(rest as never, patience);
    await settleOn('2026-04-02' as Day);
    const whileOpen = await purse.states(contested);
    await closeCase();
    await settleOn('2026-04-03' as Day);
    const later = await world.pool.query<{ id: string }>(
      `select public_id as id from statements where agent_code = 'AG01' and state = 'ready'`,
    );
    const [second] = await commands.create(
      later.rows.map(({ id }) => id as never),
      MAKER,
    );
    await commands.release(second as never, CHECKER, 8_000);
    await payOut({ work: world.work, bank })(second as never, patience);

    expect(made).toEqual([{ state: 'in-payout', accrued: 24_000, aside: 8_000, payable: 16_000 }]);
    expect(aside).toMatchObject({ cost: -30_000, 'accrued/AG01': 8_000, 'payable/AG01': 16_000 });
    expect(whileOpen).toEqual(['held', 'settled']);
    expect(await statementsNow()).toEqual([
      { state: 'paid', accrued: 24_000, aside: 8_000, payable: 16_000 },
      { state: 'paid', accrued: 8_000, aside: 0, payable: 8_000 },
    ]);
    expect(bank.paid()).toEqual([
      { payee: 'AG01', amountFen: 16_000 },
      { payee: 'AG01', amountFen: 8_000 },
    ]);
    expect(await purse.balances()).toEqual({ cost: -30_000, bank: 24_000, 'payable/AG00': 6_000 });
  });

  it('sets a line aside as often as a case comes up, and pays it once', async () => {
    const { commands, payout, orders, statement } = await released(2);
    await commands.cancel(payout, MAKER, 'a case came up');
    const contested = orders[0] as OrderId;
    await openCase(contested);
    await commands.create([statement], MAKER);
    await closeCase();
    await settleOn('2026-04-02' as Day);
    await purse.accrued(1, { activatedAt: '2026-03-03T02:00:00.000Z' as Instant });
    await settleOn('2026-04-03' as Day);
    await world.pool.query('update conflict_cases set closed_at = null');
    const ready = await world.pool.query<{ id: string }>(
      `select public_id as id from statements where agent_code = 'AG01' and state = 'ready' order by id`,
    );
    const ids = ready.rows.map(({ id }) => id as never);

    const made = await commands.create(ids, MAKER);
    await closeCase();
    await settleOn('2026-04-07' as Day);

    expect([ids.length, made.length]).toEqual([2, 1]);
    expect(await statementsNow()).toEqual([
      { state: 'in-payout', accrued: 16_000, aside: 8_000, payable: 8_000 },
      { state: 'empty', accrued: 8_000, aside: 8_000, payable: 0 },
      { state: 'in-payout', accrued: 8_000, aside: 0, payable: 8_000 },
      { state: 'ready', accrued: 8_000, aside: 0, payable: 8_000 },
    ]);
    expect(await purse.balances()).toMatchObject({ cost: -30_000, 'payable/AG01': 24_000 });
    expect(await commands.create(ids, MAKER)).toEqual(made);
  });

  it('is not made where nothing is left but what a case is about, and then nothing is set aside', async () => {
    const { commands, payout, orders, statement } = await released(1);
    await commands.cancel(payout, MAKER, 'a case came up');
    const [only] = orders as readonly [OrderId];
    await openCase(only);

    await expect(commands.create([statement], MAKER)).rejects.toMatchObject(heldBy(only, '/statementIds'));
    expect(await statementsNow()).toEqual([{ state: 'ready', accrued: 8_000, aside: 0, payable: 8_000 }]);
    expect(await purse.states(only)).toEqual(['settled', 'settled']);
  });

  it('of which a line was set aside: its number may stop meanwhile, and nothing of it is paid', async () => {
    const { commands, payout, orders, statement } = await released(2);
    await commands.cancel(payout, MAKER, 'a case came up');
    const contested = orders[0] as OrderId;
    await openCase(contested);
    const [rest] = await commands.create([statement], MAKER);

    expect(await purse.clawBack(contested)).toEqual({ count: 2, tooLate: [] });
    await closeCase();
    await settleOn('2026-04-02' as Day);

    expect(await commands.release(rest as never, CHECKER, 8_000)).toMatchObject({ state: 'released' });
    expect(await purse.states(contested)).toEqual(['clawed-back', 'clawed-back']);
    expect(await purse.balances()).toEqual({ cost: -10_000, 'payable/AG00': 2_000, 'payable/AG01': 8_000 });
  });

  it('is not made of a statement in which a number stopped', async () => {
    const { commands, payout, orders, statement } = await released(2);
    await commands.cancel(payout, MAKER, 'again');
    const [, second] = orders as readonly [OrderId, OrderId];
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

  it('waits a second time, on a wait of its own, while the bank stays silent, and is paid once it is back', async () => {
    const { commands, payout } = await released();
    await commands.release(payout, CHECKER, 8_000);
    const bank = bankTwin();
    bank.silent = true;
    const pay = payOut({ work: world.work, bank });
    const wake = afterBankWait(world);
    const waitOf = (step: PayoutStep): WaitId => {
      if (step.kind !== 'wait') throw new Error(step.kind);
      return step.wait.waitId;
    };
    const tenMinutesPass = () => {
      world.clock.set(world.clock.nowMs() + 600_000);
    };

    const first = waitOf(await pay(payout, patience));
    expect(await wake({ payoutId: payout, woke: first })).toMatchObject({ kind: 'wait', wait: { waitId: first } });
    tenMinutesPass();
    expect(await wake({ payoutId: payout, woke: first })).toEqual({ kind: 'pay' });
    const again = await pay(payout, patience);
    const second = waitOf(again);
    tenMinutesPass();
    expect(await wake({ payoutId: payout, woke: second })).toEqual({ kind: 'pay' });
    bank.silent = false;
    const end = await pay(payout, patience);

    expect(second).not.toBe(first);
    expect(again).toMatchObject({ wait: { dueInMs: 600_000 } });
    expect(end).toEqual({ kind: 'ended', state: 'paid' });
    expect(bank.paid()).toEqual([{ payee: 'AG01', amountFen: 8_000 }]);
    const waits = await world.pool.query(
      `select public_id as id, closed_how as how, closed_at is null as open from waits where what = 'bank-back' order by waits.id`,
    );
    expect(waits.rows).toEqual([
      { id: first, how: 'ask-again', open: false },
      { id: second, how: 'ask-again', open: false },
    ]);
  });
});
