/** One line of a partner's list for comparing books. */
export interface ComparableRow {
  readonly reference: string;
  readonly status: string;
  readonly number?: string;
  readonly amountFen?: number;
}

export type Difference = 'amount' | 'status' | 'missing' | 'extra';
export const DIFFERENCES: readonly Difference[] = ['amount', 'status', 'missing', 'extra'];

/**
 * The list with one lie in it, to prove that a comparison finds lies; the book itself stays true. `invented` is the row
 * that nobody ordered, and `statuses` are two of which the first row is told the one it has not.
 */
export function withDifference<Row extends ComparableRow>(
  rows: readonly Row[],
  kind: Difference | undefined,
  { invented, statuses }: { readonly invented: Row; readonly statuses: readonly [string, string] },
): Row[] {
  const [first, ...others] = rows;
  if (kind === 'extra') return [...rows, invented];
  if (!first) return [];
  switch (kind) {
    case undefined:
      return [...rows];
    case 'missing':
      return others;
    case 'amount':
      return [{ ...first, amountFen: (first.amountFen ?? 0) + 1 }, ...others];
    case 'status':
      return [{ ...first, status: first.status === statuses[0] ? statuses[1] : statuses[0] }, ...others];
  }
}
