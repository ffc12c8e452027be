import type { PayoutId, WaitId } from '../domain/brand';
import type { UnitOfWork } from '../domain/ports/unit-of-work';
import { afterBankWait, type PayoutStep } from '../domain/use-cases/pay-out';
import { asActivityFailure } from './activity-failure';

/** Steps of a payout beside its rows. */
export interface PayoutActivities {
  afterBankWait: (input: { payoutId: PayoutId; woke: WaitId }) => Promise<PayoutStep>;
}

export function payoutActivities(ports: { readonly work: UnitOfWork }): PayoutActivities {
  const after = afterBankWait(ports);
  return { afterBankWait: (input) => asActivityFailure(() => after(input)) };
}
