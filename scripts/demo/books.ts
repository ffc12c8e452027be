import { everyPage, expectStatus, type World } from './world';

export interface BookRow {
  readonly reference: string;
  readonly status: string;
  readonly number?: string | null;
  readonly amountFen?: number;
}

export interface BookResult {
  readonly partner: string;
  readonly rows: number;
  readonly differences: readonly string[];
}

interface Book {
  readonly partner: string;
  readonly ours: string;
  readonly theirs: string;
  readonly columns: readonly (keyof BookRow)[];
}

const BOOKS: readonly Book[] = [
  {
    partner: 'carrier 星联',
    ours: '/v1/reconciliation/carriers/xinglian',
    theirs: '/carriers/xinglian/book',
    columns: ['status', 'number', 'amountFen'],
  },
  {
    partner: 'courier',
    ours: '/v1/reconciliation/courier',
    theirs: '/couriers/kuaidi100/book',
    columns: ['status', 'number'],
  },
  {
    partner: 'bank',
    ours: '/v1/reconciliation/bank',
    theirs: '/bank/book',
    columns: ['status', 'number', 'amountFen'],
  },
  { partner: 'sms', ours: '/v1/reconciliation/sms', theirs: '/sms/book', columns: ['status'] },
  { partner: 'authority', ours: '/v1/reconciliation/authority', theirs: '/authority/book', columns: ['status'] },
];

interface Page {
  readonly rows: readonly BookRow[];
  readonly next: string | null;
}

/** Both sides' books row by row, over HTTP; every difference is named. Ours is read page after page. */
export async function compareBooks(world: World, only?: string, pageSize?: number): Promise<BookResult[]> {
  const operator = await world.staff('operator1');
  const results: BookResult[] = [];
  for (const book of BOOKS.filter((b) => only === undefined || b.partner === only)) {
    const ours = (await everyPage<Page>(operator, book.ours, pageSize)).flatMap(({ rows }) => rows);
    const theirs = expectStatus(
      await world.call<{ rows: BookRow[] }>(`${world.sandbox}${book.theirs}`),
      200,
      `the book of ${book.partner}`,
    ).rows;
    results.push({ partner: book.partner, rows: theirs.length, differences: differences(ours, theirs, book.columns) });
  }
  return results;
}

function differences(
  ours: readonly BookRow[],
  theirs: readonly BookRow[],
  columns: readonly (keyof BookRow)[],
): string[] {
  const mine = new Map(ours.map((row) => [row.reference, row]));
  const seen = new Set<string>();
  const found: string[] = [];
  for (const row of theirs) {
    const own = mine.get(row.reference);
    if (seen.has(row.reference)) found.push(`${row.reference}: twice in their book`);
    seen.add(row.reference);
    if (!own) found.push(`${row.reference}: only in their book`);
    else {
      for (const column of columns) {
        if (own[column] !== row[column])
          found.push(`${row.reference}: ${column} is ${String(own[column])} here and ${String(row[column])} there`);
      }
    }
  }
  for (const row of ours) if (!seen.has(row.reference)) found.push(`${row.reference}: only in our book`);
  return found;
}

/** Books that can be told a lie, and which lies: whoever counts no money tells none about amounts. */
export const PLANTABLE: readonly { readonly partner: string; readonly kinds: readonly [string, ...string[]] }[] = [
  { partner: 'carrier 星联', kinds: ['amount', 'status', 'missing', 'extra'] },
  { partner: 'courier', kinds: ['status', 'missing', 'extra'] },
  { partner: 'bank', kinds: ['amount', 'status', 'missing', 'extra'] },
  { partner: 'sms', kinds: ['status', 'missing', 'extra'] },
];

/**
 * Proof that the comparison can fail: one difference planted in this partner's book is found, as one, and gone once it
 * is taken back. A book without a row can only be told of one too many.
 */
export async function plantedDifferenceIsFound(world: World, partner: string, kind: string): Promise<boolean> {
  const theirs = BOOKS.find((book) => book.partner === partner)?.theirs ?? '';
  const [before] = await compareBooks(world, partner);
  const path = `${world.sandbox}${theirs}/plant-difference`;
  expectStatus(await world.call(path, { kind: before?.rows === 0 ? 'extra' : kind }), 200, 'plant a difference');
  const [planted] = await compareBooks(world, partner);
  expectStatus(await world.call(path, undefined, 'DELETE'), 200, 'take the difference back');
  const [after] = await compareBooks(world, partner);
  const found = (planted?.differences.length ?? 0) - (before?.differences.length ?? 0);
  return found === 1 && after?.differences.length === before?.differences.length;
}
