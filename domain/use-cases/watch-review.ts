import type { CaseId, ReviewId } from '../brand';
import { DomainError } from '../errors';
import type { ClockPort } from '../ports/clock';
import type { UnitOfWork } from '../ports/unit-of-work';
import { reviewWorkflowId } from '../references';
import { plusMs, toMs } from '../time';
import { WAIT_RULES } from '../waits';

export type ReviewStep =
  /** `inMs`: real ms until the lease ends or the deadline comes, whichever is first. */
  { readonly kind: 'wait'; readonly inMs: number } | { readonly kind: 'ended'; readonly outcome: string };

export interface Watched {
  readonly reviewId: ReviewId;
  readonly caseId: CaseId;
  readonly number: number;
  /** The look before failed, and the review was given to support. */
  readonly wasParked?: boolean;
}

/** Looks at a review: gives back a case whose lease ran out, escalates one past its deadline, ends one that is decided. */
export function watchReview(ports: { work: UnitOfWork; clock: ClockPort }) {
  return ({ reviewId, caseId, number, wasParked = false }: Watched): Promise<ReviewStep> =>
    ports.work.inTransaction(async (tx) => {
      await tx.cases.lock(caseId);
      const review = await tx.reviews.lock(reviewId);
      if (!review) throw new DomainError('ReviewNotFound', `no review ${reviewId}`);
      const subject = { kind: 'review' as const, row: review.row };
      if (wasParked) await tx.waits.close(subject, 'parked', 'taken-up');
      if (review.state === 'decided' || review.state === 'withdrawn') {
        await tx.waits.close(subject, 'all', review.state);
        return { kind: 'ended', outcome: review.outcome ?? review.state };
      }
      const leaseLeft = review.leaseUntilMs === null ? null : review.leaseUntilMs - ports.clock.realMs();
      if (review.state === 'claimed' && (leaseLeft === null || leaseLeft <= 0)) await tx.reviews.requeue(review);
      const dueAt = toMs(review.dueAt) <= toMs(tx.now) ? plusMs(tx.now, WAIT_RULES.review.dueMs) : review.dueAt;
      if (dueAt !== review.dueAt) {
        await tx.reviews.escalate(review, dueAt);
        await tx.waits.close(subject, 'review', 'escalated');
      }
      const wait = await tx.waits.open({
        subject,
        workflowId: reviewWorkflowId(caseId, number),
        what: 'review',
        owner: 'officer',
        ownerId: dueAt === review.dueAt && !review.escalated ? null : 'compliance_lead',
        dueAt,
        reminders: [],
        then: 'escalate',
        detail: {},
      });
      return {
        kind: 'wait',
        inMs: leaseLeft !== null && leaseLeft > 0 ? Math.min(leaseLeft, wait.dueInMs) : wait.dueInMs,
      };
    });
}
