import { sleep } from '@temporalio/activity';
import type { PayoutId } from '../domain/brand';
import { payOut, type PayOutPorts, type PayoutStep } from '../domain/use-cases/pay-out';
import { asActivityFailure } from './activity-failure';
import { withHeartbeats } from './heartbeats';

/** Commands to the bank, on the bank's own queue. */
export interface BankActivities {
  /** Transfers once by our reference; answers with a wait after about a minute of silence instead of retrying for ever. */
  payOut: (input: { payoutId: PayoutId }) => Promise<PayoutStep>;
}

/** Pauses between tries, in ms. With the calls' own limits they make up about a minute. */
const PAUSES_MS = [500, 2_000, 5_000, 10_000, 15_000];

export function bankActivities(ports: PayOutPorts, pausesMs: readonly number[] = PAUSES_MS): BankActivities {
  const pay = payOut(ports);
  return {
    payOut: ({ payoutId }) => asActivityFailure(() => withHeartbeats(() => pay(payoutId, { pausesMs, sleep }))),
  };
}
