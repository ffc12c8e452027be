import { sleep } from '@temporalio/activity';
import { dispatchParcel, type Dispatch, type ShippingPorts, type ShippingStep } from '../domain/use-cases/ship-order';
import { asActivityFailure } from './activity-failure';
import { withHeartbeats } from './heartbeats';

/** Commands to the courier, on its own queue. */
export interface CourierActivities {
  /** Sends the parcel; answers that the courier is down after about a minute instead of retrying for ever. */
  dispatchParcel: (dispatch: Dispatch) => Promise<ShippingStep>;
}

/** Pauses between tries, in ms. With the calls' own limits they make up about a minute. */
const PAUSES_MS = [500, 2_000, 5_000, 10_000, 15_000];

export function courierActivities(ports: ShippingPorts, pausesMs: readonly number[] = PAUSES_MS): CourierActivities {
  const dispatch = dispatchParcel(ports);
  return {
    dispatchParcel: (input) => asActivityFailure(() => withHeartbeats(() => dispatch(input, { pausesMs, sleep }))),
  };
}
