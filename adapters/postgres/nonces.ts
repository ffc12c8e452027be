import type { Pool } from 'pg';
import type { NoncesPort } from '../../domain/ports/channel-requests';
import { rows } from './read/query';

/** Longer than a signature is ever accepted, both ways of the clock. */
const KEPT_MS = 15 * 60_000;
/** Old rows go with every so many new ones, so that nobody has to run a job for them. */
const SWEEP_EVERY = 500;

export function postgresNonces(pool: Pool): NoncesPort {
  let spent = 0;
  return {
    async spend(scope, nonce, realMs) {
      const inserted = await rows(
        pool,
        'insert into nonces (scope, nonce, seen_real_at) values ($1, $2, $3) on conflict do nothing returning 1 as one',
        [scope, nonce, new Date(realMs).toISOString()],
      );
      spent += 1;
      if (spent % SWEEP_EVERY === 0) {
        await rows(pool, 'delete from nonces where seen_real_at < $1', [new Date(realMs - KEPT_MS).toISOString()]);
      }
      return inserted.length === 1;
    },
  };
}
