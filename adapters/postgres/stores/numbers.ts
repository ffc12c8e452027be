import type { Msisdn, OrderId } from '../../../domain/brand';
import { DomainError } from '../../../domain/errors';
import type { NumberScope, NumberStore } from '../../../domain/ports/stores/numbers';
import { row, rows, run, type Session } from './session';

const scopeValues = (scope: NumberScope): readonly string[] => [scope.carrier, scope.planCode, scope.city];
const msisdns = (found: readonly { msisdn: string }[]): readonly Msisdn[] => found.map((r) => r.msisdn as Msisdn);
const IN_POOL = `carrier_code = $1 and plan_code = $2 and city_code = $3 and state = 'free'`;

export function numberStore(session: Session): NumberStore {
  /** Compare-and-set on state and holder: whoever lost the number meanwhile changes nothing. */
  async function leave(number: Msisdn, orderRow: number, state: 'free' | 'withdrawn'): Promise<boolean> {
    const changed = await run(
      session,
      `update numbers set state = $3, order_id = null, held_until = null, version = version + 1, changed_at = $4
       where msisdn = $1 and order_id = $2 and (state = 'held' or (state = 'sold' and $3 = 'withdrawn'))`,
      [number, orderRow, state, session.now],
    );
    return changed === 1;
  }
  return {
    async pick(scope, count) {
      return msisdns(
        await rows(
          session,
          `select msisdn from numbers where ${IN_POOL} order by msisdn limit $4 for update skip locked`,
          [...scopeValues(scope), count],
        ),
      );
    },
    async lockChosen(scope, wanted) {
      return msisdns(
        await rows(
          session,
          `select msisdn from numbers where ${IN_POOL} and msisdn = any($4) order by msisdn for update`,
          [...scopeValues(scope), wanted],
        ),
      );
    },
    async free(scope, limit) {
      return msisdns(
        await rows(session, `select msisdn from numbers where ${IN_POOL} order by msisdn limit $4`, [
          ...scopeValues(scope),
          limit,
        ]),
      );
    },
    async freeElsewhere(scope, count) {
      const found = await rows<{ code: string; name: string; free: string[] }>(
        session,
        `select c.code, c.name, n.free from cities c, lateral (
           select array(
             select msisdn from numbers where carrier_code = $1 and plan_code = $2 and city_code = c.code and state = 'free'
             order by msisdn limit $4
           ) as free
         ) n
         where c.code <> $3 and cardinality(n.free) >= $5 order by c.code limit 3`,
        [...scopeValues(scope), Math.max(3, count), count],
      );
      return found.map(({ code, name, free }) => ({ city: code, cityName: name, numbers: free as Msisdn[] }));
    },
    async hold(holds, until) {
      const held = await run(
        session,
        `update numbers n set state = 'held', order_id = h.order_id, held_until = $3, version = version + 1, changed_at = $4
         from unnest($1::text[], $2::bigint[]) as h (msisdn, order_id) where n.msisdn = h.msisdn and n.state = 'free'`,
        [holds.map((h) => h.number), holds.map((h) => h.row), until, session.now],
      );
      if (held !== holds.length) throw new DomainError('StateConflict', 'a number is not free any more');
    },
    async extend(number, orderRow, until) {
      const extended = await run(
        session,
        `update numbers set held_until = greatest(held_until, $3) where msisdn = $1 and order_id = $2 and state = 'held'`,
        [number, orderRow, until],
      );
      return extended === 1;
    },
    release: (number, orderRow) => leave(number, orderRow, 'free'),
    withdraw: (number, orderRow) => leave(number, orderRow, 'withdrawn'),
    async sell(number, orderRow) {
      const sold = await run(
        session,
        `update numbers set state = 'sold', held_until = null, version = version + 1, changed_at = $3
         where msisdn = $1 and order_id = $2 and state = 'held'`,
        [number, orderRow, session.now],
      );
      return sold === 1;
    },
    async restore(number, orderRow) {
      const restored = await run(
        session,
        `update numbers set state = 'sold', order_id = $2, version = version + 1, changed_at = $3
         where msisdn = $1 and state = 'withdrawn' and order_id is null`,
        [number, orderRow, session.now],
      );
      return restored === 1;
    },
    async lapsed(limit) {
      // A number on its way to the carrier, or with it, is not ours to give away: the hold is extended there.
      const found = await rows<{ msisdn: string; public_id: string }>(
        session,
        `select n.msisdn, o.public_id from numbers n join orders o on o.id = n.order_id
         where n.state = 'held' and n.held_until <= $1 and (o.stage in ('received', 'verifying') or o.status = 'awaiting-number')
         order by n.held_until limit $2`,
        [session.now, limit],
      );
      return found.map((r) => ({ number: r.msisdn as Msisdn, orderId: r.public_id as OrderId }));
    },
    async askBatch(batch) {
      const asked = await run(
        session,
        `insert into number_batches (carrier_code, plan_code, city_code, reference, wanted, asked_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (reference) do nothing`,
        [...scopeValues(batch), batch.reference, batch.wanted, session.now],
      );
      return asked === 1;
    },
    async receiveBatch(reference, batchNo, numbers) {
      const batch = await row<{ id: number }>(
        session,
        `update number_batches set batch_no = $2, delivered = $3, delivered_at = $4 where reference = $1 returning id`,
        [reference, batchNo, numbers.length, session.now],
      );
      if (!batch) throw new Error(`number batch ${reference} was not asked for`);
      return run(
        session,
        `insert into numbers (msisdn, carrier_code, plan_code, city_code, batch_id, state, changed_at)
         select m, b.carrier_code, b.plan_code, b.city_code, b.id, 'free', $3 from unnest($2::text[]) as m, number_batches b where b.id = $1
         on conflict (msisdn) do nothing`,
        [batch.id, numbers, session.now],
      );
    },
    async lowPools(mark, only) {
      const found = await rows<{ carrier_code: string; code: string; city: string; batches: number }>(
        session,
        `select p.carrier_code, p.code, c.code as city,
           (select count(*) from number_batches b where b.carrier_code = p.carrier_code and b.plan_code = p.code and b.city_code = c.code) as batches
         from (select distinct on (code) code, carrier_code, on_sale from plans where published_at <= $1 order by code, version desc) p
         cross join cities c
         where p.on_sale and ($3::text is null or (p.carrier_code = $3 and p.code = $4 and c.code = $5))
           and (select count(*) from (select 1 from numbers n where n.carrier_code = p.carrier_code and n.plan_code = p.code
             and n.city_code = c.code and n.state = 'free' limit $2) few) < $2
           and not exists (select 1 from number_batches b where b.carrier_code = p.carrier_code and b.plan_code = p.code
             and b.city_code = c.code and b.delivered_at is null)`,
        [session.now, mark, ...(only ? scopeValues(only) : [null, null, null])],
      );
      return found.map((r) => ({ carrier: r.carrier_code, planCode: r.code, city: r.city, batches: r.batches }));
    },
  };
}
