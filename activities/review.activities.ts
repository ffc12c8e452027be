import type { CaseId, ReviewId } from '../domain/brand';
import type { ClockPort } from '../domain/ports/clock';
import type { UnitOfWork } from '../domain/ports/unit-of-work';
import { parkReview } from '../domain/use-cases/park-review';
import { type ReviewStep, type Watched, watchReview } from '../domain/use-cases/watch-review';
import { asActivityFailure } from './activity-failure';

/** What the review's story may ask for. */
export interface ReviewActivities {
  watchReview: (input: Watched) => Promise<ReviewStep>;
  /** Retried for ever, whatever it throws. */
  parkReview: (input: { reviewId: ReviewId; caseId: CaseId; number: number }) => Promise<ReviewStep>;
}

export function reviewActivities(ports: { work: UnitOfWork; clock: ClockPort }): ReviewActivities {
  const watch = watchReview(ports);
  return {
    watchReview: (input) => asActivityFailure(() => watch(input)),
    // Not as an activity failure: that would say which failures end the tries, and here none does.
    parkReview: (input) => parkReview(ports)(input),
  };
}
