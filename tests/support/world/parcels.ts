import type { OrderId } from '../../../domain/brand';
import { fromMs, HOUR_MS } from '../../../domain/time';
import { receiveParcelNews } from '../../../domain/use-cases/receive-parcel-news';
import type { World } from './world';

/** One line of a trace: a code of the courier, so many hours ago. */
export interface Line {
  readonly code: string;
  readonly hoursAgo?: number;
}

/** A push of the courier about the parcel of a dispatch; false for a parcel that is not ours. */
export function pushes(world: World, reference: string, lines: readonly Line[]): Promise<boolean> {
  return receiveParcelNews(world).receive({
    provider: 'kuaidi100',
    reference,
    parcel: { waybill: `SF${reference}`, company: 'shunfeng' },
    events: lines.map(({ code, hoursAgo = 0 }) => ({
      code,
      at: fromMs(world.clock.nowMs() - hoursAgo * HOUR_MS),
      area: '深圳市',
    })),
  });
}

/** The parcel is at its door: the last code says who took it. */
export async function deliveredBy(world: World, reference: string, code: string): Promise<void> {
  await pushes(world, reference, [{ code: '103', hoursAgo: 2 }, { code: '5', hoursAgo: 1 }, { code }]);
}

/** Our reference of the newest dispatch of an order. */
export async function dispatchReference(world: World, id: OrderId): Promise<string> {
  const found = await world.pool.query<{ reference: string }>(
    `select c.reference from partner_calls c join orders o on o.id = c.order_id
     where o.public_id = $1 and c.command = 'dispatch' order by c.id desc limit 1`,
    [id],
  );
  const reference = found.rows[0]?.reference;
  if (reference === undefined) throw new Error(`${id} was not dispatched`);
  return reference;
}

/** How many parcels carry the cards of an order. */
export async function parcelsOf(world: World, id: OrderId): Promise<number> {
  const found = await world.pool.query<{ reference: string }>(
    `select c.reference from partner_calls c join orders o on o.id = c.order_id where o.public_id = $1 and c.command = 'dispatch'`,
    [id],
  );
  return found.rows.filter(({ reference }) => world.courier.parcels.has(reference)).length;
}
