import { ApplicationFailure, log, proxyLocalActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/order.activities';
import type { OrderInput, OrderResult } from '../order.messages';
import type { Saga } from '../saga';
import type { Inbox } from './inbox';

const { parkedStep, giveUp } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

// Nothing ends these tries: an order that cannot even be parked would have no owner.
const { parkOrder } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

/** How a parked order goes on: it ended, or its story is taken up again, perhaps with a question to the carrier first. */
export type Parked =
  { readonly kind: 'ended'; readonly end: OrderResult } | { readonly kind: 'again'; readonly ask: boolean };

/** Waits with support for what a step could not do. When nobody took it up in time, everything is given back. */
export async function parked(input: OrderInput, inbox: Inbox, saga: Saga, failure: string): Promise<Parked> {
  const { orderId } = input;
  log.error('order parked: a step failed for good', { orderId, failure });
  inbox.at('parked');
  let mark = inbox.mark();
  let step = await parkOrder({ orderId, failure });
  for (;;) {
    switch (step.kind) {
      case 'ended':
        return step;
      case 'again':
        return { kind: 'again', ask: true };
      case 'giveUp': {
        await saga.compensate();
        const given = await giveUp({ orderId });
        return given.kind === 'ended' ? given : { kind: 'again', ask: true };
      }
      case 'wait': {
        const { wait } = step;
        const news = await inbox.waitFor(wait, ['identity', 'carrier', 'courier', 'handover', 'resumed'], mark);
        mark = inbox.mark();
        step = await parkedStep({ orderId, woke: wait.waitId, news });
        break;
      }
      default:
        throw ApplicationFailure.nonRetryable('unknown parked step', 'UnknownStep');
    }
  }
}
