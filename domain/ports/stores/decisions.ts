import type { DecisionId, OrderId, UserId } from '../../brand';
import type { Decidable } from '../../commission';
import type { DecisionState, DecisionVerdict } from '../commission-desk';
import type { Row } from './row';

export interface DecisionRecord {
  readonly row: Row;
  readonly id: DecisionId;
  readonly orderId: OrderId;
  readonly verdict: DecisionVerdict;
  readonly conditions: readonly Decidable[];
  readonly reason: string;
  readonly state: DecisionState;
  readonly maker: UserId;
  /** Who confirmed it; null while nobody did. */
  readonly checker: UserId | null;
  readonly withdrawnBy: UserId | null;
}

/** What two people of finance decide about an order's held commission. The caller holds the order's lock. */
export interface DecisionStore {
  /** Unlocked, for the order to be locked first. */
  find: (id: DecisionId) => Promise<DecisionRecord | null>;
  /** The one that waits for a second person. */
  openOf: (orderRow: Row) => Promise<DecisionRecord | null>;
  propose: (
    decision: Pick<DecisionRecord, 'id' | 'verdict' | 'conditions' | 'reason' | 'maker'> & { readonly orderRow: Row },
  ) => Promise<void>;
  /** Compare-and-set from `proposed`, and what was not known of the order's accruals is known by it. */
  confirm: (decision: DecisionRecord, checker: UserId) => Promise<void>;
  withdraw: (decision: DecisionRecord, by: UserId, reason: string) => Promise<void>;
}
