import { ApplicationFailure, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { CarrierActivities } from '../../activities/carrier.activities';
import type { OrderActivities } from '../../activities/order.activities';
import { carrierQueue } from '../../domain/references';
import type { ShippingStep } from '../../domain/use-cases/ship-order';
import type { OrderInput, OrderResult } from '../order.messages';
import type { Saga } from '../saga';
import type { Inbox } from './inbox';

const { provisioningStep, afterRefusal, giveUp, confirmAtCarrier } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

// One queue a partner, so that a hanging carrier cannot eat another's slots. After about a minute it answers that the
// carrier is down, and the order waits on a row instead of in a retry.
const { openAtCarrier, confirmAtCarrierPatiently } = proxyActivities<CarrierActivities>({
  taskQueue: carrierQueue('xinglian'),
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

// No attempt limit: what was taken is given back, however long that takes.
const { undoOpening } = proxyActivities<CarrierActivities>({
  taskQueue: carrierQueue('xinglian'),
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});

type Provisioned =
  | { readonly kind: 'ended'; readonly end: OrderResult }
  /** What giving it back takes stays with the saga: until it is active, an opened card can come back. */
  | {
      readonly kind: 'opened';
      readonly shipping: ShippingStep;
      /** From here on news of the carrier is not judged yet: it may have come while the carrier was being asked. */
      readonly mark: number;
    };

/**
 * Carries a verified order to an opened card, or to its end with everything given back. `ask` begins with a question
 * to the carrier, where news may have come while nobody listened.
 */
export async function provisioning(input: OrderInput, inbox: Inbox, saga: Saga, ask: boolean): Promise<Provisioned> {
  const { orderId } = input;
  inbox.at('provisioning');
  let mark = inbox.mark();
  let step = ask ? await confirm(input) : await provisioningStep({ orderId, woke: null });
  for (;;) {
    switch (step.kind) {
      case 'ended':
        saga.settle();
        return step;
      case 'opened':
        return { ...step, mark };
      case 'open': {
        const { opening } = step;
        saga.register(opening.submitReference, () => undoOpening(opening));
        mark = inbox.mark();
        step = await openAtCarrier(opening);
        break;
      }
      case 'refused': {
        const { code, opening } = step;
        await saga.compensate();
        step = await afterRefusal({ orderId, code, submitReference: opening.submitReference });
        break;
      }
      case 'giveUp':
        await saga.compensate();
        step = await giveUp({ orderId });
        break;
      case 'wait': {
        const { wait } = step;
        // A callback is only a hint: it makes us ask, and the answer decides. So does a reminder, for callbacks get lost.
        const asked = step.ask || (await inbox.waitFor(wait, ['carrier', 'resumed'], mark));
        mark = inbox.mark();
        step = asked ? await confirm(input) : await provisioningStep({ orderId, woke: wait.waitId });
        break;
      }
      default:
        throw ApplicationFailure.nonRetryable('unknown provisioning step', 'UnknownStep');
    }
  }
}

async function confirm({ orderId }: OrderInput) {
  const answer = await confirmAtCarrier({ orderId });
  if (answer.kind !== 'noAnswer') return answer;
  const later = await confirmAtCarrierPatiently({ orderId });
  return later.kind === 'noAnswer' ? provisioningStep({ orderId, woke: null }) : later;
}
