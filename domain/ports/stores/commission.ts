import type { Area } from '../../activation';
import type { Day, Instant, OrderId, PayoutId, StatementId } from '../../brand';
import type { AccrualType, Decidable, StopReason, StoredAccrualState } from '../../commission';
import type { CommissionPolicy } from '../../commission-policy';
import type { Row } from './row';

/** What an order's commission rests on, as its purchase pinned it. */
export interface CommissionTerms {
  readonly policyVersion: number;
  readonly policy: CommissionPolicy;
  /** The selling agent and those above; empty where the order was sold without an agent. */
  readonly chain: readonly string[];
}

export interface NewAccruals {
  readonly orderRow: Row;
  readonly ruleCode: string;
  readonly policyVersion: number;
  readonly period: string;
  readonly dueOn: Day;
  readonly dueProvisional: boolean;
  readonly confirmedLevel: number;
  readonly activatedAt: Instant;
  readonly windowEndsAt: Instant;
  readonly personMatches: boolean | null;
  readonly placeMatches: boolean | null;
  readonly area: Area | null;
  readonly deliveryArea: Area | null;
  readonly lines: readonly { readonly type: AccrualType; readonly agent: string; readonly amountFen: number }[];
}

export interface AccrualRecord {
  readonly row: Row;
  readonly agent: string;
  readonly amountFen: number;
  readonly state: StoredAccrualState;
  readonly statementRow: Row | null;
}

/** A settled accrual whose order has an open case. */
export interface ContestedAccrual extends AccrualRecord {
  readonly statementRow: Row;
  readonly orderRow: Row;
  readonly orderId: OrderId;
}

export interface ProvisionalDue {
  readonly activatedOn: Day;
  readonly policyVersion: number;
  readonly ruleCode: string;
}

/**
 * Accruals and what they book. Locks are always taken in the order accrual, statement, payout, so nobody waits for
 * somebody who waits for them.
 */
export interface CommissionStore {
  /** Null where no policy was in force at intake. */
  terms: (orderRow: Row) => Promise<CommissionTerms | null>;
  /** Rows and their transfer, once per (order, rule, type, period); how many are new. */
  accrue: (accruals: NewAccruals) => Promise<number>;
  /** All accruals of an order, locked, oldest first. */
  lock: (orderRow: Row) => Promise<readonly AccrualRecord[]>;
  /** The carrier's news, kept whatever becomes of the money; the first news stays. How many accruals it was new to. */
  stopped: (orderRow: Row, reason: StopReason, at: Instant) => Promise<number>;
  /**
   * Locks every settled accrual that a payout pays and answers those whose number stopped. Called before the payout is
   * locked; what stops later waits for the payout's end.
   */
  lockStopped: (payout: PayoutId) => Promise<readonly AccrualRecord[]>;
  /**
   * Has the carrier asked about every held accrual of which something is not known, once an order and day, and no longer
   * than `ASK_EVIDENCE_DAYS` from its due day on.
   */
  askAgain: (day: Day) => Promise<void>;
  /** Fills in what was not known of an order's accruals; what is known stays. */
  learn: (
    orderRow: Row,
    evidence: Pick<NewAccruals, 'personMatches' | 'placeMatches' | 'area' | 'deliveryArea'>,
  ) => Promise<void>;
  /** What of an order's held accruals their rules need and nobody said. */
  unknownOf: (orderRow: Row) => Promise<readonly Decidable[]>;
  /** Ends an accrual that is not settled and takes it back from what the agent will get. */
  clawBackAccrued: (accrual: AccrualRecord) => Promise<void>;
  /**
   * Ends a settled accrual whose statement nobody released yet, and takes it off statement and waiting payout. Answers
   * the payout's id where the money is on its way or gone already, and changes nothing then.
   */
  clawBackSettled: (accrual: AccrualRecord) => Promise<{ readonly tooLate: PayoutId } | null>;
  /**
   * Settled accruals of these statements about whose order a case is open, locked, oldest first. Called before the
   * statements are locked.
   */
  lockContested: (statements: readonly StatementId[]) => Promise<readonly ContestedAccrual[]>;
  /** Takes a settled accrual off its statement: it is held again, and goes on a later one once it may. */
  setAside: (accrual: ContestedAccrual) => Promise<void>;
  /** Groups of accruals with a provisional due date up to this day: by now it is announced. */
  provisional: (upTo: Day) => Promise<readonly ProvisionalDue[]>;
  /** Gives these groups their new due dates; how many rows changed. */
  redate: (
    dates: readonly (ProvisionalDue & { readonly dueOn: Day; readonly provisional: boolean })[],
  ) => Promise<number>;
  policies: () => Promise<readonly { readonly version: number; readonly policy: CommissionPolicy }[]>;
}
