import type { CaseId, ReviewId } from '../brand';
import { DomainError } from '../errors';
import type { UnitOfWork } from '../ports/unit-of-work';
import { reviewWorkflowId } from '../references';
import { plusMs, toMs } from '../time';
import { WAIT_RULES } from '../waits';
import type { ReviewStep } from './watch-review';

/**
 * Gives a review that cannot be watched to support: its case stays in the queue, but nobody would take it back or
 * escalate it. Answers when it is to be looked at again. Safe to repeat; a deadline that is past is set anew.
 */
export function parkReview(ports: { readonly work: UnitOfWork }) {
  return ({ reviewId, caseId, number }: { reviewId: ReviewId; caseId: CaseId; number: number }): Promise<ReviewStep> =>
    ports.work.inTransaction(async (tx) => {
      const review = await tx.reviews.lock(reviewId);
      if (!review) throw new DomainError('ReviewNotFound', `no review ${reviewId}`);
      const subject = { kind: 'review' as const, row: review.row };
      const rule = WAIT_RULES.parked;
      const dueAt = plusMs(tx.now, rule.dueMs);
      const known = (await tx.waits.openOf(subject)).find((wait) => wait.what === 'parked');
      if (known && toMs(known.dueAt) > toMs(tx.now)) return { kind: 'wait', inMs: known.dueInMs };
      const wait = known
        ? await tx.waits.extend(known, dueAt, true)
        : await tx.waits.open({
            subject,
            workflowId: reviewWorkflowId(caseId, number),
            what: 'parked',
            owner: rule.owner,
            ownerId: null,
            dueAt,
            reminders: [],
            then: 'ask-again',
            detail: {},
          });
      return { kind: 'wait', inMs: wait.dueInMs };
    });
}
