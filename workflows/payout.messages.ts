import type { PayoutId } from '../domain/brand';
import type { PayoutState } from '../domain/ports/commission-desk';

export interface PayoutInput {
  readonly payoutId: PayoutId;
}

export interface PayoutResult {
  readonly state: PayoutState;
}
