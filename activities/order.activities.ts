import { sleep } from '@temporalio/activity';
import type { OrderId, WaitId } from '../domain/brand';
import type { CarrierSilent } from '../domain/ports/carrier';
import { type JudgeInput, judgeIdentity, type JudgePorts, type NoAnswer } from '../domain/use-cases/judge-identity';
import { afterRefusal } from '../domain/use-cases/after-refusal';
import { confirmAtCarrier } from '../domain/use-cases/confirm-at-carrier';
import { giveUp } from '../domain/use-cases/give-up';
import { type OpeningPorts, type ProvisioningStep, provisioningStep } from '../domain/use-cases/provisioning-step';
import {
  activationStep,
  type ActivationStep,
  activationUnanswered,
  confirmActivation,
} from '../domain/use-cases/activate-order';
import { endJourney, type Ending } from '../domain/use-cases/end-journey';
import type { OrderEnd } from '../domain/use-cases/order-changes';
import { shippingStep, type ShippingStep } from '../domain/use-cases/ship-order';
import { type ParkedStep, parkedStep, parkOrder } from '../domain/use-cases/park-order';
import { type VerifyingStep, verifyingStep } from '../domain/use-cases/verify-identity';
import { asActivityFailure } from './activity-failure';
import { withHeartbeats } from './heartbeats';

/** What the order's story may ask for. Steps are transactions beside the rows: running one again changes nothing. */
export interface OrderActivities {
  verifyingStep: (input: { orderId: OrderId; woke: WaitId | null }) => Promise<VerifyingStep>;
  /** Asks the authority briefly; `noAnswer` leaves it to the patient one. */
  judgeIdentity: (input: JudgeInput) => Promise<VerifyingStep | NoAnswer>;
  judgeIdentityPatiently: (input: JudgeInput) => Promise<VerifyingStep>;
  provisioningStep: (input: { orderId: OrderId; woke: WaitId | null }) => Promise<ProvisioningStep>;
  afterRefusal: (input: { orderId: OrderId; code: string; submitReference: string }) => Promise<ProvisioningStep>;
  /** Retried for ever, whatever it throws: `failure` is the code of the step that failed for good. */
  parkOrder: (input: { orderId: OrderId; failure: string }) => Promise<ParkedStep>;
  parkedStep: (input: { orderId: OrderId; woke: WaitId; news: boolean }) => Promise<ParkedStep>;
  giveUp: (input: { orderId: OrderId }) => Promise<ProvisioningStep>;
  confirmAtCarrier: (input: { orderId: OrderId }) => Promise<ProvisioningStep | CarrierSilent>;
  shippingStep: (input: { orderId: OrderId; woke: WaitId | null }) => Promise<ShippingStep>;
  activationStep: (input: { orderId: OrderId; woke: WaitId | null }) => Promise<ActivationStep>;
  confirmActivation: (input: { orderId: OrderId }) => Promise<ActivationStep | CarrierSilent>;
  activationUnanswered: (input: { orderId: OrderId }) => Promise<ActivationStep>;
  endJourney: (input: { orderId: OrderId; ending: Ending }) => Promise<OrderEnd | 'standing'>;
}

/** Pauses of the patient judgement, in ms: about half a minute in all, then the outage itself is judged. */
const AUTHORITY_PAUSES_MS = [1_000, 4_000, 10_000];

export function orderActivities(
  ports: JudgePorts & OpeningPorts,
  pausesMs: readonly number[] = AUTHORITY_PAUSES_MS,
): OrderActivities {
  const verify = verifyingStep(ports);
  const judge = judgeIdentity(ports);
  const provision = provisioningStep(ports);
  const confirm = confirmAtCarrier(ports);
  return {
    verifyingStep: (input) => asActivityFailure(() => verify(input)),
    judgeIdentity: (input) => asActivityFailure(() => judge(input, 'brief')),
    judgeIdentityPatiently: (input) =>
      asActivityFailure(() =>
        withHeartbeats(async () => {
          for (const pause of pausesMs) {
            const step = await judge(input, 'brief');
            if (step.kind !== 'noAnswer') return step;
            await sleep(pause);
          }
          const step = await judge(input, 'last');
          if (step.kind === 'noAnswer') throw new Error('the last judgement always decides');
          return step;
        }),
      ),
    provisioningStep: (input) => asActivityFailure(() => provision(input)),
    afterRefusal: (input) => asActivityFailure(() => afterRefusal(ports)(input)),
    // Not as an activity failure: that would say which failures end the tries, and here none does.
    parkOrder: (input) => parkOrder(ports)(input),
    parkedStep: (input) => asActivityFailure(() => parkedStep(ports)(input)),
    giveUp: (input) => asActivityFailure(() => giveUp(ports)(input)),
    confirmAtCarrier: (input) => asActivityFailure(() => confirm(input)),
    shippingStep: (input) => asActivityFailure(() => shippingStep(ports)(input)),
    activationStep: (input) => asActivityFailure(() => activationStep(ports)(input)),
    confirmActivation: (input) => asActivityFailure(() => confirmActivation(ports)(input)),
    activationUnanswered: (input) => asActivityFailure(() => activationUnanswered(ports)(input)),
    endJourney: (input) => asActivityFailure(() => endJourney(ports)(input)),
  };
}
