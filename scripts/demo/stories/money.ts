import { endings, fault, person, place, times } from '../actions';
import type { Dice } from '../dice';
import {
  broken,
  commissionOf,
  inFen,
  makePayouts,
  paidAtBank,
  payOut,
  release,
  statementsOf,
  untilCommission,
} from '../money';
import { route, type Story } from '../story';
import { businessNow, nextOfOurs, setClocks, travelTo, travelUntil } from '../travel';
import { expectStatus, pause, type World } from '../world';

const DAY_MS = 86_400_000;

interface Sold {
  readonly orderId: string;
  readonly personId: string;
  readonly drawn: Record<string, unknown>;
}

/**
 * An order that became active. A story that pays comes `afterDays`, so that its due day is its own: the whole statement
 * of a day is paid, whoever's orders it holds.
 */
async function activated(world: World, dice: Dice, afterDays: number): Promise<Sold> {
  const from = new Date(Date.parse(await businessNow(world)) + afterDays * DAY_MS).toISOString();
  if (afterDays > 0) await travelTo(world, from);
  const who = await person(world, dice, 'ordinary');
  const where = route(dice);
  const ids = await place(world, { ...where, personId: who.personId, agentCode: 'AG01' });
  const ends = await endings(world, ids);
  if (ends !== 'active') throw new Error(`the order of a customer in order ended ${ends}`);
  return { orderId: ids[0] ?? '', personId: who.personId, drawn: { person: who.personId, ...where, afterDays } };
}

const paid: Story = {
  name: 'happy to paid',
  isLong: true,
  async tell(world, dice) {
    const { orderId, drawn } = await activated(world, dice, 0);
    await untilCommission(world, orderId, 'settled');
    const payouts = await payOut(world, 'finance2', await makePayouts(world, 'finance1', orderId));
    const commission = await commissionOf(world, orderId);
    return {
      drawn,
      expected: 'paid, paid; 8000 paid, 2000 paid; all conditions true; 1, 1 at the bank',
      actual: `${payouts.map(({ state }) => state).join(', ')}; ${inFen(commission)}; ${broken(commission) === '' ? 'all conditions true' : broken(commission)}; ${await paidAtBank(world, payouts)} at the bank`,
    };
  },
};

/** The carrier stops the card and says so. */
async function stop(world: World, personId: string, how: 'suspend' | 'close'): Promise<void> {
  expectStatus(await world.call(`${world.sandbox}/control/carrier/${how}`, { personId }), 200, how);
}

const suspended: Story = {
  name: 'suspended before the due date: not paid, and the page says why',
  isLong: true,
  async tell(world, dice) {
    const { orderId, personId, drawn } = await activated(world, dice, 0);
    const before = inFen(await commissionOf(world, orderId));
    const how = dice.pick<'suspend' | 'close'>(['suspend', 'close']);
    await stop(world, personId, how);
    await untilCommission(world, orderId, 'clawed-back', 'refused', 'settled');
    const commission = await commissionOf(world, orderId);
    const statements = await statementsOf(world, orderId);
    return {
      drawn: { ...drawn, how },
      expected:
        '8000 accrued, 2000 accrued; 8000 clawed-back, 2000 clawed-back; CARRIER_ACTIVE false, NOT_CLAWED_BACK false; 0 statements',
      actual: `${before}; ${inFen(commission)}; ${broken(commission)}; ${String(statements.length)} statements`,
    };
  },
};

const clawedBack: Story = {
  name: 'clawback before payout: nothing of it is paid',
  isLong: true,
  async tell(world, dice) {
    const { orderId, personId, drawn } = await activated(world, dice, 10);
    await untilCommission(world, orderId, 'settled');
    const payable = (await statementsOf(world, orderId)).map(({ statement }) => statement.payableFen);
    await stop(world, personId, dice.pick<'suspend' | 'close'>(['suspend', 'close']));
    await untilCommission(world, orderId, 'clawed-back');
    const after = await statementsOf(world, orderId);
    const fell = after.map(({ statement }, at) => (payable[at] ?? 0) - statement.payableFen);
    // The statements hold nothing else: what is made of them ends without a transfer.
    const payouts = after.some(({ statement }) => statement.payableFen > 0)
      ? []
      : await payOut(world, 'finance2', await makePayouts(world, 'finance1', orderId));
    return {
      drawn,
      expected: 'fell by 2000, 8000; 8000 clawed-back, 2000 clawed-back; no transfer',
      actual: `fell by ${fell.sort((a, b) => a - b).join(', ')}; ${inFen(await commissionOf(world, orderId))}; ${payouts.every(({ state }) => state === 'nothing-to-pay') ? 'no transfer' : payouts.map(({ state }) => state).join(', ')}`,
    };
  },
};

