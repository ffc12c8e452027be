import type { Msisdn, OrderId, PartyId, PurchaseId } from '../../brand';
import type { Actor, OrderEvent, OrderState } from '../../order';
import type { AcceptedOrder } from '../use-cases';
import type { PlanRecord } from './catalogue';
import type { Row } from './row';

export interface OrderRecord {
  readonly row: Row;
  readonly id: OrderId;
  readonly purchaseRow: Row;
  readonly purchaseId: PurchaseId;
  readonly partyId: PartyId;
  readonly line: number;
  readonly attempt: number;
  readonly version: number;
  readonly state: OrderState;
  readonly carrier: string;
  readonly planCode: string;
  readonly city: string;
  readonly feeFen: number;
  /** The number that channel or customer chose; null where it was drawn by rule and may be drawn again. */
  readonly chosenNumber: Msisdn | null;
}

export interface OrderStore {
  /** New orders with their first journal entry. */
  insert: (
    orders: readonly {
      id: OrderId;
      purchaseRow: Row;
      line: number;
      channel: string;
      plan: PlanRecord;
      city: string;
      state: OrderState;
      event: OrderEvent;
    }[],
    actor: Actor,
  ) => Promise<readonly Row[]>;
  /** Locks the row until the transaction ends; null when there is none. */
  lock: (id: OrderId) => Promise<OrderRecord | null>;
  /** All orders of a purchase, lowest line first, locked. */
  lockPurchase: (purchaseRow: Row) => Promise<readonly OrderRecord[]>;
  /** Orders that wait for a number of the pool that a batch belongs to, the oldest first. */
  wantingNumbers: (batchReference: string, limit: number) => Promise<readonly OrderId[]>;
  /** The number that the customer took last in the place of a lost one; null where they never did. */
  lastChoice: (orderRow: Row) => Promise<Msisdn | null>;
  summaries: (purchaseRow: Row) => Promise<readonly AcceptedOrder[]>;
  /** Projection and journal in one statement, compare-and-set on the version; throws StateConflict when it moved. */
  append: (order: OrderRecord, next: OrderState, event: OrderEvent, actor: Actor) => Promise<OrderRecord>;
}
