import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, escapeIdentifier, type QueryArrayResult } from 'pg';
import { needleFinder, type NeedleFinder } from './needle-finder';

/** One way a text may have been written down. */
export interface Needle {
  /** Says whose text this is without holding it (`person 3, phone`), so that a failing check prints no person. */
  readonly label: string;
  readonly kind: string;
  readonly bytes: Buffer;
}

export interface NeedleHit {
  /** `file@offset`, or `schema.table.column ctid`. */
  readonly where: string;
  readonly label: string;
  readonly kind: string;
}

/** Fewer bytes than these meet by chance in a few gigabytes. */
const LEAST_FIXED_BYTES = 8;

/**
 * Every encoding of a text whose fixed part is long enough to mean something: UTF-8, UTF-16, `\u` escapes, hex and
 * base64 at its three offsets. A text of two or three characters has fewer of them.
 */
export function encodings(text: string, label: string): Needle[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16le = Buffer.from(text, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  const forms: [string, Buffer | string][] = [
    ['utf8', utf8],
    ['utf16le', utf16le],
    ['utf16be', utf16be],
  ];
  for (const [name, every] of [
    ['escaped', true],
    ['escaped-non-ascii', false],
  ] as const) {
    const lower = escapes(text, every);
    const upper = lower.replace(/\\u[0-9a-f]{4}/g, (one) => `\\u${one.slice(2).toUpperCase()}`);
    // Doubled: an escape that was put into JSON or an array literal once more.
    for (const form of [lower, upper]) forms.push([name, form], [`${name}-twice`, form.replaceAll('\\', '\\\\')]);
  }
  for (const [name, bytes] of [
    ['utf8', utf8],
    ['utf16le', utf16le],
  ] as const) {
    forms.push([`hex-${name}`, bytes.toString('hex')], [`hex-${name}`, bytes.toString('hex').toUpperCase()]);
    for (const offset of [0, 1, 2]) {
      const fixed = base64At(bytes, offset);
      forms.push([`base64-${name}+${offset}`, fixed]);
      forms.push([`base64url-${name}+${offset}`, fixed.replaceAll('+', '-').replaceAll('/', '_')]);
    }
  }

  const seen = new Set<string>();
  return forms.flatMap(([kind, form]) => {
    const bytes = Buffer.from(form);
    const key = bytes.toString('latin1');
    if (bytes.length < LEAST_FIXED_BYTES || seen.has(key)) return [];
    seen.add(key);
    return [{ label, kind, bytes }];
  });
}

function escapes(text: string, everyCharacter: boolean): string {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charCodeAt(index);
    return everyCharacter || unit > 127 ? `\\u${unit.toString(16).padStart(4, '0')}` : text.charAt(index);
  }).join('');
}

/** The characters of base64 that depend on these bytes alone, when `offset` other bytes stand before them in the group. */
function base64At(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  return encoded.slice(first, last);
}

/** Searches files, and folders to any depth. Reads in pieces, so files may be larger than memory. */
export async function searchFiles(paths: readonly string[], needles: readonly Needle[]): Promise<NeedleHit[]> {
  const finder = needleFinder(needles);
  const hits: NeedleHit[] = [];
  for (const path of paths) {
    for (const file of await filesUnder(path)) hits.push(...(await searchFile(file, finder)));
  }
  return hits;
}

async function filesUnder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const PIECE_BYTES = 4 * 1024 * 1024;

async function searchFile(path: string, finder: NeedleFinder): Promise<NeedleHit[]> {
  const overlap = finder.longest - 1;
  const piece = Buffer.alloc(overlap + PIECE_BYTES);
  const found = new Map<Needle, number>();
  const file = await open(path, 'r');
  try {
    let kept = 0;
    let position = 0;
    for (;;) {
      const { bytesRead } = await file.read(piece, kept, PIECE_BYTES, position);
      if (bytesRead === 0) break;
      const filled = piece.subarray(0, kept + bytesRead);
      for (const { needle, at } of finder.find(filled)) {
        if (!found.has(needle)) found.set(needle, position - kept + at);
      }
      position += bytesRead;
      kept = Math.min(overlap, filled.length);
      piece.copyWithin(0, filled.length - kept, filled.length);
    }
  } finally {
    await file.close();
  }
  return [...found].map(([{ label, kind }, at]) => ({ where: `${path}@${at}`, label, kind }));
}

/**
 * Searches every table and materialised view outside PostgreSQL's own schemas, column by column: as the text a dump
 * would hold, and bytea (arrays of it too) as raw bytes.
 */
export async function searchDatabase(url: string, needles: readonly Needle[]): Promise<NeedleHit[]> {
  const finder = needleFinder(needles);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // One snapshot, so that a row moved meanwhile is not missed.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ schema: string; name: string }>(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2`,
    );
    const hits: NeedleHit[] = [];
    for (const { schema, name } of rows) hits.push(...(await searchTable(client, schema, name, finder)));
    return hits;
  } finally {
    await client.end();
  }
}

async function searchTable(client: Client, schema: string, name: string, finder: NeedleFinder): Promise<NeedleHit[]> {
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
  const hits: NeedleHit[] = [];
  await client.query(`DECLARE needles NO SCROLL CURSOR FOR SELECT ctid, * FROM ONLY ${table}`);
  for (;;) {
    const page: QueryArrayResult<(string | null)[]> = await client.query({
      text: 'FETCH 2000 FROM needles',
      rowMode: 'array',
      types: { getTypeParser: () => (text: string | Buffer) => text },
    });
    if (page.rows.length === 0) break;
    for (const row of page.rows) {
      row.forEach((value, column) => {
        if (value === null || column === 0) return;
        const where = `${schema}.${name}.${page.fields[column]?.name ?? '?'} ${row[0] ?? ''}`;
        for (const content of contentsOf(value)) {
          for (const { label, kind } of finder.kinds(content)) hits.push({ where, label, kind });
        }
      });
    }
  }
  await client.query('CLOSE needles');
  return hits;
}

/** The text itself, and the bytes of every bytea literal in it. */
function contentsOf(text: string): Buffer[] {
  return [Buffer.from(text, 'utf8'), ...text.split(LITERAL).slice(1).map(hexAtTheStart)];
}

const LITERAL = String.raw`\x`;

/** No regular expression: V8 gives up optimising one in a long process, and a repeated group then overflows at a megabyte. */
function hexAtTheStart(text: string): Buffer {
  let length = 0;
  while (isHexDigit(text.charCodeAt(length))) length += 1;
  return Buffer.from(text.slice(0, length - (length % 2)), 'hex');
}

const isHexDigit = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
