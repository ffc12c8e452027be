import type { ReviewId, UserId } from '../brand';
import type { CardField } from './identity-check';
import type { JournalFacts } from './reading';

export type ReviewState = 'queued' | 'claimed' | 'decided' | 'withdrawn';
export type ReviewImage = 'front' | 'back' | 'selfie' | 'portrait';

/** Why a case is here, as the judgement wrote it. */
export interface ReviewReason {
  readonly code: string;
  readonly part: string | null;
  readonly weight: number;
  readonly class: 'T' | 'U' | 'O' | 'F';
  readonly detail: string | null;
}

export interface ReviewRowFacts {
  readonly id: string;
  readonly caseId: string;
  readonly state: ReviewState;
  readonly approvalsNeeded: number;
  readonly approvals: number;
  readonly reasons: readonly ReviewReason[];
  /** Masked. */
  readonly holder: string;
  readonly planName: string;
  readonly quantity: number;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly escalatedAt: string | null;
  /** Real time; null once it ran out. */
  readonly lease: { readonly userName: string; readonly mine: boolean; readonly until: string } | null;
  readonly decidedByMe: boolean;
}

/** One printed field in three columns; values are masked unless the case is shown in clear. */
export interface ReviewFieldFacts {
  readonly field: CardField;
  readonly read: string | null;
  readonly confidence: number | null;
  readonly doubtful: boolean;
  readonly declared: string | null;
  readonly typed: string | null;
  readonly source: 'match' | 'mismatch' | 'unknown' | null;
  readonly differs: boolean;
}

export interface ReviewCaseFacts {
  readonly review: ReviewRowFacts;
  /** True for the holder of the lease, who sees everything unmasked; that look was logged. */
  readonly clear: boolean;
  readonly evidenceHash: string;
  readonly fields: readonly ReviewFieldFacts[];
  readonly face: {
    readonly distance: number | null;
    /** The customer did not consent to face recognition: nothing was computed, an officer compares by eye. */
    readonly declined: boolean;
    readonly acceptTo: number;
    readonly reviewTo: number;
    readonly portraitFound: boolean;
    readonly selfieFaces: number;
  };
  readonly authority: { readonly code: string | null; readonly at: string | null };
  readonly age: number | null;
  readonly validity: { readonly from: string | null; readonly to: string | null; readonly asOf: string };
  readonly orders: readonly {
    readonly id: string;
    readonly stage: string;
    readonly planName: string;
    readonly number: string | null;
  }[];
  readonly history: readonly JournalFacts[];
  readonly decisions: readonly {
    readonly userName: string;
    readonly decision: string;
    readonly reasonCode: string;
    readonly note: string | null;
    readonly at: string;
  }[];
  readonly images: Readonly<Record<ReviewImage, boolean>>;
}

/**
 * The officers' desk. A lease is real time, 10 minutes, renewable; claiming is a compare-and-set. Claims and every
 * look at clear data are written to the access log before anything is shown; the claim is the reason.
 */
export interface ReviewDeskPort {
  /** A page of open cases, the most urgent first; `next` goes into `after` of the following one. */
  queue: (
    user: UserId,
    page: { readonly after?: ReviewId; readonly limit: number },
  ) => Promise<{
    readonly rows: readonly ReviewRowFacts[];
    readonly next: string | null;
    readonly counts: { readonly open: number; readonly overdue: number; readonly mine: number };
  }>;
  /** Claims the most urgent case nobody holds and this person has not decided on; null when there is none. */
  claimNext: (user: UserId) => Promise<ReviewId | null>;
  /** Throws ReviewNotFound, LeaseLost (someone else holds it), SameReviewerTwice or ReviewClosed. Claiming one's own renews. */
  claim: (review: ReviewId, user: UserId) => Promise<{ readonly until: string }>;
  /** Throws LeaseLost once it ran out or somebody else took it. */
  renew: (review: ReviewId, user: UserId) => Promise<{ readonly until: string }>;
  /** Back to the queue; nothing happens where this person does not hold it. */
  giveBack: (review: ReviewId, user: UserId) => Promise<void>;
  /** Throws ReviewNotFound. */
  case: (review: ReviewId, user: UserId) => Promise<ReviewCaseFacts>;
  /** The decrypted picture, for the holder of the lease only: throws LeaseLost, BlobNotFound. */
  image: (
    review: ReviewId,
    user: UserId,
    image: ReviewImage,
  ) => Promise<{ readonly bytes: Uint8Array; readonly contentType: string }>;
}
