import type { Instant, OrderId } from '../../brand';
import type { Json, Row } from './row';

export interface CallRecord {
  readonly row: Row;
  readonly partner: string;
  readonly command: string;
  readonly reference: string;
  readonly state: 'open' | 'done' | 'refused' | 'unknown' | 'undone';
  readonly outcome: Json | null;
  readonly intent: Json;
  readonly tries: number;
  /** When the intent was committed. */
  readonly openedAt: Instant;
}

export interface CallStore {
  /** Commits the intent (or finds it): one row a reference, for ever. */
  intend: (call: {
    partner: string;
    command: string;
    reference: string;
    orderRow: Row | null;
    purchaseRow: Row | null;
    attempt: number;
    number: number;
    intent: Json;
  }) => Promise<CallRecord>;
  find: (reference: string) => Promise<CallRecord | null>;
  /** The order a reference of ours was given out for. */
  orderOf: (reference: string) => Promise<OrderId | null>;
  ofOrder: (orderRow: Row) => Promise<readonly CallRecord[]>;
  settle: (reference: string, state: CallRecord['state'], outcome: Json) => Promise<void>;
  tried: (reference: string) => Promise<number>;
}
