import { executeChild, log, ParentClosePolicy, proxyActivities } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { SettlementActivities } from '../activities/settlement.activities';
import type { Day } from '../domain/brand';
import { settlementWorkflowId } from '../domain/references';
import type { SettlementInput, SettlementResult } from './settlement.messages';

// No attempt limit: a database that is away is no reason to leave a day undone. Heartbeats, so that a process that was
// killed is missed soon.
const { planSettlement, settleBatch, closeSettlement } = proxyActivities<SettlementActivities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

const NOTHING: SettlementResult = { days: [], settled: 0, held: 0, refused: 0, statements: 0 };

/**
 * Settles what is due: without a day every business day up to now that is not done, one after the other, each under an
 * id of its own. Batches commit with their place, so whoever kills it anywhere and starts it again posts nothing twice.
 */
export async function settlement({ day }: SettlementInput): Promise<SettlementResult> {
  return day === null ? settleAll() : settleDay(day);
}

async function settleAll(): Promise<SettlementResult> {
  const plan = await planSettlement();
  if (plan.unknownFrom !== null)
    log.error('no calendar is published for days that are due', { from: plan.unknownFrom });
  if (plan.calendarEnds !== null) log.warn('the calendar ends soon', { on: plan.calendarEnds });
  let sum = NOTHING;
  for (const day of plan.days) {
    try {
      const done = await executeChild(settlement, {
        workflowId: settlementWorkflowId(day),
        args: [{ day }],
        // It goes on when this one is stopped: a day that was begun is finished.
        parentClosePolicy: ParentClosePolicy.ABANDON,
      });
      sum = added(sum, done);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // An earlier run is still at this day; the days after it are the next run's.
      log.info('this day is being settled already', { day });
      return sum;
    }
  }
  return sum;
}

async function settleDay(day: Day): Promise<SettlementResult> {
  let sum: SettlementResult = { ...NOTHING, days: [day] };
  for (;;) {
    const batch = await settleBatch({ day });
    if (batch.looked === 0) break;
    sum = added(sum, { ...batch, days: [], statements: 0 });
  }
  const { statements } = await closeSettlement({ day });
  log.info('business day settled', { day, settled: sum.settled, held: sum.held, refused: sum.refused });
  return { ...sum, statements };
}

function added(sum: SettlementResult, more: SettlementResult): SettlementResult {
  return {
    days: [...sum.days, ...more.days],
    settled: sum.settled + more.settled,
    held: sum.held + more.held,
    refused: sum.refused + more.refused,
    statements: sum.statements + more.statements,
  };
}
