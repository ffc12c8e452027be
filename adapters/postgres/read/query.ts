import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { asUnavailable } from '../availability';
import { prepared } from '../prepared';

type Asked = Pool | PoolClient;

/** Rows of a statement; the row type is what its select list says. Throws `DatabaseUnavailable` where nobody answers. */
export async function rows<Row extends QueryResultRow>(
  asked: Asked,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  try {
    return (await asked.query<Row>(prepared(text, values))).rows;
  } catch (error) {
    throw asUnavailable(error);
  }
}

export async function row<Row extends QueryResultRow>(
  asked: Asked,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row | null> {
  return (await rows<Row>(asked, text, values))[0] ?? null;
}

/** Commits what `work` did, or nothing of it. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw asUnavailable(error);
  }
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error('rollback failed');
    });
    throw asUnavailable(error);
  } finally {
    client.release(broken);
  }
}

/** Tells every process that something changed, once this transaction commits. */
export async function announce(
  client: PoolClient,
  change: {
    readonly kind: 'order' | 'review' | 'case' | 'link' | 'ticket';
    readonly id: string;
    readonly purchaseId: string | null;
  },
): Promise<void> {
  await client.query(`select pg_notify('cardflow_changed', $1)`, [JSON.stringify(change)]);
}
