import type { AccrualId, Day, DecisionId, Instant, OrderId, PayoutId, StatementId, UserId } from '../brand';
import type { AccrualState, ConditionCode, Decidable } from '../commission';
import type { AnyWaitOwner } from '../stages';
import type { WaitThen } from '../waits';
import type { HoldKind } from './stores/holds';
import type { Bilingual } from './use-cases';

/** One condition of a commission's rule: true, false, or null while nobody knows. */
export interface ConditionFacts {
  readonly code: ConditionCode;
  readonly value: boolean | null;
  readonly text: Bilingual;
  /** What it rests on, in data: ids, codes, areas and levels, never a person. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** When the evidence is from; business time. */
  readonly at: Instant | null;
}

/** What is owed to one agent for one order under one rule. */
export interface AccrualFacts {
  readonly id: AccrualId;
  readonly rule: { readonly code: string; readonly version: number };
  /** `order` is the selling agent's share, `parent` the share of the agent above. */
  readonly type: 'order' | 'parent';
  /** `YYYY-MM`, the month of the activation. */
  readonly period: string;
  readonly agent: { readonly code: string; readonly name: string };
  readonly amountFen: number;
  readonly state: AccrualState;
  readonly dueOn: Day;
  /** True while the due date lies beyond the published calendars: only weekends are left out of it. */
  readonly dueProvisional: boolean;
  readonly conditions: readonly ConditionFacts[];
  readonly statementId: StatementId | null;
  readonly payoutId: PayoutId | null;
}

/** Why an order's commission is or is not paid. */
export interface OrderCommissionFacts {
  readonly orderId: OrderId;
  /** Why there is nothing in `accruals`; null where there is something. */
  readonly none: { readonly code: NoCommission; readonly text: Bilingual } | null;
  readonly accruals: readonly AccrualFacts[];
  /** Whom a hold waits for that no machine ends. */
  readonly wait: HoldWaitFacts | null;
  /** What one person of finance may decide now. */
  readonly decidable: readonly Decidable[];
  /** What finance decided, newest first. */
  readonly decisions: readonly DecisionFacts[];
}

/** `release` takes what nobody said for true, `refuse` for false. */
export type DecisionVerdict = 'release' | 'refuse';
/** `lapsed` when the commission stopped being held while it waited. */
export type DecisionState = 'proposed' | 'confirmed' | 'withdrawn' | 'lapsed';

export interface DecisionWords {
  readonly verdict: DecisionVerdict;
  readonly conditions: readonly Decidable[];
  readonly reason: string;
}

export interface DecisionFacts extends DecisionWords {
  readonly id: DecisionId;
  readonly state: DecisionState;
  readonly maker: { readonly id: UserId; readonly name: string };
  readonly madeAt: Instant;
  /** Who confirmed it. */
  readonly checker: { readonly id: UserId; readonly name: string } | null;
  readonly withdrawnBy: { readonly id: UserId; readonly name: string } | null;
  readonly withdrawReason: string | null;
  readonly endedAt: Instant | null;
}

export type NoCommission = 'NOT_ACTIVE_YET' | 'ENDED_WITHOUT_ACTIVATION' | 'NO_AGENT' | 'NO_RULE';

export const WAITING_STATES = ['held', 'due'] as const satisfies readonly AccrualState[];
/** What is not on a statement although its day has come: not settled yet, or held. */
export type WaitingState = (typeof WAITING_STATES)[number];

/** Whom held commission waits for, where no machine ends it. */
export interface HoldWaitFacts {
  readonly what: HoldKind;
  readonly ownerKind: AnyWaitOwner;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly escalatedAt: Instant | null;
  readonly thenWhat: WaitThen;
}

/** One share that is due or held, with its order and its wait. */
export interface WaitingFacts {
  readonly orderId: OrderId;
  readonly accrual: AccrualFacts;
  readonly wait: HoldWaitFacts | null;
}

export const STATEMENT_STATES = ['open', 'ready', 'in-payout', 'paid', 'empty'] as const;
/** `open` while its settlement runs, `ready` to be paid, `in-payout` once a payout names it. */
export type StatementState = (typeof STATEMENT_STATES)[number];

/**
 * opening + accrued − clawedBack − setAside − paid = closing, all in fen, from its opening to that of the agent's next statement: the
 * newest one closes with what the ledger owes the agent.
 */
export interface StatementFacts {
  readonly id: StatementId;
  readonly agent: { readonly code: string; readonly name: string };
  readonly businessDate: Day;
  readonly state: StatementState;
  readonly lines: number;
  /** What was settled before and not paid yet. */
  readonly openingFen: number;
  readonly accruedFen: number;
  /** Taken back in that time, of whichever statement. */
  readonly clawedBackFen: number;
  /** Left out of payouts in that time because of open cases, of whichever statement; accrued again once it is settled. */
  readonly setAsideFen: number;
  /** Paid in that time, whichever statement it was for. */
  readonly paidFen: number;
  readonly closingFen: number;
  /** What a payout of this statement transfers: what it accrued, less what was taken back or left out of it. */
  readonly payableFen: number;
  /** What was left out of this statement because a case was open. */
  readonly leftOut: { readonly lines: number; readonly amountFen: number };
  readonly payoutId: PayoutId | null;
  readonly settledAt: Instant;
}

export interface StatementLineFacts {
  readonly accrualId: AccrualId;
  readonly orderId: OrderId;
  readonly type: 'order' | 'parent';
  readonly amountFen: number;
  readonly state: AccrualState;
  /** Set aside by a payout: it is on another statement by now, or waits. */
  readonly leftOut: boolean;
}

