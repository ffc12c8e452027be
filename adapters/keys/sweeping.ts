import type { Pool } from 'pg';
import type { KeyOwner } from '../../domain/ports/key-store';

/** As many owners as one question to the main database may name. */
const BATCH = 500;

/**
 * Removes rows that were last used before `before` and that nothing names, and marks the others, which are not asked
 * about again. Returns the owners removed. Marks of erased owners stay.
 */
export async function sweep(
  pool: Pool,
  before: Date,
  isUsed: (owners: readonly KeyOwner[]) => Promise<ReadonlySet<KeyOwner>>,
): Promise<KeyOwner[]> {
  const removed: KeyOwner[] = [];
  for (let after = ''; ;) {
    const { rows } = await pool.query<{ party_id: string }>(
      `SELECT party_id FROM party_keys
       WHERE NOT known_used AND destroyed_at IS NULL AND used_at < $1 AND party_id > $2
       ORDER BY party_id LIMIT ${BATCH}`,
      [before, after],
    );
    const last = rows.at(-1);
    if (!last) return removed;
    after = last.party_id;

    const owners = rows.map((row) => row.party_id);
    const used = await isUsed(owners);
    await pool.query('UPDATE party_keys SET known_used = TRUE WHERE party_id = ANY($1)', [
      owners.filter((owner) => used.has(owner)),
    ]);
    // Asked again in the statement itself: an owner may have been handed its key since.
    const swept = await pool.query<{ party_id: string }>(
      `DELETE FROM party_keys WHERE party_id = ANY($1) AND destroyed_at IS NULL AND used_at < $2 RETURNING party_id`,
      [owners.filter((owner) => !used.has(owner)), before],
    );
    removed.push(...swept.rows.map((row) => row.party_id));
  }
}
