import type { Pool } from 'pg';
import type { OrderListing, OrderRowFacts } from '../../../domain/ports/reading';
import type { SealingPort } from '../../../domain/ports/sealing';
import { maskedHolders } from './holders';
import { orderOf, type OrderRow, SELECT_ORDERS } from './order-rows';
import { rows } from './query';

/** Conditions of a listing with their values, `$1` on. */
function conditionsOf(listing: OrderListing): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${String(values.length)}`));
  };
  add(listing.channel, (channel) => `o.channel_code = ${channel}`);
  add(listing.stage, (stage) => `o.stage = ${stage}`);
  add(listing.status, (status) => `o.status = ${status}`);
  add(listing.owner, (owner) => `w.owner_kind = ${owner}`);
  add(
    listing.q?.trim() || undefined,
    (q) => `(o.public_id = ${q} or p.public_id = ${q} or p.external_ref = ${q} or o.msisdn = ${q})`,
  );
  // A channel's cursor is one of its own orders: another's id reads as no order at all.
  const own = listing.channel === undefined ? '' : ' and channel_code = $1';
  add(listing.after, (after) => `o.id < (select id from orders where public_id = ${after}${own})`);
  return { where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values };
}

/** Newest first, one more than the page to know whether there is a next. */
export async function listOrders(pool: Pool, sealing: SealingPort, listing: OrderListing) {
  const { where, values } = conditionsOf(listing);
  const found = await rows<OrderRow>(
    pool,
    `${SELECT_ORDERS} ${where} order by o.id desc limit $${String(values.length + 1)}`,
    [...values, listing.limit + 1],
  );
  const page = found.slice(0, listing.limit);
  const holders = maskedHolders(sealing);
  const listed: OrderRowFacts[] = await Promise.all(
    page.map(async (r) => ({ ...orderOf(r), holder: await holders.name(r), phone: await holders.phone(r) })),
  );
  return {
    rows: listed,
    next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
    counts: await countOrders(pool, listing.channel ?? null),
  };
}

async function countOrders(pool: Pool, channel: string | null): Promise<Readonly<Record<string, number>>> {
  const counted = await rows<{ name: string; count: number }>(
    pool,
    `select stage as name, count(*) as count from orders where $1::text is null or channel_code = $1 group by stage
     union all
     select 'waiting:' || owner_kind, count(*) from waits
       where closed_at is null and subject_kind = 'order'
         and ($1::text is null or exists (select from orders o where o.id = subject_id and o.channel_code = $1))
       group by owner_kind`,
    [channel],
  );
  return Object.fromEntries(counted.map(({ name, count }) => [name, count]));
}
