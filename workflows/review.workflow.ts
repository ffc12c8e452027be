import { condition, log, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { ReviewActivities } from '../activities/review.activities';
import { failureOf } from './failure';
import type { ReviewStep } from '../domain/use-cases/watch-review';
import { type ReviewInput, type ReviewResult, reviewChanged } from './review.messages';
import { waitMoved } from './order.messages';

const { watchReview } = proxyLocalActivities<ReviewActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

// Nothing ends these tries: a review that cannot even be parked would have no owner.
const { parkReview } = proxyLocalActivities<ReviewActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});

/**
 * Owns lease and deadline of one review: a silent officer loses the case, a late one is escalated. Ends when the case
 * is decided; the orders hear of the decision by facts of their own. A look that fails for good gives it to support,
 * and it is looked at again with news or at support's deadline.
 */
export async function review(input: ReviewInput): Promise<ReviewResult> {
  let news = 0;
  let seen = 0;
  setHandler(reviewChanged, () => {
    news += 1;
  });
  setHandler(waitMoved, () => {
    news += 1;
  });

  let wasParked = false;
  const look = async (): Promise<ReviewStep> => {
    try {
      const step = await watchReview(wasParked ? { ...input, wasParked } : input);
      wasParked = false;
      return step;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      log.error('review parked: it cannot be watched', { reviewId: input.reviewId, failure });
      wasParked = true;
      return parkReview(input);
    }
  };

  for (;;) {
    seen = news;
    const step = await look();
    if (step.kind === 'ended') return { outcome: step.outcome };
    await condition(() => news !== seen, Math.max(1, step.inMs));
  }
}
