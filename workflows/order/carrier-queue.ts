import { proxyActivities } from '@temporalio/workflow';
import type { CarrierActivities } from '../../activities/carrier.activities';
import { carrierQueue } from '../../domain/references';

/** Whose orders those were that began before a step said it. */
const FIRST_CARRIER = 'xinglian';

// One queue a carrier, so that one that hangs cannot eat another's slots. After about a minute it answers that the carrier
// is down, and the order waits on a row instead of in a retry.
export const atCarrier = (carrier: string = FIRST_CARRIER) =>
  proxyActivities<Omit<CarrierActivities, 'undoOpening'>>({
    taskQueue: carrierQueue(carrier),
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '10 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  });

// No attempt limit: what was taken is given back, however long that takes.
export const undoAtCarrier = (carrier: string = FIRST_CARRIER) =>
  proxyActivities<Pick<CarrierActivities, 'undoOpening'>>({
    taskQueue: carrierQueue(carrier),
    startToCloseTimeout: '1 minute',
    retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
  });
