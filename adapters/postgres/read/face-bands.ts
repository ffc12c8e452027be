import type { Pool } from 'pg';
import { row } from './query';

/** Distances; where no policy was published these are the starting values of the design. */
const START = { acceptTo: 0.45, reviewTo: 0.6 };

interface Bands {
  readonly acceptTo: number;
  readonly reviewTo: number;
}

/** The bands of the policy version that the purchase was taken in under. */
export async function faceBands(pool: Pool, version: number | null): Promise<Bands> {
  const found = await row<{ accept_to: number | null; review_to: number | null }>(
    pool,
    `select (body ->> 'faceAcceptTo')::float8 as accept_to, (body ->> 'faceReviewTo')::float8 as review_to
     from policies where kind = 'kyc' and ($1::integer is null or version = $1) order by version desc limit 1`,
    [version],
  );
  return { acceptTo: found?.accept_to ?? START.acceptTo, reviewTo: found?.review_to ?? START.reviewTo };
}
