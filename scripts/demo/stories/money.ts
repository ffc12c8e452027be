import { endings, fault, person, place, struck, times } from '../actions';
import type { Dice } from '../dice';
import {
  askForPayouts,
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
import { nextOfOurs, type Quiet, quietOfOurs, setClocks, travelDays, travelUntil } from '../travel';
import { expectStatus, type World } from '../world';

interface Buyer {
  readonly personId: string;
  readonly planCode: string;
  readonly city: string;
}

async function buyer(world: World, dice: Dice): Promise<Buyer> {
  const { personId } = await person(world, dice, 'ordinary');
  return { personId, ...route(dice) };
}

/** An order of this buyer that became active. */
async function activated(world: World, wish: Buyer): Promise<string> {
  const ids = await place(world, { ...wish, agentCode: 'AG01' });
  const ends = await endings(world, ids);
  if (ends !== 'active') throw new Error(`the order of a customer in order ended ${ends}`);
  return ids[0] ?? '';
}

/**
 * An order that became active. A story that pays comes `afterDays`, so that its due day is its own: the whole statement
 * of a day is paid, whoever's orders it holds.
 */
async function soldAfter(world: World, dice: Dice, afterDays: number): Promise<{ orderId: string; personId: string }> {
  await travelDays(world, afterDays);
  const wish = await buyer(world, dice);
  return { orderId: await activated(world, wish), personId: wish.personId };
}

const paid: Story = {
  name: 'happy to paid',
  isLong: true,
  async tell(world, dice) {
    const { orderId } = await soldAfter(world, dice, 0);
    await untilCommission(world, orderId, 'settled');
    const payouts = await payOut(world, 'finance2', await makePayouts(world, 'finance1', orderId));
    const commission = await commissionOf(world, orderId);
    return {
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
    const { orderId, personId } = await soldAfter(world, dice, 0);
    const before = inFen(await commissionOf(world, orderId));
    const how = dice.pick<'suspend' | 'close'>('how', ['suspend', 'close']);
    await stop(world, personId, how);
    await untilCommission(world, orderId, 'clawed-back', 'refused', 'settled');
    const commission = await commissionOf(world, orderId);
    const statements = await statementsOf(world, orderId);
    return {
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
    const { orderId, personId } = await soldAfter(world, dice, 10);
    await untilCommission(world, orderId, 'settled');
    const payable = (await statementsOf(world, orderId)).map(({ statement }) => statement.payableFen);
    await stop(world, personId, dice.pick<'suspend' | 'close'>('how', ['suspend', 'close']));
    await untilCommission(world, orderId, 'clawed-back');
    const after = await statementsOf(world, orderId);
    const fell = after.map(({ statement }, at) => (payable[at] ?? 0) - statement.payableFen);
    // The statements held nothing else, so there is nothing left to pay: not even by somebody who asks for it.
    const asked = await askForPayouts(
      world,
      'finance1',
      after.map(({ statement }) => statement.id),
    );
    return {
      expected:
        'fell by 2000, 8000 to empty, empty; 8000 clawed-back, 2000 clawed-back; 409 StatementNotReady; no payout',
      actual: `fell by ${fell.sort((a, b) => a - b).join(', ')} to ${after.map(({ statement }) => statement.state).join(', ')}; ${inFen(await commissionOf(world, orderId))}; ${String(asked.status)} ${String(asked.body.code)}; ${after.every(({ statement }) => statement.payoutId === null) ? 'no payout' : 'a payout'}`,
    };
  },
};

const bankTimesOut: Story = {
  name: 'payout bank times out after paying: paid once',
  isLong: true,
  async tell(world, dice) {
    const { orderId } = await soldAfter(world, dice, 20);
    await untilCommission(world, orderId, 'settled');
    const made = await makePayouts(world, 'finance1', orderId);
    const payee = dice.pick('payee', ['AG01', 'AG00']);
    const match = { command: 'transfer', payee };
    const planted = await fault(world, { partner: 'bank', match, effect: 'timeout-after-acting' });
    const payouts = await payOut(world, 'finance2', made);
    return {
      expected: 'the fault came; paid, paid; 8000 paid, 2000 paid; 1, 1 at the bank',
      actual: `${await struck(world, planted)}; ${payouts.map(({ state }) => state).join(', ')}; ${inFen(await commissionOf(world, orderId))}; ${await paidAtBank(world, payouts)} at the bank`,
    };
  },
};

const makerReleases: Story = {
  name: 'maker releases the own batch: refused, whatever roles they have',
  isLong: true,
  async tell(world, dice) {
    const { orderId } = await soldAfter(world, dice, 30);
    await untilCommission(world, orderId, 'settled');
    const made = await makePayouts(world, 'finance3', orderId);
    const tries = await Promise.all(made.map((payout) => release(world, 'finance3', payout)));
    const withoutRole = await Promise.all(made.map((payout) => release(world, 'finance1', payout)));
    const payouts = await payOut(world, 'finance2', made);
    return {
      expected: '403 MakerMayNotRelease, 403 MakerMayNotRelease; 403, 403; paid, paid; 1, 1 at the bank',
      actual: `${tries.map(({ status, body }) => `${String(status)} ${String(body.code)}`).join(', ')}; ${withoutRole.map(({ status }) => String(status)).join(', ')}; ${payouts.map(({ state }) => state).join(', ')}; ${await paidAtBank(world, payouts)} at the bank`,
    };
  },
};

const SETTLES_WITHIN_MS = 60_000;
/** A day is settled in some tens of milliseconds: a shot may come too late, and then it is another day's turn. */
const SHOTS = 4;

/** Kills the orders worker once the day's run has begun to book; true where the day was still open with the worker gone. */
async function killWhileSettling(world: World, dueOn: string): Promise<boolean> {
  const isOpen = ({ blockers }: Quiet): boolean => blockers.includes(`settlement of ${dueOn} is running`);
  const worker = world.run().children.find((child) => child.name === 'worker-orders');
  if (!worker) throw new Error('no worker-orders in run.json');
  const deadline = Date.now() + SETTLES_WITHIN_MS;
  for (;;) {
    const seen = await quietOfOurs(world);
    if (isOpen(seen)) break;
    const isDue = seen.next?.what === 'commission is due' && shanghaiDay(seen.next.at) === dueOn;
    if (!isDue) return false;
    if (Date.now() > deadline) throw new Error(`the settlement of ${dueOn} never began`);
  }
  process.kill(worker.pid, 'SIGKILL');
  return isOpen(await quietOfOurs(world));
}

/** Sells to the same buyer until a settlement was hit in the middle; resolves to the order whose commission it was about. */
async function killedInTheMiddle(world: World, dice: Dice): Promise<string> {
  await travelDays(world, 40);
  const wish = await buyer(world, dice);
  for (let shot = 0; shot < SHOTS; shot += 1) {
    const orderId = await activated(world, wish);
    const dueOn = (await commissionOf(world, orderId)).accruals[0]?.dueOn ?? '';
    await travelUntil(world, async () => {
      const next = await nextOfOurs(world);
      return next?.what === 'commission is due' && shanghaiDay(next.at) === dueOn;
    });
    const next = await nextOfOurs(world);
    if (!next) throw new Error('nothing is due');
    const [hit] = await Promise.all([killWhileSettling(world, dueOn), setClocks(world, next.at)]);
    if (hit) return orderId;
    await untilCommission(world, orderId, 'settled');
  }
  throw new Error(`no settlement was hit in the middle by ${String(SHOTS)} shots`);
}

const settlementKilled: Story = {
  name: 'settlement killed with -9 in the middle: each fen once',
  isLong: true,
  async tell(world, dice) {
    const orderId = await killedInTheMiddle(world, dice);
    await untilCommission(world, orderId, 'settled');
    const statements = await statementsOf(world, orderId);
    const addUp = statements.every(({ statement, lines }) => {
      const sum = lines.reduce((total, { amountFen }) => total + amountFen, 0);
      const twice = new Set(lines.map(({ accrualId }) => accrualId)).size !== lines.length;
      const { openingFen, accruedFen, clawedBackFen, setAsideFen, paidFen, closingFen } = statement;
      const closes = openingFen + accruedFen - clawedBackFen - setAsideFen - paidFen === closingFen;
      return !twice && sum === accruedFen && closes;
    });
    return {
      expected: '8000 settled, 2000 settled; 2 statements that add up; 1 activated',
      actual: `${inFen(await commissionOf(world, orderId))}; ${String(statements.length)} statements that ${addUp ? 'add up' : 'do not add up'}; ${await times(world, orderId, 'activated')}`,
    };
  },
};

const shanghaiDay = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);

export const MONEY: readonly Story[] = [paid, suspended, clawedBack, bankTimesOut, makerReleases, settlementKilled];