const bankTimesOut: Story = {
  name: 'payout bank times out after paying: paid once',
  isLong: true,
  async tell(world, dice) {
    const { orderId, drawn } = await activated(world, dice, 20);
    await untilCommission(world, orderId, 'settled');
    const made = await makePayouts(world, 'finance1', orderId);
    const payee = dice.pick(['AG01', 'AG00']);
    const match = { command: 'transfer', payee };
    await fault(world, { partner: 'bank', match, effect: 'timeout-after-acting' });
    const payouts = await payOut(world, 'finance2', made);
    return {
      drawn: { ...drawn, payee },
      expected: 'paid, paid; 8000 paid, 2000 paid; 1, 1 at the bank',
      actual: `${payouts.map(({ state }) => state).join(', ')}; ${inFen(await commissionOf(world, orderId))}; ${await paidAtBank(world, payouts)} at the bank`,
    };
  },
};

const makerReleases: Story = {
  name: 'maker releases the own batch: refused, whatever roles they have',
  isLong: true,
  async tell(world, dice) {
    const { orderId, drawn } = await activated(world, dice, 30);
    await untilCommission(world, orderId, 'settled');
    const made = await makePayouts(world, 'finance3', orderId);
    const tries = await Promise.all(made.map((payout) => release(world, 'finance3', payout)));
    const withoutRole = await Promise.all(made.map((payout) => release(world, 'finance1', payout)));
    const payouts = await payOut(world, 'finance2', made);
    return {
      drawn,
      expected: '403 MakerMayNotRelease, 403 MakerMayNotRelease; 403, 403; paid, paid; 1, 1 at the bank',
      actual: `${tries.map(({ status, body }) => `${String(status)} ${String(body.code)}`).join(', ')}; ${withoutRole.map(({ status }) => String(status)).join(', ')}; ${payouts.map(({ state }) => state).join(', ')}; ${await paidAtBank(world, payouts)} at the bank`,
    };
  },
};

const settlementKilled: Story = {
  name: 'settlement killed with -9 in the middle: each fen once',
  isLong: true,
  async tell(world, dice) {
    const { orderId, drawn } = await activated(world, dice, 40);
    const afterMs = dice.between(0, 1_500);
    const dueOn = (await commissionOf(world, orderId)).accruals[0]?.dueOn ?? '';
    await travelUntil(world, async () => {
      const next = await nextOfOurs(world);
      return next?.what === 'commission is due' && shanghaiDay(next.at) === dueOn;
    });
    const next = await nextOfOurs(world);
    if (!next) throw new Error('nothing is due');
    await setClocks(world, next.at);
    await pause(afterMs);
    const worker = world.run().children.find((child) => child.name === 'worker-orders');
    if (!worker) throw new Error('no worker-orders in run.json');
    process.kill(worker.pid, 'SIGKILL');
    await untilCommission(world, orderId, 'settled');
    const statements = await statementsOf(world, orderId);
    const addUp = statements.every(({ statement, lines }) => {
      const sum = lines.reduce((total, { amountFen }) => total + amountFen, 0);
      const twice = new Set(lines.map(({ accrualId }) => accrualId)).size !== lines.length;
      const { openingFen, accruedFen, clawedBackFen, paidFen, closingFen } = statement;
      return !twice && sum === accruedFen && openingFen + accruedFen - clawedBackFen - paidFen === closingFen;
    });
    return {
      drawn: { ...drawn, afterMs },
      expected: '8000 settled, 2000 settled; 2 statements that add up; 1 activated',
      actual: `${inFen(await commissionOf(world, orderId))}; ${String(statements.length)} statements that ${addUp ? 'add up' : 'do not add up'}; ${await times(world, orderId, 'activated')}`,
    };
  },
};

const shanghaiDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

export const MONEY: readonly Story[] = [paid, suspended, clawedBack, bankTimesOut, makerReleases, settlementKilled];
