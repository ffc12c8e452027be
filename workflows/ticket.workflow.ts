import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { TicketActivities, TicketCourierActivities } from '../activities/ticket.activities';
import { waitMoved } from './order.messages';
import { ticketChanged, type TicketInput, type TicketResult } from './ticket.messages';

const { watchTicket } = proxyLocalActivities<TicketActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

const { askCourier, lookAtParcel } = proxyActivities<TicketCourierActivities>({
  taskQueue: 'courier-kuaidi100',
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * Owns the promises of one ticket until it is closed: a kind that acts by itself acts, whoever is silent loses it, promises
 * are told upwards by a ladder that ends, a customer who never replies ends it. A reopening is the next round, in a workflow of its own.
 */
export async function ticket(input: TicketInput): Promise<TicketResult> {
  let news = 0;
  let seen = 0;
  setHandler(ticketChanged, () => {
    news += 1;
  });
  setHandler(waitMoved, () => {
    news += 1;
  });

  for (;;) {
    seen = news;
    const step = await watchTicket(input);
    switch (step.kind) {
      case 'ended':
        return { outcome: step.outcome };
      case 'ask':
        await askCourier(step);
        break;
      case 'look':
        await lookAtParcel(step);
        break;
      case 'rest':
        await condition(() => news !== seen);
        break;
      case 'wait':
        await condition(() => news !== seen, Math.max(1, step.inMs));
        break;
    }
    // A talkative customer makes a long history; the rows know everything.
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) await continueAsNew<typeof ticket>(input);
  }
}
