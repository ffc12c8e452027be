import type { Area } from '../../activation';
import type { Instant, OrderId, ShipmentId } from '../../brand';
import type { Parcel, ParcelState, SignedBy } from '../../parcel';
import type { CourierEvent, Waybill } from '../courier';
import type { OrderRecord } from './orders';
import type { Row } from './row';

export interface ShipmentRecord {
  readonly row: Row;
  readonly id: ShipmentId;
  readonly orderRow: Row;
  readonly orderId: OrderId;
  readonly attempt: number;
  readonly provider: string;
  readonly reference: string;
  /** Null until the courier took the order in. */
  readonly parcel: Waybill | null;
  readonly iccid: string;
  readonly area: Area;
  readonly state: ParcelState | null;
  readonly trouble: ParcelState | null;
  readonly signedBy: SignedBy | null;
  readonly signedAt: Instant | null;
  readonly activateBy: Instant | null;
  readonly newsAt: Instant | null;
  readonly lostAt: Instant | null;
  readonly dispatchedAt: Instant | null;
}

export interface ShipmentStore {
  /** The shipment of this dispatch, by its reference; made if there is none. */
  open: (
    order: OrderRecord,
    shipment: { id: ShipmentId; provider: string; reference: string; iccid: string; area: Area },
  ) => Promise<ShipmentRecord>;
  /** The order's shipment of today: of its last attempt, the one that was sent, else the last that was to be. */
  ofOrder: (orderRow: Row) => Promise<ShipmentRecord | null>;
  byReference: (reference: string) => Promise<ShipmentRecord | null>;
  byWaybill: (provider: string, parcel: Waybill) => Promise<ShipmentRecord | null>;
  dispatched: (row: Row, parcel: Waybill) => Promise<void>;
  /** Keeps what was not known yet; returns how many events were new. */
  addEvents: (row: Row, events: readonly (CourierEvent & { readonly key: string })[]) => Promise<number>;
  events: (row: Row) => Promise<readonly CourierEvent[]>;
  moved: (row: Row, parcel: Parcel) => Promise<void>;
  signed: (row: Row, by: SignedBy, activateBy: Instant) => Promise<void>;
  lost: (row: Row) => Promise<void>;
}
