import { ApplicationFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/order.activities';
import type { KycActivities } from '../../activities/kyc.activities';
import type { OrderInput, OrderResult } from '../order.messages';
import type { Inbox } from './inbox';

const { verifyingStep, judgeIdentity } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

// CPU-heavy, its own queue and processes; a stage that stops reporting is taken over by another copy.
const { readIdentity } = proxyActivities<KycActivities>({
  taskQueue: 'kyc',
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

// The authority did not answer a local activity in its short limit: the remote queue may take longer.
const { judgeIdentityPatiently } = proxyActivities<OrderActivities>({
  taskQueue: 'authority',
  startToCloseTimeout: '90 seconds',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** Carries the order to a verified holder, or to its end. Everything that is decided is decided beside the rows. */
export async function verifying(input: OrderInput, inbox: Inbox): Promise<OrderResult | null> {
  const { orderId } = input;
  let mark = inbox.mark();
  let step = await verifyingStep({ orderId, woke: null });
  for (;;) {
    switch (step.kind) {
      case 'passed':
        return null;
      case 'ended':
        return step.end;
      case 'check': {
        const round = { orderId, caseId: step.caseId, round: step.round };
        await readIdentity({ caseId: step.caseId, round: step.round });
        mark = inbox.mark();
        const judged = await judgeIdentity(round);
        step = judged.kind === 'noAnswer' ? await judgeIdentityPatiently(round) : judged;
        break;
      }
      case 'wait': {
        const { wait } = step;
        await inbox.waitFor(wait, ['identity'], mark);
        mark = inbox.mark();
        step = await verifyingStep({ orderId, woke: wait.waitId });
        break;
      }
      default:
        throw ApplicationFailure.nonRetryable('unknown verifying step', 'UnknownStep');
    }
  }
}
