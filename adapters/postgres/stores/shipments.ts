import type { Instant, OrderId, ShipmentId } from '../../../domain/brand';
import { type ParcelState, type SignedBy, signedBy } from '../../../domain/parcel';
import type { CourierEvent } from '../../../domain/ports/courier';
import type { ShipmentRecord, ShipmentStore } from '../../../domain/ports/stores/shipments';
import { row, rows, run, type Session } from './session';

interface ShipmentRow {
  id: number;
  public_id: string;
  order_id: number;
  order_public_id: string;
  attempt: number;
  provider: string;
  reference: string;
  company: string | null;
  waybill: string | null;
  iccid: string;
  province: string;
  city: string;
  state: string | null;
  trouble: string | null;
  signed_by: string | null;
  signed_at: string | null;
  activate_by: string | null;
  news_at: string | null;
  lost_at: string | null;
  dispatched_at: string | null;
}

const SELECT = `select s.id, s.public_id, s.order_id, o.public_id as order_public_id, s.attempt, s.provider, s.reference, s.company,
  s.waybill, s.iccid, s.province, s.city, s.state, s.trouble, s.signed_by, s.signed_at, s.activate_by, s.news_at, s.lost_at,
  s.dispatched_at from shipments s join orders o on o.id = s.order_id`;

const shipmentOf = (r: ShipmentRow): ShipmentRecord => ({
  row: r.id,
  id: r.public_id as ShipmentId,
  orderRow: r.order_id,
  orderId: r.order_public_id as OrderId,
  attempt: r.attempt,
  provider: r.provider,
  reference: r.reference,
  parcel: r.company !== null && r.waybill !== null ? { company: r.company, waybill: r.waybill } : null,
  iccid: r.iccid,
  area: { province: r.province, city: r.city },
  state: r.state as ParcelState | null,
  trouble: r.trouble as ParcelState | null,
  signedBy: r.signed_by as SignedBy | null,
  signedAt: r.signed_at as Instant | null,
  activateBy: r.activate_by as Instant | null,
  newsAt: r.news_at as Instant | null,
  lostAt: r.lost_at as Instant | null,
  dispatchedAt: r.dispatched_at as Instant | null,
});

/** A dispatch that was refused has sent nothing; what was sent counts, whatever was tried after it. On `s`. */
export const LATEST_SHIPMENT = 'order by s.attempt desc, s.waybill is null, s.id desc';

export function shipmentStore(session: Session): ShipmentStore {
  async function one(where: string, values: readonly unknown[]): Promise<ShipmentRecord | null> {
    const found = await row<ShipmentRow>(session, `${SELECT} ${where}`, values);
    return found && shipmentOf(found);
  }
  const ofOrder = (orderRow: number): Promise<ShipmentRecord | null> =>
    one(`where s.order_id = $1 ${LATEST_SHIPMENT} limit 1`, [orderRow]);

  return {
    ofOrder,
    async open(order, { id, provider, reference, iccid, area }) {
      await run(
        session,
        `insert into shipments (public_id, order_id, attempt, provider, reference, iccid, province, city, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (reference) do nothing`,
        [id, order.row, order.attempt, provider, reference, iccid, area.province, area.city, session.now],
      );
      const opened = await one('where s.reference = $1', [reference]);
      if (!opened) throw new Error(`the shipment of order ${order.id} is gone`);
      return opened;
    },
    byReference: (reference) => one('where s.reference = $1', [reference]),
    byWaybill: (provider, { company, waybill }) =>
      one('where s.provider = $1 and s.company = $2 and s.waybill = $3', [provider, company, waybill]),
    async dispatched(shipmentRow, { company, waybill }) {
      await run(
        session,
        `update shipments set company = $2, waybill = $3, dispatched_at = coalesce(dispatched_at, $4) where id = $1`,
        [shipmentRow, company, waybill, session.now],
      );
    },
    async addEvents(shipmentRow, events) {
      return run(
        session,
        `insert into shipment_events (shipment_id, event_key, code, at, area, received_at)
         select $1, e.key, e.code, e.at, e.area, $6
         from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[]) as e (key, code, at, area)
         on conflict (shipment_id, event_key) do nothing`,
        [
          shipmentRow,
          events.map((e) => e.key),
          events.map((e) => e.code),
          events.map((e) => e.at),
          events.map((e) => e.area),
          session.now,
        ],
      );
    },
    async events(shipmentRow) {
      return rows<CourierEvent & { code: string }>(
        session,
        'select code, at, area from shipment_events where shipment_id = $1 order by at, id',
        [shipmentRow],
      );
    },
    async moved(shipmentRow, { state, trouble, newsAt, at }) {
      await run(
        session,
        `update shipments set state = $2, trouble = $3, news_at = $4, signed_at = case when $5 then $6::timestamptz else signed_at end
         where id = $1`,
        [shipmentRow, state, trouble, newsAt, signedBy(state) !== null, at],
      );
    },
    async signed(shipmentRow, by, activateBy) {
      await run(session, 'update shipments set signed_by = $2, activate_by = $3 where id = $1', [
        shipmentRow,
        by,
        activateBy,
      ]);
    },
    async lost(shipmentRow) {
      await run(session, 'update shipments set lost_at = coalesce(lost_at, $2::timestamptz) where id = $1', [
        shipmentRow,
        session.now,
      ]);
    },
  };
}
