import { proxyLocalActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/order.activities';
import type { Ending } from '../../domain/use-cases/end-journey';
import type { OrderInput, OrderResult } from '../order.messages';
import type { Saga } from '../saga';

const { endJourney } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** Gives card and number back to the carrier, then ends the order; `standing` where the card turned out to be active. */
export async function giveBack({ orderId }: OrderInput, saga: Saga, ending: Ending): Promise<OrderResult | 'standing'> {
  await saga.compensate();
  return endJourney({ orderId, ending });
}
