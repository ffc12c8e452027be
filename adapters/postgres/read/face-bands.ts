import type { Pool } from 'pg';
import { DEFAULT_KYC_POLICY } from '../../../domain/kyc/policy';
import { row } from './query';

interface Bands {
  readonly acceptTo: number;
  readonly reviewTo: number;
}

/** The bands of the policy version that the purchase was taken in under. */
export async function faceBands(pool: Pool, version: number | null): Promise<Bands> {
  const found = await row<{ accept_to: number | null; review_to: number | null }>(
    pool,
    `select (body ->> 'acceptDistance')::float8 as accept_to, (body ->> 'reviewDistance')::float8 as review_to
     from policies where kind = 'kyc' and ($1::integer is null or version = $1) order by version desc limit 1`,
    [version],
  );
  return {
    acceptTo: found?.accept_to ?? DEFAULT_KYC_POLICY.acceptDistance,
    reviewTo: found?.review_to ?? DEFAULT_KYC_POLICY.reviewDistance,
  };
}
