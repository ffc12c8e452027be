import type { OrderRecord } from './orders';
import type { Json } from './row';

export interface FactStore {
  /**
   * Once per (source, key, order). Returns its sequence, or null when it was known. The caller holds the order's lock.
   * A `projected` fact branches nothing: it is kept, and the order is not woken for it.
   */
  insert: (
    order: OrderRecord,
    fact: { source: string; key: string; kind: string; body: Json },
    how?: 'signalled' | 'projected',
  ) => Promise<number | null>;
  /** At closing: what was not dispatched yet has already been judged by the closing transaction. */
  settle: (order: OrderRecord, applied: string) => Promise<number>;
}
