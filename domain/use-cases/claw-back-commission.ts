import type { Instant, PayoutId } from '../brand';
import type { StopReason } from '../commission';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx } from '../ports/unit-of-work';
import { alignHolds } from './align-holds';

export interface ClawedBack {
  /** How many accruals ended by this news. */
  readonly count: number;
  /** Payouts that were on their way or gone already: their money is not taken back here. */
  readonly tooLate: readonly PayoutId[];
}

/**
 * The number stopped after it was active: what is not paid yet will not be paid. The news stays on the accruals, their
 * money goes back where it came from, statement and waiting payout fall by it. What a payout carries already is a case
 * for a person, one for each payout. Twice is as good as once. The caller holds the order's lock.
 */
export async function clawBack(
  tx: Tx,
  order: OrderRecord,
  news: { readonly reason: StopReason; readonly at: Instant },
): Promise<ClawedBack> {
  const accruals = await tx.commission.lock(order.row);
  if (accruals.length === 0) return { count: 0, tooLate: [] };
  const fresh = await tx.commission.stopped(order.row, news.reason, news.at);
  const tooLate: PayoutId[] = [];
  let count = 0;
  for (const accrual of accruals) {
    switch (accrual.state) {
      case 'accrued':
      case 'held':
        await tx.commission.clawBackAccrued(accrual);
        count += 1;
        break;
      case 'settled': {
        const late = await tx.commission.clawBackSettled(accrual);
        if (late) tooLate.push(late.tooLate);
        else count += 1;
        break;
      }
      case 'clawed-back':
      case 'refused':
        break;
    }
  }
  if (accruals.some(({ state }) => state === 'held')) await alignHolds(tx, order.row);
  if (fresh > 0) await tellTooLate(tx, order, news, [...new Set(tooLate)]);
  return { count, tooLate };
}

/** Money on its way is not called back: a person has to get it from the agent, unless the bank refuses it. */
async function tellTooLate(
  tx: Tx,
  order: OrderRecord,
  news: { readonly reason: StopReason; readonly at: Instant },
  payouts: readonly PayoutId[],
): Promise<void> {
  for (const payout of payouts) {
    await tx.intake.conflict({
      kind: 'stopped-after-payout',
      channel: null,
      externalRef: null,
      purchaseRow: order.purchaseRow,
      orderRow: order.row,
      detail: { payout, reason: news.reason, at: news.at },
    });
  }
}
