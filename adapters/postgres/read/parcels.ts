import type { Pool } from 'pg';
import type { ParcelFacts } from '../../../domain/ports/reading';
import { LATEST_SHIPMENT } from '../stores/shipments';
import { row } from './query';

interface ShipmentRow {
  readonly company: string | null;
  readonly waybill: string | null;
  readonly state: ParcelFacts['state'];
  readonly trouble: ParcelFacts['trouble'];
  readonly signed_by: ParcelFacts['signedBy'];
  readonly signed_at: string | null;
  readonly activate_by: string | null;
  readonly news_at: string | null;
  readonly dispatched_at: string | null;
  readonly interception: ParcelFacts['interception'];
}

/** The parcel of an order that counts today (as the story sees it); null before there is one. */
export async function parcelFacts(pool: Pool, orderRow: number): Promise<ParcelFacts | null> {
  const found = await row<ShipmentRow>(
    pool,
    `select company, waybill, state, trouble, signed_by, signed_at, activate_by, news_at, dispatched_at,
       (select c.state from partner_calls c where c.order_id = s.order_id and c.command = 'intercept' order by c.id desc limit 1)
         as interception
     from shipments s where s.order_id = $1 ${LATEST_SHIPMENT} limit 1`,
    [orderRow],
  );
  return (
    found && {
      company: found.company,
      waybill: found.waybill,
      state: found.state,
      trouble: found.trouble,
      signedBy: found.signed_by,
      signedAt: found.signed_at,
      activateBy: found.activate_by,
      newsAt: found.news_at,
      dispatchedAt: found.dispatched_at,
      interception: found.interception,
    }
  );
}
