import type { CaseRecord } from '../ports/stores/cases';
import type { Tx } from '../ports/unit-of-work';
import { isLive } from './order-changes';

/**
 * Ends a verification that no order waits for any more: the case is abandoned and its open review leaves the queue, in the
 * transaction that ended the last order. Nothing happens while an order lives or once the case is decided.
 */
export async function closeCaseWithoutOrders(tx: Tx, found: CaseRecord): Promise<void> {
  const kyc = await tx.cases.lock(found.id);
  const isDecided = !kyc || ['passed', 'rejected', 'abandoned'].includes(kyc.state);
  if (isDecided || (await tx.orders.lockPurchase(kyc.purchaseRow)).some(isLive)) return;
  await tx.cases.save(kyc, { state: 'abandoned' });
  const review = await tx.reviews.lockOpen(kyc.row);
  if (!review) return;
  await tx.reviews.close(review, 'withdrawn', 'withdrawn', null);
  await tx.outbox.put('signal-review', `${review.id}/withdrawn`, {
    reviewId: review.id,
    caseId: kyc.id,
    number: review.number,
  });
}
