import type { Instant, ReviewId, UserId } from '../../brand';
import type { Row } from './row';

export interface ReviewRecord {
  readonly row: Row;
  readonly id: ReviewId;
  readonly caseRow: Row;
  readonly number: number;
  readonly round: number;
  readonly state: 'queued' | 'claimed' | 'decided' | 'withdrawn';
  readonly approvalsNeeded: number;
  readonly evidenceHash: string;
  readonly leaseUserId: UserId | null;
  /** Real time, ms since the epoch. */
  readonly leaseUntilMs: number | null;
  readonly dueAt: Instant;
  readonly escalated: boolean;
  readonly outcome: string | null;
}

export interface ReviewStore {
  insert: (review: {
    id: ReviewId;
    caseRow: Row;
    number: number;
    round: number;
    approvalsNeeded: number;
    reasons: readonly unknown[];
    evidenceHash: string;
    dueAt: Instant;
  }) => Promise<void>;
  nextNumber: (caseRow: Row) => Promise<number>;
  lock: (id: ReviewId) => Promise<ReviewRecord | null>;
  /** The review of the case that is queued or claimed; there is one at most. */
  lockOpen: (caseRow: Row) => Promise<ReviewRecord | null>;
  decisions: (reviewRow: Row) => Promise<readonly { readonly userId: UserId; readonly decision: string }[]>;
  decide: (
    reviewRow: Row,
    decision: { userId: UserId; decision: string; reasonCode: string; note: string | null; evidenceHash: string },
  ) => Promise<void>;
  close: (
    review: ReviewRecord,
    state: 'decided' | 'withdrawn',
    outcome: string,
    reasonCode: string | null,
  ) => Promise<void>;
  /** Gives the case back to the queue (lease over, or a second person is needed). */
  requeue: (review: ReviewRecord) => Promise<void>;
  escalate: (review: ReviewRecord, dueAt: Instant) => Promise<void>;
}
