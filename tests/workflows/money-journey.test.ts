import type { PayoutId } from '../../domain/brand';
import { payoutWorkflowId, settlementWorkflowId } from '../../domain/references';
import { shanghaiDay } from '../../domain/time';
import { payoutCommands } from '../../domain/use-cases/payouts';
import { keepHistory } from '../support/world/histories';
import { type Journey, openJourney } from '../support/world/journey';
import { CHECKER, MAKER, money } from '../support/world/money';
import { until } from '../support/until';

let journey: Journey;
let purse: ReturnType<typeof money>;
beforeAll(async () => {
  journey = await openJourney(1);
  purse = money(journey.world);
  await purse.everyWeekdayWorks();
}, 60_000);
afterAll(() => journey.close(), 30_000);

/** As the schedule starts it. */
async function settle(workflowId: string): Promise<unknown> {
  const handle = await journey.client.workflow.start('settlement', {
    workflowId,
    taskQueue: 'orders',
    args: [{ day: null }],
  });
  return handle.result();
}

describe('a settlement on a real server', () => {
  it('settles a day in batches under an id of its own, and then nothing', async () => {
    await purse.dueToday(7);
    const day = shanghaiDay(journey.world.clock.now());

    expect(await settle('settlement-1')).toEqual({ days: [day], settled: 14, held: 0, refused: 0, statements: 2 });
    expect(await settle('settlement-2')).toMatchObject({ days: [], settled: 0 });

    keepHistory('settlement.days', await journey.history('settlement-1'));
    keepHistory('settlement.day', await journey.history(settlementWorkflowId(day)));
    keepHistory('settlement.nothing', await journey.history('settlement-2'));
  });
});

describe('a payout on a real server', () => {
  /** A payout of one of the two statements that the day above left, or of the same one again. */
  async function released(agent: 'AG00' | 'AG01'): Promise<PayoutId> {
    const { world } = journey;
    const found = await world.pool.query<{ id: never; fen: number }>(
      `select public_id as id, accrued_fen as fen from statements where agent_code = $1 and state = 'ready'`,
      [agent],
    );
    const [statement] = found.rows;
    if (!statement) throw new Error(`no statement of ${agent}`);
    const commands = payoutCommands(world);
    const [payout] = await commands.create([statement.id], MAKER);
    if (!payout) throw new Error('no payout');
    await commands.release(payout, CHECKER, statement.fen);
    return payout;
  }
  const end = async (shape: string, payout: PayoutId): Promise<unknown> => {
    const [result] = await journey.over([payoutWorkflowId(payout)]);
    keepHistory(`payout.${shape}`, await journey.history(payoutWorkflowId(payout)));
    return result;
  };

  it('that the bank refuses ends so', async () => {
    journey.world.bank.refuse('账户已冻结');

    expect(await end('refused', await released('AG00'))).toEqual({ state: 'refused' });
  });

  it('is paid', async () => {
    expect(await end('paid', await released('AG00'))).toEqual({ state: 'paid' });
  });

  it('waits for a silent bank, and is woken when its time has come', async () => {
    const { world } = journey;
    world.bank.silent = true;
    const payout = await released('AG01');
    await until('the bank to be waited for', async () => {
      const waits = await world.pool.query(`select 1 from waits where what = 'bank-back' and closed_at is null`);
      return waits.rows.length > 0;
    });
    world.bank.silent = false;

    expect(await end('waited', payout)).toEqual({ state: 'paid' });
  });
});
