import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { RETENTION_CLASSES, type KeyOwner, type RetentionClass } from '../../domain/ports/key-store';
import { KEY_COLUMNS, type KeyRow } from './key-rows';
import type { KeyWrapping } from './key-wrapping';

/** `used_at` is written at most this often; with the half hour the port gives, it stays below the sweeper's hour. */
const TOUCH_EVERY_MS = 10 * 60_000;

/** The statements about one owner, each committed by itself. */
export interface OwnerRows {
  readonly find: (owner: KeyOwner) => Promise<KeyRow | undefined>;
  /** The row, made when absent, and out of the sweeper's reach for the next 50 minutes. */
  readonly findSafe: (owner: KeyOwner) => Promise<KeyRow>;
  readonly isSafe: (row: KeyRow) => boolean;
  readonly destroy: (owner: KeyOwner, classes: readonly RetentionClass[]) => Promise<void>;
}

export function ownerRows(pool: Pool, wrapping: KeyWrapping, now: () => number): OwnerRows {
  // Named, so that each connection parses and plans it once.
  const one = async (name: string, text: string, values: unknown[]): Promise<KeyRow | undefined> =>
    (await pool.query<KeyRow>({ name, text, values })).rows[0];

  const find = (owner: KeyOwner): Promise<KeyRow | undefined> =>
    one('find-key', `SELECT ${KEY_COLUMNS} FROM party_keys WHERE party_id = $1`, [owner]);

  const create = (owner: KeyOwner): Promise<KeyRow | undefined> => {
    const epoch = wrapping.currentEpoch;
    const keys = RETENTION_CLASSES.map((retentionClass) =>
      wrapping.wrap({ owner, retentionClass, epoch }, randomBytes(32)),
    );
    return one(
      'create-key',
      `INSERT INTO party_keys (party_id, key_id, epoch, ${RETENTION_CLASSES.join(', ')}, created_at, used_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (party_id) DO NOTHING RETURNING ${KEY_COLUMNS}`,
      [owner, randomBytes(8), epoch, ...keys, new Date(now())],
    );
  };

  const touch = (owner: KeyOwner): Promise<KeyRow | undefined> =>
    one('touch-key', `UPDATE party_keys SET used_at = $2 WHERE party_id = $1 RETURNING ${KEY_COLUMNS}`, [
      owner,
      new Date(now()),
    ]);

  const isSafe = (row: KeyRow): boolean => row.known_used || now() - row.used_at.getTime() < TOUCH_EVERY_MS;

  return {
    find,
    isSafe,

    findSafe: async (owner) => {
      for (;;) {
        const row = (await create(owner)) ?? (await find(owner));
        const safe = row && !isSafe(row) ? await touch(owner) : row;
        if (safe) return safe;
        // Swept between two statements: make it again.
      }
    },

    destroy: async (owner, classes) => {
      const columns = RETENTION_CLASSES.map(
        (retentionClass) =>
          `${retentionClass} = CASE WHEN '${retentionClass}' = ANY($2) THEN NULL ELSE ${retentionClass} END`,
      );
      await pool.query(
        `UPDATE party_keys SET ${columns.join(', ')}, destroyed_at = coalesce(destroyed_at, $3) WHERE party_id = $1`,
        [owner, classes, new Date(now())],
      );
    },
  };
}
