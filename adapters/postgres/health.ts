import type { Pool } from 'pg';
import type { HealthPort } from '../../domain/ports/health';
import { rows } from './read/query';

export const postgresHealth = (pool: Pool): HealthPort => ({
  check: async () => {
    await rows(pool, 'select 1 as one');
  },
});
