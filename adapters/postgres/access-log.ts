import type { Pool, PoolClient } from 'pg';
import type { UserId } from '../../domain/brand';
import { rows } from './read/query';

/** Who looked at whom, and why. Append-only. */
export interface Look {
  readonly user: UserId;
  readonly subjectKind: 'review' | 'order' | 'party' | 'ticket' | 'search';
  readonly subjectId: string;
  readonly action: string;
  readonly reason: string;
  /** Business time. */
  readonly at: string;
}

/** Written before anything is shown: a look that cannot be logged does not happen. */
export async function logLook(asked: Pool | PoolClient, look: Look): Promise<void> {
  await rows(
    asked,
    `insert into access_log (user_id, subject_kind, subject_id, action, reason, at)
     select id, $2, $3, $4, $5, $6 from users where public_id = $1`,
    [look.user, look.subjectKind, look.subjectId, look.action, look.reason, look.at],
  );
}
