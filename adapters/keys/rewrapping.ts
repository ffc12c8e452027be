import type { Pool, PoolClient } from 'pg';
import { RETENTION_CLASSES } from '../../domain/ports/key-store';
import { KEY_COLUMNS, type KeyRow } from './key-rows';
import type { KeyWrapping } from './key-wrapping';

const BATCH = 200;

/** Wraps every row of another epoch anew, a batch a transaction; returns how many rows it changed. */
export async function rewrapAll(pool: Pool, wrapping: KeyWrapping, epoch: number): Promise<number> {
  let changed = 0;
  for (;;) {
    const batch = await inTransaction(pool, (client) => rewrapBatch(client, wrapping, epoch));
    if (batch === 0) return changed;
    changed += batch;
  }
}

async function rewrapBatch(client: PoolClient, wrapping: KeyWrapping, epoch: number): Promise<number> {
  // Locked, so that a key destroyed meanwhile is not written back.
  const { rows } = await client.query<KeyRow>(
    `SELECT ${KEY_COLUMNS} FROM party_keys WHERE epoch <> $1 ORDER BY party_id LIMIT ${BATCH} FOR UPDATE`,
    [epoch],
  );
  for (const row of rows) {
    const keys = RETENTION_CLASSES.map((retentionClass) => {
      const slot = { owner: row.party_id, retentionClass };
      const wrapped = row[retentionClass];
      return wrapped && wrapping.wrap({ ...slot, epoch }, wrapping.unwrap({ ...slot, epoch: row.epoch }, wrapped));
    });
    await client.query(
      `UPDATE party_keys SET epoch = $2, (${RETENTION_CLASSES.join(', ')}) = ($3, $4, $5, $6) WHERE party_id = $1`,
      [row.party_id, epoch, ...keys],
    );
  }
  return rows.length;
}

async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true); // Closing the connection rolls back, whatever state it is in.
    throw error;
  }
}
