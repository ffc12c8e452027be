import type { Instant, Msisdn, OrderId } from '../../brand';
import type { Row } from './row';

/** One pool of numbers. */
export interface NumberScope {
  readonly carrier: string;
  readonly planCode: string;
  readonly city: string;
}

export interface NumberStore {
  /** Free numbers of a pool that nobody else is taking right now, locked until the transaction ends. */
  pick: (scope: NumberScope, count: number) => Promise<readonly Msisdn[]>;
  /** Those of the wanted numbers that are free in this pool, locked until the transaction ends. */
  lockChosen: (scope: NumberScope, wanted: readonly Msisdn[]) => Promise<readonly Msisdn[]>;
  /** A look without a lock, for offers. */
  free: (scope: NumberScope, limit: number) => Promise<readonly Msisdn[]>;
  /** Other cities in which the plan has so many free numbers, with some of them; a look without a lock. At most three. */
  freeElsewhere: (
    scope: NumberScope,
    count: number,
  ) => Promise<readonly { readonly city: string; readonly cityName: string; readonly numbers: readonly Msisdn[] }[]>;
  /** Compare-and-set from free to held for each order; throws StateConflict when one was not free. */
  hold: (holds: readonly { readonly row: Row; readonly number: Msisdn }[], until: Instant) => Promise<void>;
  extend: (number: Msisdn, orderRow: Row, until: Instant) => Promise<boolean>;
  /** Back to the pool; a no-op when this order does not hold it. */
  release: (number: Msisdn, orderRow: Row) => Promise<boolean>;
  sell: (number: Msisdn, orderRow: Row) => Promise<boolean>;
  /** Sold again to the order that gave it back to the carrier; false where it is anywhere else by now. */
  restore: (number: Msisdn, orderRow: Row) => Promise<boolean>;
  /** Out of the pool: somebody else's by the carrier's word, or back at the carrier with its card. */
  withdraw: (number: Msisdn, orderRow: Row) => Promise<boolean>;
  lapsed: (limit: number) => Promise<readonly { readonly number: Msisdn; readonly orderId: OrderId }[]>;
  askBatch: (batch: {
    carrier: string;
    planCode: string;
    city: string;
    reference: string;
    wanted: number;
  }) => Promise<boolean>;
  receiveBatch: (reference: string, batchNo: string, numbers: readonly Msisdn[]) => Promise<number>;
  /** Pools of plans on sale whose free numbers are below the mark and that have no batch under way: all, or only this. */
  lowPools: (
    mark: number,
    only: NumberScope | null,
  ) => Promise<readonly (NumberScope & { readonly batches: number })[]>;
}
