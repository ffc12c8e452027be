import { ledgerBook } from './ledger';
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
  /** Every lie that their book can be told. Not made from the columns: one that is left out there must not leave its lie out. */
  readonly lies: readonly Lie[];
}

const BOOKS: readonly Book[] = [
  {
    partner: 'carrier 星联',
    ours: '/v1/reconciliation/carriers/xinglian',
    theirs: '/carriers/xinglian/book',
    columns: ['status', 'number', 'amountFen'],
    lies: ['status', 'number', 'amount', 'missing', 'extra'],
  },
  {
    partner: 'courier',
    ours: '/v1/reconciliation/courier',
    theirs: '/couriers/kuaidi100/book',
    columns: ['status', 'number'],
    lies: ['status', 'number', 'missing', 'extra'],
  },
  {
    partner: 'bank',
    ours: '/v1/reconciliation/bank',
    theirs: '/bank/book',
    columns: ['status', 'number', 'amountFen'],
    lies: ['status', 'number', 'amount', 'missing', 'extra'],
  },
  {
    partner: 'sms',
    ours: '/v1/reconciliation/sms',
    theirs: '/sms/book',
    columns: ['status'],
    lies: ['status', 'missing', 'extra'],
  },
  {
    partner: 'authority',
    ours: '/v1/reconciliation/authority',
    theirs: '/authority/book',
    columns: ['status'],
    lies: ['status', 'missing', 'extra'],
  },
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

/** How a difference of each kind reads where it is found. */
const FOUND = {
  amount: /: amountFen is \S+ here and \S+ there$/,
  // What was refused has no number.
  number: /: number is \S* here and \S* there$/,
  status: /: status is \S+ here and \S+ there$/,
  missing: /: only in our book$/,
  extra: /: only in their book$/,
} as const;
type Lie = keyof typeof FOUND;

/** Our ledger is held against the bank's money, in one sum: every lie about money there shows in it. */
const LEDGER_LIES: readonly Lie[] = ['status', 'amount', 'missing', 'extra'];
const FOUND_IN_LEDGER = /^what left our bank account: \d+ here and \d+ there$/;

export interface PlantedLie {
  readonly partner: string;
  readonly kind: Lie;
  readonly found: boolean;
}

/**
 * Proof that the comparison can fail: every lie that a partner's book can be told, about its last row, is found as that
 * one difference and gone once it is taken back. A book without a row can only be told of one too many.
 */
export async function plantEverywhere(world: World, pageSize?: number): Promise<readonly PlantedLie[]> {
  const planted: PlantedLie[] = [];
  for (const { partner, theirs, lies } of BOOKS) {
    const compare = async (): Promise<BookResult> =>
      (await compareBooks(world, partner, pageSize))[0] ?? { partner, rows: 0, differences: [] };
    const { rows } = await compare();
    for (const kind of rows === 0 ? (['extra'] as const) : lies) {
      const lie = { theirs, kind, row: Math.max(0, rows - 1) };
      planted.push({ partner, kind, found: await isFound(world, lie, compare, FOUND[kind]) });
    }
  }
  const [bank] = await compareBooks(world, 'bank', pageSize);
  for (const kind of bank?.rows === 0 ? (['extra'] as const) : LEDGER_LIES) {
    // Its first row was paid: what the bank refused comes last and is no money.
    const lie = { theirs: '/bank/book', kind, row: 0 };
    const compare = (): Promise<BookResult> => ledgerBook(world, pageSize);
    planted.push({ partner: 'ledger', kind, found: await isFound(world, lie, compare, FOUND_IN_LEDGER) });
  }
  return planted;
}

/** Whether a comparison names this lie as the one thing that is new, and nothing once it is taken back. */
async function isFound(
  world: World,
  { theirs, kind, row }: { readonly theirs: string; readonly kind: Lie; readonly row: number },
  compare: () => Promise<BookResult>,
  sentence: RegExp,
): Promise<boolean> {
  const path = `${world.sandbox}${theirs}/plant-difference`;
  const before = await compare();
  expectStatus(await world.call(path, { kind, row }), 200, 'plant a difference');
  const lied = await compare();
  expectStatus(await world.call(path, undefined, 'DELETE'), 200, 'take the difference back');
  const after = await compare();
  const [found, ...others] = lied.differences.filter((one) => !before.differences.includes(one));
  const isNamed = found !== undefined && others.length === 0 && sentence.test(found);
  return isNamed && after.differences.length === before.differences.length;
}
