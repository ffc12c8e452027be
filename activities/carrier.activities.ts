import { activityInfo, log, sleep } from '@temporalio/activity';
import type { OrderId } from '../domain/brand';
import type { CarrierSilent } from '../domain/ports/carrier';
import { type ActivationStep, confirmActivation } from '../domain/use-cases/activate-order';
import { confirmAtCarrier } from '../domain/use-cases/confirm-at-carrier';
import { openAtCarrier } from '../domain/use-cases/open-at-carrier';
import type { Opening, OpeningPorts, ProvisioningStep } from '../domain/use-cases/provisioning-step';
import { undoOpening } from '../domain/use-cases/undo-opening';
import { asActivityFailure } from './activity-failure';
import { withHeartbeats } from './heartbeats';

/** Commands to a carrier, on the carrier's own queue. */
export interface CarrierActivities {
  /** Occupies and submits; answers that the carrier is down after about a minute instead of retrying for ever. */
  openAtCarrier: (opening: Opening) => Promise<ProvisioningStep>;
  /** Throws until the carrier did it; an order whose undo keeps failing is parked with support meanwhile. */
  undoOpening: (opening: Opening) => Promise<{ readonly undone: boolean }>;
  confirmAtCarrierPatiently: (input: { orderId: OrderId }) => Promise<ProvisioningStep | CarrierSilent>;
  confirmActivationPatiently: (input: { orderId: OrderId }) => Promise<ActivationStep | CarrierSilent>;
}

/** Pauses between tries, in ms. With the calls' own limits they make up about a minute. */
const PAUSES_MS = [500, 2_000, 5_000, 10_000, 15_000];

export function carrierActivities(ports: OpeningPorts, pausesMs: readonly number[] = PAUSES_MS): CarrierActivities {
  const open = openAtCarrier(ports);
  const confirm = confirmAtCarrier(ports);
  const undo = undoOpening(ports, ({ orderId, submitReference }) => {
    log.error('order parked: an undo at the carrier keeps failing', { orderId, reference: submitReference });
  });
  const confirmActive = confirmActivation(ports);
  return {
    openAtCarrier: (opening) => asActivityFailure(() => withHeartbeats(() => open(opening, { pausesMs, sleep }))),
    undoOpening: (opening) => asActivityFailure(() => undo(opening, activityInfo().attempt)),
    confirmAtCarrierPatiently: (input) => patiently(() => confirm(input)),
    confirmActivationPatiently: (input) => patiently(() => confirmActive(input)),
  };

  /** Asks again and again for about a minute. */
  function patiently<Step extends { readonly kind: string }>(
    ask: () => Promise<Step | CarrierSilent>,
  ): Promise<Step | CarrierSilent> {
    return asActivityFailure(() =>
      withHeartbeats(async () => {
        for (const ms of pausesMs) {
          const step = await ask();
          if (step.kind !== 'noAnswer') return step;
          await sleep(ms);
        }
        return ask();
      }),
    );
  }
}
