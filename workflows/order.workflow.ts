import { log } from '@temporalio/workflow';
import { openInbox } from './order/inbox';
import { provisioning } from './order/provisioning';
import { verifying } from './order/verifying';
import type { OrderInput, OrderResult } from './order.messages';
import { Saga } from './saga';

/**
 * One card from an accepted order to an active number. Ends `active` once the carrier confirmed it by query, else
 * `rejected`, `expired` or `failed` with a reason and nothing left behind. The story decides which effects to run; what
 * the order may become is decided by `apply` beside the rows.
 */
export async function order(input: OrderInput): Promise<OrderResult> {
  const inbox = openInbox();
  const saga = new Saga();
  const result = (await verifying(input, inbox)) ?? (await provisioning(input, inbox, saga));
  log.info('order ended', { orderId: input.orderId, stage: result.stage });
  return result;
}
