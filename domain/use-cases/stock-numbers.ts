import { DomainError } from '../errors';
import type { CarrierOf } from '../ports/carrier';
import type { NumberScope } from '../ports/stores/numbers';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';

/** Below this many free numbers a pool asks its carrier for a batch. */
export const LOW_WATER = 60;
/** How many numbers a batch brings. */
export const BATCH_SIZE = 200;

/** Asks for a batch where a pool runs low, once a batch: the reference is the pool and its count of batches. */
export async function restock(tx: Tx, only: NumberScope | null): Promise<void> {
  for (const pool of await tx.numbers.lowPools(LOW_WATER, only)) {
    const reference = `N${pool.planCode}${pool.city}${String(pool.batches + 1).padStart(5, '0')}`;
    if (await tx.numbers.askBatch({ ...pool, reference, wanted: BATCH_SIZE })) {
      await tx.outbox.put('request-numbers', reference, {
        reference,
        carrier: pool.carrier,
        planCode: pool.planCode,
        city: pool.city,
        count: BATCH_SIZE,
      });
    }
  }
}

/**
 * Fetches one batch from the carrier whose pool it is and wakes the orders that wait for a number of its pool. The carrier delivers a reference once, so a
 * lost reply brings the same numbers again.
 */
export function requestNumbers(ports: { work: UnitOfWork; carrierOf: CarrierOf }) {
  return async ({
    carrier,
    ...batch
  }: {
    reference: string;
    carrier: string;
    planCode: string;
    city: string;
    count: number;
  }): Promise<void> => {
    const answer = await ports.carrierOf(carrier).numbers(batch);
    if (answer.kind !== 'done') {
      throw new DomainError(
        'PartnerDown',
        `batch ${batch.reference}: ${answer.kind === 'refused' ? answer.text : answer.why}`,
      );
    }
    await ports.work.inTransaction(async (tx) => {
      await tx.numbers.receiveBatch(batch.reference, answer.batchNo, answer.numbers);
    });
    const wanting = await ports.work.inTransaction((tx) => tx.orders.wantingNumbers(batch.reference, BATCH_SIZE));
    // One small transaction each; one that is lost on the way looks for a number again at its reminder.
    for (const orderId of wanting) {
      await ports.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(orderId);
        if (order?.state.status !== 'awaiting-number') return;
        const { reference } = batch;
        await tx.facts.insert(order, { source: 'stock', key: reference, kind: 'carrier', body: { reference } });
      });
    }
  };
}
