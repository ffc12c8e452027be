import type { CaseId, ReviewId } from '../domain/brand';
import type { ClockPort } from '../domain/ports/clock';
import type { UnitOfWork } from '../domain/ports/unit-of-work';
import { type ReviewStep, watchReview } from '../domain/use-cases/watch-review';
import { asActivityFailure } from './activity-failure';

/** What the review's story may ask for. */
export interface ReviewActivities {
  watchReview: (input: { reviewId: ReviewId; caseId: CaseId; number: number }) => Promise<ReviewStep>;
}

export function reviewActivities(ports: { work: UnitOfWork; clock: ClockPort }): ReviewActivities {
  const watch = watchReview(ports);
  return { watchReview: (input) => asActivityFailure(() => watch(input)) };
}
