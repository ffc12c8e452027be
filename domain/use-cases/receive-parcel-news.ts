import { isBack, isComingBack, type Parcel, parcelOf, signedBy } from '../parcel';
import type { ParcelNews } from '../ports/courier';
import type { Sha256Hex } from '../ports/hash';
import type { OrderRecord } from '../ports/stores/orders';
import type { ParcelNewsPort } from '../ports/use-cases';
import type { ShipmentRecord } from '../ports/stores/shipments';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { turnBackParcel } from './intercept-parcel';
import { endOf, recordIfOpen } from './order-changes';

/** Keeps the news and wakes the order where it decides something. False for a parcel that is not ours. */
export function receiveParcelNews(ports: { readonly work: UnitOfWork; readonly sha256: Sha256Hex }): ParcelNewsPort {
  const receive = (news: ParcelNews): Promise<boolean> =>
    ports.work.inTransaction(async (tx) => {
      const known = await shipmentOf(tx, news);
      if (!known) return false;
      const order = await tx.orders.lock(known.orderId);
      if (!order) return false;
      if (!known.parcel) {
        await tx.shipments.dispatched(known.row, news.parcel);
        // The dispatch whose reply never came took effect: our book says what the courier's does.
        await tx.calls.settle(known.reference, 'done', { ...news.parcel });
      }
      const keyed = news.events.map((event) => ({
        ...event,
        key: ports.sha256(`${event.code}|${event.at}|${event.area ?? ''}`),
      }));
      if ((await tx.shipments.addEvents(known.row, keyed)) > 0) {
        await judgeNews(tx, order, known, parcelOf(await tx.shipments.events(known.row)));
      }
      // A parcel that nobody knew of when its order ended.
      if (!known.parcel && endOf(order)) await turnBackParcel(tx, order);
      return true;
    });
  return { receive };
}

async function shipmentOf(tx: Tx, { provider, parcel, reference }: ParcelNews): Promise<ShipmentRecord | null> {
  return (
    (await tx.shipments.byWaybill(provider, parcel)) ??
    (reference === null ? null : await tx.shipments.byReference(reference))
  );
}

/** Writes where the parcel stands; news that branches nothing is for the timeline only and wakes nobody. */
export async function judgeNews(
  tx: Tx,
  order: OrderRecord,
  before: Pick<ShipmentRecord, 'row' | 'provider' | 'state' | 'trouble'>,
  parcel: Parcel,
): Promise<void> {
  await tx.shipments.moved(before.row, parcel);
  const moved = parcel.state !== before.state;
  const isBranch = moved && (signedBy(parcel.state) !== null || isComingBack(parcel.state) || isBack(parcel.state));
  if (isBranch) {
    const fact = {
      source: before.provider,
      key: `${String(before.row)}/${parcel.state ?? ''}`,
      kind: 'courier',
      body: { state: parcel.state },
    };
    await tx.facts.insert(order, fact);
    if (order.state.stage === 'active' && signedBy(parcel.state) === null) await returnedAfterAll(tx, order, parcel);
    return;
  }
  const actor = { kind: 'courier', id: before.provider } as const;
  if (moved && parcel.state !== null)
    await recordIfOpen(tx, order, { kind: 'parcelProgress', state: parcel.state }, actor);
  if (parcel.trouble !== null && parcel.trouble !== before.trouble)
    await recordIfOpen(tx, order, { kind: 'parcelProgress', state: parcel.trouble }, actor);
}

/** A card that is active and whose parcel comes back contradict each other: a person looks. */
async function returnedAfterAll(tx: Tx, order: OrderRecord, parcel: Parcel): Promise<void> {
  await tx.intake.conflict({
    kind: 'returned-after-active',
    channel: null,
    externalRef: null,
    purchaseRow: order.purchaseRow,
    orderRow: order.row,
    detail: { state: parcel.state },
  });
}
