import { condition, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { ReviewActivities } from '../activities/review.activities';
import { type ReviewInput, type ReviewResult, reviewChanged } from './review.messages';
import { waitMoved } from './order.messages';

const { watchReview } = proxyLocalActivities<ReviewActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/**
 * Owns lease and deadline of one review: a silent officer loses the case, a late one is escalated. Ends when the case
 * is decided; the orders hear of the decision by facts of their own.
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

  for (;;) {
    seen = news;
    const step = await watchReview(input);
    if (step.kind === 'ended') return { outcome: step.outcome };
    await condition(() => news !== seen, Math.max(1, step.inMs));
  }
}
