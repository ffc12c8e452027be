import { ApplicationFailure, proxyLocalActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/order.activities';
import type { OrderInput, OrderResult } from '../order.messages';
import type { Saga } from '../saga';
import { atCarrier } from './carrier-queue';
import { giveBack } from './giving-back';
import type { Inbox } from './inbox';

const { activationStep, activationUnanswered, confirmActivation } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * Carries a delivered card to an active number that the carrier confirmed, or to its end with everything given back.
 * News of the carrier since `mark` counts too: an activation may be told before the parcel's signature is.
 */
export async function activating(
  input: OrderInput,
  inbox: Inbox,
  saga: Saga,
  from: { readonly mark: number; readonly ask: boolean },
): Promise<OrderResult> {
  const { orderId } = input;
  inbox.at('activating');
  const isTold = inbox.has('carrier', from.mark);
  let seen = inbox.mark();
  let step = from.ask || isTold ? await ask(input) : await activationStep({ orderId, woke: null });
  for (;;) {
    switch (step.kind) {
      case 'ended':
        saga.settle();
        return step.end;
      case 'ask':
        seen = inbox.mark();
        step = await ask(input);
        break;
      case 'undo': {
        const end = await giveBack(input, saga, step.ending);
        if (end !== 'standing') return end;
        step = { kind: 'ask' };
        break;
      }
      case 'wait': {
        const { wait } = step;
        const isNews = await inbox.waitFor(wait, ['carrier', 'courier', 'handover', 'resumed'], seen);
        // Who lets a parked order go on wants the carrier asked again: that is the step it stood at.
        const isCarrier = isNews && (inbox.has('carrier', seen) || inbox.has('resumed', seen));
        seen = inbox.mark();
        step = isCarrier ? await ask(input) : await activationStep({ orderId, woke: wait.waitId });
        break;
      }
      default:
        throw ApplicationFailure.nonRetryable('unknown activation step', 'UnknownStep');
    }
  }
}

async function ask({ orderId }: OrderInput) {
  const answer = await confirmActivation({ orderId });
  if (answer.kind !== 'noAnswer') return answer;
  const later = await atCarrier(answer.carrier).confirmActivationPatiently({ orderId });
  return later.kind === 'noAnswer' ? activationUnanswered({ orderId }) : later;
}
