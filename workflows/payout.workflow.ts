import {
  ApplicationFailure,
  condition,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { BankActivities } from '../activities/bank.activities';
import type { PayoutActivities } from '../activities/payout.activities';
import type { WaitId } from '../domain/brand';
import { waitMoved } from './order.messages';
import type { PayoutInput, PayoutResult } from './payout.messages';

// The bank's own queue. After about a minute it answers that the bank is silent, and the payout waits on a row.
const { payOut } = proxyActivities<BankActivities>({
  taskQueue: 'bank',
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

const { afterBankWait } = proxyLocalActivities<PayoutActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * Pays a payout that a second person released, once. Ends `paid`, or `refused` where the bank said no. A silent bank is
 * asked again, with the same reference and by query first, for as long as it takes.
 */
export async function payout({ payoutId }: PayoutInput): Promise<PayoutResult> {
  const moves = new Map<WaitId, number>();
  setHandler(waitMoved, ({ waitId, dueInMs }) => {
    moves.set(waitId, dueInMs);
  });

  let step = await payOut({ payoutId });
  for (;;) {
    switch (step.kind) {
      case 'ended':
        log.info('payout ended', { payoutId, state: step.state });
        return { state: step.state };
      case 'pay':
        step = await payOut({ payoutId });
        break;
      case 'wait': {
        const { waitId, dueInMs } = step.wait;
        const leftMs = Math.min(dueInMs, moves.get(waitId) ?? Infinity);
        moves.clear();
        await condition(() => moves.has(waitId), Math.max(1, leftMs));
        step = await afterBankWait({ payoutId, woke: waitId });
        break;
      }
      default:
        throw ApplicationFailure.nonRetryable('unknown payout step', 'UnknownStep');
    }
  }
}
