import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import type { SettlementInput } from '../../workflows/settlement.messages';
import { ORDERS_QUEUE } from './flows';

export const SETTLEMENT_SCHEDULE = 'settlement';

/** It carries no date: whoever it starts does every business day up to then that is not done. */
const INPUT: SettlementInput = { day: null };

const PLAN = {
  // While the day is young and nobody else is busy.
  spec: { calendars: [{ hour: 2, comment: 'every night at two in Shanghai' }], timezone: 'Asia/Shanghai' },
  action: {
    type: 'startWorkflow',
    workflowType: 'settlement',
    workflowId: 'settlement',
    taskQueue: ORDERS_QUEUE,
    args: [INPUT],
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
} satisfies Omit<ScheduleOptions, 'scheduleId'>;

export interface SettlementSchedule {
  /** Creates the schedule, or brings the one that is there up to these words. */
  readonly ensure: () => Promise<void>;
  /** Runs it now, after the run that is under way if there is one. */
  readonly trigger: () => Promise<void>;
}

export function settlementSchedule(client: Client): SettlementSchedule {
  return {
    async ensure() {
      try {
        await client.schedule.create({ scheduleId: SETTLEMENT_SCHEDULE, ...PLAN });
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        await client.schedule.getHandle(SETTLEMENT_SCHEDULE).update(({ state }) => ({ ...PLAN, state }));
      }
    },
    trigger: () => client.schedule.getHandle(SETTLEMENT_SCHEDULE).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
  };
}
