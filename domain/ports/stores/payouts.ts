import type { OrderId, PayoutId, StatementId, UserId } from '../../brand';
import type { PayoutState, StatementState } from '../commission-desk';
import type { Row } from './row';

export interface StatementRecord {
  readonly row: Row;
  readonly id: StatementId;
  readonly agent: string;
  readonly state: StatementState;
  readonly payableFen: number;
  readonly payoutId: PayoutId | null;
}

export interface PayoutRecord {
  readonly row: Row;
  readonly id: PayoutId;
  readonly agent: string;
  readonly state: PayoutState;
  /** Falls with each clawback until it is released. */
  readonly amountFen: number;
  readonly maker: UserId;
  /** Who released it; null while nobody did. */
  readonly checker: UserId | null;
  readonly cancelledBy: UserId | null;
  readonly bankReference: string | null;
}

export interface PayoutStore {
  /** These statements, locked, in the order of their rows; those that are not there are left out. */
  lockStatements: (ids: readonly StatementId[]) => Promise<readonly StatementRecord[]>;
  /**
   * Orders whose commission would be paid although it no longer holds what was judged at settlement: their number stopped,
   * or a case about them came up since the payout was made. At most twenty.
   */
  heldIn: (of: { readonly statements: readonly Row[] } | { readonly payout: Row }) => Promise<readonly OrderId[]>;
  create: (payout: {
    id: PayoutId;
    agent: string;
    maker: UserId;
    statements: readonly StatementRecord[];
  }) => Promise<void>;
  /** The payout and its statements, locked. */
  lock: (id: PayoutId) => Promise<PayoutRecord | null>;
  /** Compare-and-set from `created`: by now it is on its way. */
  release: (payout: PayoutRecord, checker: UserId, bankReference: string) => Promise<void>;
  /** Clawbacks left nothing: it ends without a call, its statements are empty. */
  nothingToPay: (payout: PayoutRecord, checker: UserId) => Promise<void>;
  /** Nobody released it: it ends without a call, its statements are ready for another payout. */
  cancel: (payout: PayoutRecord, by: UserId, reason: string) => Promise<void>;
  waiting: (payout: PayoutRecord) => Promise<void>;
  /** The bank paid: state, transfer and statements, once. */
  paid: (payout: PayoutRecord, bankTransferNo: string) => Promise<void>;
  /** The bank said no: its statements are ready for another payout. */
  refused: (payout: PayoutRecord, text: string) => Promise<void>;
}
