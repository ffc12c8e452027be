import type { ReviewRow } from '../../../../api/schemas/review';

/** What this officer may do with a case right now; the order of the checks is the order of their importance. */
export type Access = 'mine' | 'closed' | 'reader' | 'decided-by-me' | 'held-by-other' | 'free';

export function accessTo(review: ReviewRow, officer: boolean): Access {
  if (review.state === 'decided' || review.state === 'withdrawn') return 'closed';
  if (!officer) return 'reader';
  if (review.lease?.mine === true) return 'mine';
  if (review.decidedByMe) return 'decided-by-me';
  return review.lease === null ? 'free' : 'held-by-other';
}