export const PAYOUT_STATES = [
  'created',
  'released',
  'waiting-for-bank',
  'paid',
  'refused',
  'nothing-to-pay',
  'cancelled',
] as const;
/** `created` waits for a second person; `released` and `waiting-for-bank` are on their way; the others are ends. */
export type PayoutState = (typeof PAYOUT_STATES)[number];

export interface PayoutFacts {
  readonly id: PayoutId;
  readonly agent: { readonly code: string; readonly name: string };
  readonly state: PayoutState;
  /** Falls with each clawback until it is released. */
  readonly amountFen: number;
  readonly statementIds: readonly StatementId[];
  readonly maker: { readonly id: UserId; readonly name: string };
  readonly checker: { readonly id: UserId; readonly name: string } | null;
  readonly createdAt: Instant;
  readonly releasedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Our reference at the bank, once there is one. */
  readonly bankReference: string | null;
  /** The bank's own number of the transfer, once paid. */
  readonly bankTransferNo: string | null;
  /** The bank's words where it refused. */
  readonly bankText: string | null;
  /** Who cancelled it before anybody released it, and why. */
  readonly cancelledBy: { readonly id: UserId; readonly name: string } | null;
  readonly cancelReason: string | null;
  /** While nobody released it: orders in it that may not be paid now, with the case that is open; null for a stop. */
  readonly held: readonly { readonly orderId: OrderId; readonly caseId: string | null }[];
}

export interface MoneyListing<Id extends string, State extends string> {
  readonly state?: State;
  readonly agent?: string;
  /** The last id of the page before. */
  readonly after?: Id;
  readonly limit: number;
}

export interface MoneyPage<Facts, Id extends string> {
  /** Newest first, unless it says otherwise. */
  readonly rows: readonly Facts[];
  /** Goes into `after` for the next page; null on the last. */
  readonly next: Id | null;
}

/** Reads for finance, support, auditors and channels. Nothing here is personal data. */
export interface CommissionReading {
  /** `only` restricts to a channel's own orders; null where there is no such order for the asker. */
  ofOrder: (order: OrderId, only?: { readonly channel: string }) => Promise<OrderCommissionFacts | null>;
  /** Commission that is due or held, what is due longest first. */
  commissions: (
    listing: MoneyListing<AccrualId, WaitingState>,
  ) => Promise<MoneyPage<WaitingFacts, AccrualId> & { readonly counts: Readonly<Record<WaitingState, number>> }>;
  statements: (
    listing: MoneyListing<StatementId, StatementState>,
  ) => Promise<MoneyPage<StatementFacts, StatementId> & { readonly counts: Readonly<Record<string, number>> }>;
  statement: (id: StatementId) => Promise<StatementFacts | null>;
  /** In the order of their accruals; keyset by accrual id. */
  statementLines: (
    id: StatementId,
    page: { readonly after?: AccrualId; readonly limit: number },
  ) => Promise<MoneyPage<StatementLineFacts, AccrualId>>;
  payouts: (
    listing: MoneyListing<PayoutId, PayoutState>,
  ) => Promise<MoneyPage<PayoutFacts, PayoutId> & { readonly counts: Readonly<Record<string, number>> }>;
  payout: (id: PayoutId) => Promise<PayoutFacts | null>;
}

/** What finance decides. Each may be repeated by the same person: what is done already is answered from its rows. */
export interface PayoutCommands {
  /**
   * One payout an agent over these statements. Throws `StatementNotFound`, or `StatementNotReady` where one is not
   * `ready` (a repeat with exactly the statements of waiting payouts of this maker returns those payouts). What a case is
   * open about is left out and waits for a later statement; `CommissionHeld` where nothing else is left, or naming orders
   * whose number stopped.
   */
  create: (statements: readonly StatementId[], maker: UserId) => Promise<readonly PayoutId[]>;
  /**
   * Lets the money go, by a second person who names the amount she saw. Ends `nothing-to-pay` where clawbacks left nothing.
   * Throws `PayoutNotFound`, `MakerMayNotRelease`, `PayoutAmountChanged` with the amount of now where a clawback lowered it
   * meanwhile, `CommissionHeld` naming orders about which a case came up since, or `PayoutClosed` where somebody else decided before.
   */
  release: (
    payout: PayoutId,
    checker: UserId,
    seenFen: number,
  ) => Promise<{ readonly state: PayoutState; readonly amountFen: number }>;
  /**
   * Takes back a payout that nobody released; its statements can be paid by another one. Throws `PayoutNotFound`, or
   * `PayoutClosed` where it was released or cancelled before.
   */
  cancel: (payout: PayoutId, by: UserId, reason: string) => Promise<void>;
}

/** Held commission that finance decides by hand. Each may be repeated by the same person. */
export interface DecisionCommands {
  /**
   * Proposes what is taken for an order's unknown conditions. Throws `OrderNotFound`, `NothingToDecide` where a machine or
   * a case has to end the hold, a condition is false or the number stopped, `EvidenceChanged` where other conditions are
   * unknown than these, or `DecisionOpen` where another proposal waits.
   */
  propose: (order: OrderId, words: DecisionWords, maker: UserId) => Promise<DecisionId>;
  /**
   * By a second person: from now on the conditions count as decided, and the next settlement judges. Throws
   * `DecisionNotFound`, `MakerMayNotConfirm`, `DecisionClosed`, or as `propose` where the evidence moved meanwhile.
   */
  confirm: (decision: DecisionId, checker: UserId) => Promise<OrderId>;
  /** By either of them, before anybody confirmed. Throws `DecisionNotFound` or `DecisionClosed`. */
  withdraw: (decision: DecisionId, by: UserId, reason: string) => Promise<OrderId>;
}

export interface CommissionDeskPort extends CommissionReading, PayoutCommands {
  readonly decisions: DecisionCommands;
}
