import type { Pool } from 'pg';
import { rows } from './query';

/** From a slice of the pool in random order: else everybody would be offered, and choose, the same few. */
export async function freeNumbers(
  pool: Pool,
  { planCode, city, limit, ending }: { planCode: string; city: string; limit: number; ending: string },
): Promise<readonly string[]> {
  const free = await rows<{ msisdn: string }>(
    pool,
    `select msisdn from (
       select msisdn from numbers where state = 'free' and plan_code = $1 and city_code = $2 and msisdn like '%' || $4 order by msisdn limit 1000
     ) shelf order by random() limit $3`,
    [planCode, city, limit, ending],
  );
  return free.map(({ msisdn }) => msisdn);
}
