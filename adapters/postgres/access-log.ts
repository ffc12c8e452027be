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
export const logLook = (asked: Pool | PoolClient, { subjectId, reason, ...look }: Look): Promise<void> =>
  logLooks(asked, look, [{ subjectId, reason }]);

/** What one person looked at in one go: all of it is on record, or none is shown. */
export async function logLooks(
  asked: Pool | PoolClient,
  look: Omit<Look, 'subjectId' | 'reason'>,
  subjects: readonly Pick<Look, 'subjectId' | 'reason'>[],
): Promise<void> {
  await rows(
    asked,
    `insert into access_log (user_id, subject_kind, subject_id, action, reason, at)
     select u.id, $2, s.id, $3, s.reason, $4
     from users u, unnest($5::text[], $6::text[]) with ordinality as s (id, reason, line) where u.public_id = $1 order by s.line`,
    [
      look.user,
      look.subjectKind,
      look.action,
      look.at,
      subjects.map(({ subjectId }) => subjectId),
      subjects.map(({ reason }) => reason),
    ],
  );
}
