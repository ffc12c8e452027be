import { ApplicationFailure, proxyLocalActivities } from '@temporalio/workflow';
import type { OrderActivities } from '../../activities/order.activities';
import type { ShippingStep } from '../../domain/use-cases/ship-order';
import type { OrderInput, OrderResult } from '../order.messages';
import type { Saga } from '../saga';
import { atCarrier, undoAtCarrier } from './carrier-queue';
import type { Inbox } from './inbox';

const { provisioningStep, afterRefusal, giveUp, confirmAtCarrier } = proxyLocalActivities<OrderActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
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
        saga.register(opening.submitReference, () => undoAtCarrier(opening.carrier).undoOpening(opening));
        mark = inbox.mark();
        step = await atCarrier(opening.carrier).openAtCarrier(opening);
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
  const later = await atCarrier(answer.carrier).confirmAtCarrierPatiently({ orderId });
  return later.kind === 'noAnswer' ? provisioningStep({ orderId, woke: null }) : later;
}
