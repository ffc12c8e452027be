import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { SettlementActivities } from '../../activities/settlement.activities';
import type { Day } from '../../domain/brand';
import { settlementWorkflowId } from '../../domain/references';
import { shanghaiDay } from '../../domain/time';
import { SETTLEMENT_SCHEDULE, settlementSchedule } from '../../adapters/temporal/settlement-schedule';
import type { SettlementResult } from '../../workflows/settlement.messages';
import { temporalAddress, workflowBundle } from '../support/temporal';
import { until } from '../support/until';
import { money } from '../support/world/money';
import { openStory, type Story } from '../support/world/story';

let story: Story;
let purse: ReturnType<typeof money>;
let day: Day;
beforeAll(async () => {
  story = await openStory({ numbers: 1 });
  purse = money(story.world);
});
afterAll(() => story.close());
beforeEach(async () => {
  await story.world.clear();
  // The server's own day, whichever it is.
  day = shanghaiDay(story.world.clock.now());
  await purse.everyWeekdayWorks();
});

const run = async (input: { day: Day | null }): Promise<SettlementResult> => {
  const handle = await story.client.workflow.start('settlement', {
    workflowId: input.day === null ? `settlement-${randomUUID()}` : settlementWorkflowId(input.day),
    taskQueue: 'orders',
    args: [input],
  });
  return handle.result() as Promise<SettlementResult>;
};

const PAID = { cost: -70_000, 'payable/AG00': 14_000, 'payable/AG01': 56_000 };

describe('settlement', () => {
  it('does every business day up to now that is not done, under an id of its own', async () => {
    await purse.dueToday(7);

    expect(await run({ day: null })).toEqual({ days: [day], settled: 14, held: 0, refused: 0, statements: 2 });
    expect(await run({ day: null })).toEqual({ days: [], settled: 0, held: 0, refused: 0, statements: 0 });

    expect(await purse.balances()).toEqual(PAID);
    const child = await story.client.workflow.getHandle(settlementWorkflowId(day)).describe();
    expect(child.status.name).toBe('COMPLETED');
  });

  it.each(['before', 'after'] as const)('posts each fen once when a batch fails %s it took effect', async (when) => {
    await purse.dueToday(7);
    story.failures.push({ activity: 'settleBatch', when, left: 2 });

    await run({ day: null });

    expect(await purse.balances()).toEqual(PAID);
  });

  it('posts each fen once when it is killed between batches and started again', async () => {
    await purse.dueToday(7);
    story.failures.push({ activity: 'settleBatch', when: 'after', left: 1_000 });
    const handle = await story.client.workflow.start('settlement', {
      workflowId: settlementWorkflowId(day),
      taskQueue: 'orders',
      args: [{ day }],
    });
    await until('the first batch', async () => ((await purse.balances())['payable/AG01'] ?? 0) > 0);
    await handle.terminate('killed in the middle');
    story.failures.length = 0;

    await run({ day: null });

    expect(await purse.balances()).toEqual(PAID);
    expect(await purse.count('ledger_transfers')).toBe(7 + 14);
  });

  it('is replayed by today’s code', async () => {
    await story.over([settlementWorkflowId(day)]);

    expect(await story.replay()).toEqual([]);
  });
});

describe('a day that was begun', () => {
  // On a server in real time: the one that skips time lets every child live, whatever its parent says.
  it('is finished when the run that began it is stopped', async () => {
    const connection = await NativeConnection.connect({ address: temporalAddress() });
    const client = new Client({ connection });
    const taskQueue = `settlement-${randomUUID()}`;
    // A day of this test alone: the server is shared, and so are the ids of days.
    const begun = '2031-01-02' as Day;
    const gate = { begun: false, open: false, closed: 0 };
    const activities: SettlementActivities = {
      planSettlement: () => Promise.resolve({ days: [begun], unknownFrom: null, calendarEnds: null }),
      async settleBatch() {
        gate.begun = true;
        await until('the run to be stopped', () => Promise.resolve(gate.open));
        return { looked: 0, settled: 0, held: 0, refused: 0 };
      },
      closeSettlement() {
        gate.closed += 1;
        return Promise.resolve({ statements: 0 });
      },
    };
    const worker = await Worker.create({
      connection,
      taskQueue,
      workflowBundle: await workflowBundle(),
      activities,
    });

    const { ended, parent } = await worker.runUntil(async () => {
      const run = await client.workflow.start('settlement', {
        workflowId: taskQueue,
        taskQueue,
        args: [{ day: null }],
      });
      await until('the day to be begun', () => Promise.resolve(gate.begun));
      await run.terminate('stopped in the middle');
      const day = client.workflow.getHandle(settlementWorkflowId(begun));
      // What a stopped run takes with it, it takes within a moment.
      await new Promise((later) => setTimeout(later, 1_000));
      gate.open = true;
      const status = async () => (await day.describe()).status.name;
      await until('the day to be over', async () => (await status()) !== 'RUNNING');
      return { ended: await status(), parent: (await run.describe()).status.name };
    });
    await connection.close();

    expect(parent).toBe('TERMINATED');
    expect(ended).toBe('COMPLETED');
    expect(gate.closed).toBe(1);
  });
});

describe('the schedule', () => {
  it('is created once, carries no date and starts the settlement', async () => {
    const connection = await Connection.connect({ address: temporalAddress() });
    const client = new Client({ connection });
    const schedule = settlementSchedule(client);

    await Promise.all([schedule.ensure(), schedule.ensure()]);
    await schedule.ensure();

    const { action } = await client.schedule.getHandle(SETTLEMENT_SCHEDULE).describe();
    expect(action).toMatchObject({ workflowType: 'settlement', args: [{ day: null }] });
    await schedule.trigger();
    await until('a started settlement', async () => {
      const { info } = await client.schedule.getHandle(SETTLEMENT_SCHEDULE).describe();
      return info.recentActions.length > 0;
    });
    await client.schedule.getHandle(SETTLEMENT_SCHEDULE).delete();
    await connection.close();
  });
});
