import { ApplicationFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { CourierActivities } from '../../activities/courier.activities';
import type { OrderActivities } from '../../activities/order.activities';
import type { ShippingStep } from '../../domain/use-cases/ship-order';
import type { OrderInput, OrderResult } from '../order.messages';
import type { Saga } from '../saga';
import { giveBack } from './giving-back';
import type { Inbox } from './inbox';

const { shippingStep } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

// Its own queue, as every partner: after about a minute it answers that the courier is down, and the order waits on a row.
const { dispatchParcel } = proxyActivities<CourierActivities>({
  taskQueue: 'courier-kuaidi100',
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** Carries an opened card into somebody's hands (null), or the order to its end with everything given back. */
export async function shipping(
  input: OrderInput,
  inbox: Inbox,
  saga: Saga,
  first: ShippingStep,
): Promise<OrderResult | null> {
  const { orderId } = input;
  inbox.at('shipping');
  let mark = inbox.mark();
  let step = first;
  for (;;) {
    switch (step.kind) {
      case 'delivered':
        return null;
      case 'ended':
        saga.settle();
        return step.end;
      case 'dispatch':
        mark = inbox.mark();
        step = await dispatchParcel(step.dispatch);
        break;
      case 'undo': {
        const end = await giveBack(input, saga, step.ending);
        if (end !== 'standing') return end;
        // The carrier says it is active: what that means is decided where activation is.
        return null;
      }
      case 'wait': {
        const { wait } = step;
        await inbox.waitFor(wait, ['courier', 'resumed'], mark);
        mark = inbox.mark();
        step = await shippingStep({ orderId, woke: wait.waitId });
        break;
      }
      default:
        throw ApplicationFailure.nonRetryable('unknown shipping step', 'UnknownStep');
    }
  }
}
