import { log } from '@temporalio/workflow';
import { activating } from './order/activating';
import { type Inbox, openInbox } from './order/inbox';
import { failureOf } from './failure';
import { parked } from './order/parked';
import { provisioning } from './order/provisioning';
import { shipping } from './order/shipping';
import { verifying } from './order/verifying';
import type { OrderInput, OrderResult } from './order.messages';
import { Saga } from './saga';

/**
 * One card from an accepted order to an active number. Ends `active` once the carrier confirmed it by query, else
 * `rejected`, `returned`, `expired` or `failed` with a reason and nothing left behind. The story decides which effects to run; what
 * the order may become is decided by `apply` beside the rows. A step that fails for good parks the order with support
 * instead of ending the story; it goes on from the rows, or ends `failed` with everything given back.
 */
export async function order(input: OrderInput): Promise<OrderResult> {
  const inbox = openInbox();
  const saga = new Saga();
  const result = await carried(input, inbox, saga);
  log.info('order ended', { orderId: input.orderId, stage: result.stage });
  return result;
}

/** Stage after stage. `ask` begins with a question to the carrier, for news may have come while the order was parked. */
async function journey(input: OrderInput, inbox: Inbox, saga: Saga, ask: boolean): Promise<OrderResult> {
  const refused = await verifying(input, inbox);
  if (refused) return refused;
  const opened = await provisioning(input, inbox, saga, ask);
  if (opened.kind === 'ended') return opened.end;
  const ended = await shipping(input, inbox, saga, opened.shipping);
  return ended ?? activating(input, inbox, saga, { mark: opened.mark, ask });
}

async function carried(input: OrderInput, inbox: Inbox, saga: Saga): Promise<OrderResult> {
  let failure: string | null = null;
  let ask = false;
  for (;;) {
    try {
      if (failure !== null) {
        const next = await parked(input, inbox, saga, failure);
        if (next.kind === 'ended') return next.end;
        failure = null;
        ask = next.ask;
      }
      return await journey(input, inbox, saga, ask);
    } catch (error) {
      // What failed while it was parked parks it again; only what is no step's failure ends the workflow or its task.
      failure = failureOf(error);
      if (failure === null) throw error;
    }
  }
}
