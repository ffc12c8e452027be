import type { OrderId } from '../../domain/brand';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { payOut } from '../../domain/use-cases/pay-out';
import { bankTwin } from '../support/world/bank-twin';
import { CHECKER, MAKER } from '../support/world/money';
import { DUE, openPurse, type Purse } from '../support/world/settling';
import type { StoryClock, World } from '../support/world/world';

let world: World<StoryClock>;
let purse: Purse;
beforeAll(async () => {
  ({ world, purse } = await openPurse());
});
afterAll(() => world.close());
beforeEach(() => purse.afresh());

describe('clawback', () => {
  it('before the due date: nothing is settled and the money is back where it came from', async () => {
    const [id] = await purse.accrued(1);

    expect(await purse.clawBack(id as OrderId)).toEqual({ count: 2, tooLate: [] });
    expect(await purse.clawBack(id as OrderId, 'closed')).toEqual({ count: 0, tooLate: [] });

    purse.onDay(DUE);
    expect(await purse.settle(DUE)).toEqual({ settled: 0, held: 0, refused: 0 });
    expect(await purse.balances()).toEqual({});
    expect(await purse.states(id as OrderId)).toEqual(['clawed-back', 'clawed-back']);
  });

  it('after settlement and before release: statement and payout fall, and nothing is left to pay', async () => {
    const [id] = await purse.accrued(1);
    purse.onDay(DUE);
    await purse.settle(DUE);
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
    purse.onDay(DUE);
    await purse.settle(DUE);
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
    purse.onDay(DUE);
    await purse.settle(DUE);
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
    purse.onDay(DUE);
    await purse.settle(DUE);
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
