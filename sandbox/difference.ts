import type { FastifyInstance } from 'fastify';

/** One line of a partner's list for comparing books. */
export interface ComparableRow {
  readonly reference: string;
  readonly status: string;
  readonly number?: string;
  readonly amountFen?: number;
}

export type Difference = 'amount' | 'number' | 'status' | 'missing' | 'extra';

/** What the lies of a book say. */
export interface Lies<Row extends ComparableRow> {
  /** Those this book can be told: whoever counts no money tells none about amounts. */
  readonly kinds: readonly Difference[];
  /** The row that nobody ordered. */
  readonly invented: Row;
  /** Two statuses, of which a row is told the one it has not. */
  readonly statuses: readonly [string, string];
}

interface Planted {
  readonly kind: Difference;
  /** Which row is lied about, from 0; the last one where the book is shorter. */
  readonly row: number;
}

/** A partner's list at `/book`, into which one lie can be planted to prove that a comparison finds lies; the book itself stays true. */
export function bookRoutes<Row extends ComparableRow>(
  app: FastifyInstance,
  rows: () => readonly Row[],
  lies: Lies<Row>,
): void {
  let planted: Planted | undefined;
  const body = {
    type: 'object',
    required: ['kind'],
    properties: { kind: { enum: lies.kinds }, row: { type: 'integer', minimum: 0, default: 0 } },
  } as const;

  app.get('/book', () => ({ rows: planted ? withDifference(rows(), planted, lies) : rows() }));
  app.post<{ Body: Planted }>('/book/plant-difference', { schema: { body } }, (request) => {
    planted = request.body;
    return { planted };
  });
  app.delete('/book/plant-difference', () => {
    planted = undefined;
    return { planted: null };
  });
}

function withDifference<Row extends ComparableRow>(
  rows: readonly Row[],
  { kind, row }: Planted,
  { invented, statuses }: Lies<Row>,
): readonly Row[] {
  if (kind === 'extra') return [...rows, invented];
  const at = Math.min(row, rows.length - 1);
  const found = rows[at];
  if (!found) return [];
  switch (kind) {
    case 'missing':
      return rows.toSpliced(at, 1);
    case 'amount':
      return rows.with(at, { ...found, amountFen: (found.amountFen ?? 0) + 1 });
    case 'number':
      return rows.with(at, { ...found, number: `${found.number ?? ''}0` });
    case 'status':
      return rows.with(at, { ...found, status: found.status === statuses[0] ? statuses[1] : statuses[0] });
  }
}
