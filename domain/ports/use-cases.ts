import type { ParcelNews } from './courier';
import type { BlobId, LinkId, Msisdn, OrderId, PurchaseId, ReviewId, UserId, WaitId } from '../brand';
import type { InterceptionReason, ResumeReason, Stage, Status } from '../stages';

/** A text in both languages of the product. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** The parsed intake command (see `api/schemas/order.ts`), transport fields already gone. */
export interface OrderCommandInput {
  readonly externalRef: string;
  readonly planCode: string;
  readonly quantity: number;
  readonly city: string;
  readonly numbers?: readonly Msisdn[];
  readonly holder: { readonly name: string; readonly idNumber: string; readonly phone: string };
  readonly delivery: {
    readonly province: string;
    readonly city: string;
    readonly district: string;
    readonly address: string;
  };
  readonly agentCode?: string;
  readonly images?: { readonly front: BlobId; readonly back: BlobId; readonly selfie: BlobId };
  readonly consents?: readonly { readonly kind: string; readonly textHash: string }[];
}

export interface AcceptedOrder {
  readonly id: OrderId;
  readonly stage: Stage;
  readonly status: Status;
  readonly number: Msisdn | null;
}

export interface RefusalReason {
  readonly code: string;
  readonly text: Bilingual;
  readonly pointer?: string;
}

export interface Alternative {
  readonly planCode: string;
  readonly planName: string;
  readonly city?: string;
  readonly numbers?: readonly Msisdn[];
  readonly notBefore?: string;
  readonly text: Bilingual;
}

export type IntakeAnswer =
  | { readonly kind: 'accepted' | 'repeat'; readonly purchaseId: PurchaseId; readonly orders: readonly AcceptedOrder[] }
  | { readonly kind: 'conflict'; readonly purchaseId: PurchaseId; readonly orders: readonly AcceptedOrder[] }
  | {
      readonly kind: 'refused';
      readonly reasons: readonly RefusalReason[];
      readonly alternatives: readonly Alternative[];
    };

/**
 * Takes an order from a channel. Idempotent by (channel, externalRef): a repeat answers with the same orders in their
 * current state; another body under the same reference is a conflict case. Committed when it resolves; throws
 * `DomainError('DatabaseUnavailable')` when nothing was promised.
 */
export interface IntakePort {
  accept: (channel: string, command: OrderCommandInput) => Promise<IntakeAnswer>;
}

export type ReviewDecisionKind = 'approve' | 'retake' | 'reject';

/** Decides a claimed case. Throws LeaseLost, EvidenceChanged, ReviewClosed or SameReviewerTwice (all 409). */
export interface ReviewDecisionPort {
  decide: (input: {
    readonly reviewId: ReviewId;
    readonly userId: UserId;
    readonly decision: ReviewDecisionKind;
    readonly reasonCode: string;
    readonly note?: string;
    readonly evidenceHash: string;
  }) => Promise<{
    readonly state: 'queued' | 'claimed' | 'decided' | 'withdrawn';
    readonly outcome: string | null;
    readonly approvals: number;
    readonly approvalsNeeded: number;
  }>;
}

/** Hands in the customer's round: documents complete and, at the confirm step, what was typed. Idempotent a round. */
export interface SubmissionPort {
  submit: (input: {
    readonly purchaseId: PurchaseId;
    readonly confirmed: { readonly name?: string; readonly address?: string };
  }) => Promise<{ readonly accepted: boolean }>;
}

/**
 * Sends the customer a new link and ends the old one with every page opened by it. Throws OrderNotFound, StepRefused where
 * nobody waits for the customer, TooManyRequests.
 */
export interface LinkReissuePort {
  reissue: (input: { readonly orderId: OrderId; readonly by: UserId }) => Promise<{
    readonly linkId: LinkId;
    readonly expiresAt: string;
  }>;
}

/**
 * The customer takes another number in the place of one that was lost. Said again it is one choice. Throws OrderNotFound,
 * StepRefused where none is asked for, NumberTaken where somebody else was quicker.
 */
export interface NumberChoicePort {
  choose: (input: {
    readonly purchaseId: PurchaseId;
    readonly orderId: OrderId;
    readonly number: Msisdn;
  }) => Promise<void>;
}

/** A partner's callback, already authenticated: kept as a hint, never believed. False when the reference is unknown. */
/** An officer's decision on a parcel that somebody else took. Throws `StateConflict` where nothing is held any more. */
export interface HandoverPort {
  decide: (input: {
    readonly orderId: OrderId;
    readonly userId: UserId;
    readonly decision: 'clear' | 'stop';
    readonly reasonCode: string;
  }) => Promise<{ readonly stage: Stage; readonly status: Status }>;
}

/**
 * Support lets a parked order go on. Said again for the same wait it answers how the order stands. Throws `StateConflict`
 * where that wait is none of its or over by something else, `StepRefused` where it is being given back.
 */
export interface ResumeOrderPort {
  resume: (input: {
    readonly orderId: OrderId;
    readonly userId: UserId;
    readonly waitId: WaitId;
    readonly reasonCode: ResumeReason;
  }) => Promise<{ readonly stage: Stage; readonly status: Status }>;
}

/** What became of a parcel that was to be turned round; `asked`: the courier is silent, and is asked until it answers. */
export type Interception =
  | { readonly outcome: 'intercepted' | 'asked' }
  /** In the courier's words, without the people in it. */
  | { readonly outcome: 'refused'; readonly courierText: string };

/**
 * Somebody of ours has a parcel turned round on its way. Said again it is one, until the courier says no. Throws
 * `StepRefused`, with how it stands, where no parcel can be turned round any more.
 */
export interface InterceptionPort {
  intercept: (input: {
    readonly orderId: OrderId;
    readonly userId: UserId;
    readonly reasonCode: InterceptionReason;
  }) => Promise<Interception>;
}

/** False for a parcel that is not ours. */
export interface ParcelNewsPort {
  receive: (news: ParcelNews) => Promise<boolean>;
}

export interface CarrierHintPort {
  receive: (input: {
    readonly carrier: string;
    readonly reference: string;
    readonly eventId: string;
    readonly word: string;
  }) => Promise<boolean>;
}

/** Sandbox mode only. */
export interface SandboxPort {
  quiet: () => Promise<{
    readonly quiet: boolean;
    readonly blockers: readonly string[];
    readonly next: { readonly at: string; readonly what: string } | null;
    readonly businessNow: string;
  }>;
  /** Moves business time forward; resolves when every process has acknowledged. Throws when `to` lies in the past. */
  moveClock: (to: string) => Promise<{ readonly offsetMs: number; readonly generation: number }>;
}

/** How one jump of the sandbox's time ended. */
export type Jump =
  | { readonly kind: 'moved'; readonly at: string; readonly what: string }
  | { readonly kind: 'busy'; readonly blockers: readonly string[] }
  | { readonly kind: 'nothing' };

export interface JumpPort {
  /** To the next moment at which anything happens, once nothing is under way. */
  jump: () => Promise<Jump>;
}
