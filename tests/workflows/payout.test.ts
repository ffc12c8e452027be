import type { Day, Instant, PayoutId } from '../../domain/brand';
import { payoutWorkflowId } from '../../domain/references';
import { DAY_MS, plusMs, shanghaiDay } from '../../domain/time';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { until } from '../support/until';
import { CHECKER, MAKER, money } from '../support/world/money';
import { openStory, type Story } from '../support/world/story';

let story: Story;
let purse: ReturnType<typeof money>;
beforeAll(async () => {
  story = await openStory({ numbers: 1 });
  purse = money(story.world);
});
afterAll(() => story.close());

/** A released payout of the seller's statement over one order: ¥80. */
async function released(): Promise<PayoutId> {
  const { world } = story;
  await world.clear();
  const [id] = await purse.accrued(1, {
    activatedAt: plusMs(world.clock.now(), -40 * DAY_MS),
    dueAt: '2100-01-01T00:00:00.000Z' as Instant,
  });
  if (!id) throw new Error('no order');
  const day: Day = shanghaiDay(world.clock.now());
  await world.pool.query('update accruals set due_on = $1', [day]);
  await world.work.inTransaction(async (tx) => {
    const rules = (await tx.commission.policies()).flatMap(({ version, policy }) =>
      policy.rules.map((rule) => ({ version, rule })),
    );
    await tx.settlements.batch(day, rules, 10);
    await tx.settlements.close(day);
  });
  const [, seller] = await purse.statementIds();
  const commands = payoutCommands(world);
  const [payout] = await commands.create([seller as never], MAKER);
  if (!payout) throw new Error('no payout');
  await commands.release(payout, CHECKER, 8_000);
  return payout;
}

const end = async (payout: PayoutId): Promise<unknown> => (await story.over([payoutWorkflowId(payout)]))[0];
/** What the bank paid for this payout. */
const paidNow = (before: number): readonly unknown[] => story.world.bank.paid().slice(before);

describe('a payout', () => {
  it.each([['before'], ['after']] as const)('is paid once when the bank loses its reply %s it paid', async (when) => {
    const before = story.world.bank.paid().length;
    story.world.bank.lose('transfer', when);
    const payout = await released();

    expect(await end(payout)).toEqual({ state: 'paid' });

    expect(paidNow(before)).toEqual([{ payee: 'AG01', amountFen: 8_000 }]);
    expect(await purse.balances()).toEqual({ cost: -10_000, bank: 8_000, 'payable/AG00': 2_000 });
  });

  it.each(['before', 'after'] as const)('is paid once when its process dies %s the call', async (when) => {
    const before = story.world.bank.paid().length;
    story.failures.push({ activity: 'payOut', when, left: 1 });
    const payout = await released();

    expect(await end(payout)).toEqual({ state: 'paid' });
    expect(paidNow(before)).toEqual([{ payee: 'AG01', amountFen: 8_000 }]);
  });

  it('waits for a silent bank as long as it takes, and is paid once', async () => {
    const { bank } = story.world;
    const before = bank.paid().length;
    bank.silent = true;
    const payout = await released();
    const ended = end(payout);
    await until('the bank to be waited for', async () => {
      const found = await story.world.pool.query('select 1 from payouts where public_id = $1 and state = $2', [
        payout,
        'waiting-for-bank',
      ]);
      return found.rows.length > 0;
    });
    bank.silent = false;

    expect(await ended).toEqual({ state: 'paid' });
    expect(paidNow(before)).toEqual([{ payee: 'AG01', amountFen: 8_000 }]);
    const open = await story.world.pool.query(
      `select 1 from waits where subject_kind = 'payout' and closed_at is null`,
    );
    expect(open.rows).toEqual([]);
  });

  it('that the bank refuses ends so', async () => {
    story.world.bank.refuse('账户已冻结');
    const payout = await released();

    expect(await end(payout)).toEqual({ state: 'refused' });
    expect(await purse.balances()).toMatchObject({ 'payable/AG01': 8_000 });
  });

  it('is replayed by today’s code', async () => {
    expect(await story.replay()).toEqual([]);
  });
});
