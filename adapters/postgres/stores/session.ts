import type { PoolClient, QueryResultRow } from 'pg';
import type { Instant } from '../../../domain/brand';
import type { IdsPort } from '../../../domain/ports/messages';
import { prepared } from '../prepared';

/** One transaction's connection, its one reading of business time, and where new ids come from. */
export interface Session {
  readonly client: PoolClient;
  readonly now: Instant;
  readonly ids: IdsPort;
}

/** Rows of a statement. The row type is what the statement's select list says; mappers turn it into domain records. */
export async function rows<Row extends QueryResultRow>(
  session: Session,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return (await session.client.query<Row>(prepared(text, values))).rows;
}

export async function row<Row extends QueryResultRow>(
  session: Session,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row | null> {
  return (await rows<Row>(session, text, values))[0] ?? null;
}

/** How many rows a statement touched. */
export async function run(session: Session, text: string, values: readonly unknown[] = []): Promise<number> {
  return (await session.client.query(prepared(text, values))).rowCount ?? 0;
}

/** Tells whoever looks at the object; delivered when the transaction commits, and only then. */
export async function announce(
  session: Session,
  change: {
    kind: 'order' | 'review' | 'case' | 'ticket' | 'payout' | 'settlement';
    id: string;
    purchaseId: string | null;
  },
): Promise<void> {
  await run(session, `select pg_notify('cardflow_changed', $1)`, [JSON.stringify(change)]);
}
