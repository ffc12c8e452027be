import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createEmptyDatabase } from '../support/database';
import { encodings, searchDatabase, searchFiles } from '../support/needles';

const NAME = '欧阳春晓';
const NUMBER = '110199199003070010';
const NEEDLES = [...encodings(NAME, 'name'), ...encodings(NUMBER, 'number')];

const escaped = (text: string): string =>
  Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const upper = (text: string): string => escaped(text).replace(/u(....)/g, (_, hex: string) => `u${hex.toUpperCase()}`);
const base64After = (before: number, text: string): string =>
  Buffer.concat([randomBytes(before), Buffer.from(text, 'utf8'), randomBytes(5)]).toString('base64');

/** Written the way some encoder would, not with the code under test. */
const TEXTS: [string, (text: string) => string][] = [
  ['utf8', (text) => text],
  ['escaped', escaped],
  ['escaped', upper],
  ['hex-utf8', (text) => Buffer.from(text).toString('hex')],
  ['hex-utf8', (text) => Buffer.from(text).toString('hex').toUpperCase()],
  ['base64-utf8+0', (text) => base64After(3, text)],
  ['base64-utf8+1', (text) => base64After(4, text)],
  ['base64-utf8+2', (text) => base64After(5, text)],
];
const BYTES: [string, (text: string) => Buffer][] = [
  ...TEXTS.map(([kind, encode]): [string, (text: string) => Buffer] => [kind, (text) => Buffer.from(encode(text))]),
  ['utf16le', (text) => Buffer.from(text, 'utf16le')],
  ['utf16be', (text) => Buffer.from(text, 'utf16le').swap16()],
];
const PERSONS: [string, string][] = [
  ['name', NAME],
  ['number', NUMBER],
];
const cases = <Encode>(encoders: [string, Encode][]) =>
  encoders.flatMap(([kind, encode]) => PERSONS.map(([label, text]) => ({ kind, encode, label, text })));

describe('needles', () => {
  it('have at least eight fixed bytes, so that chance does not find them', () => {
    const all = [...NEEDLES, ...encodings('张三', 'short'), ...encodings('李', 'shorter')];

    expect(Math.min(...all.map(({ bytes }) => bytes.length))).toBeGreaterThanOrEqual(8);
    expect(encodings('张三', 'short').map(({ kind }) => kind)).not.toContain('utf16le');
  });

  it('are the same text in different bytes', () => {
    const bytes = NEEDLES.map((needle) => needle.bytes.toString('latin1'));

    expect(new Set(bytes).size).toBe(bytes.length);
  });
});

describe('in files', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cardflow-needles-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it.each(cases(BYTES))('finds a planted $label as $kind', async ({ kind, encode, label, text }) => {
    const noise = randomBytes(100_003);
    await writeFile(join(directory, 'planted'), Buffer.concat([noise, encode(text), noise]));

    const hits = await searchFiles([directory], NEEDLES);

    expect(hits).toContainEqual({ where: expect.stringMatching(/planted@\d+$/) as string, label, kind });
  });

  it('finds nothing in noise', async () => {
    await writeFile(join(directory, 'noise'), randomBytes(8_000_000));

    expect(await searchFiles([directory], NEEDLES)).toEqual([]);
  });

  it('finds what lies across the edge of two pieces, and says where', async () => {
    const at = 4 * 1024 * 1024 - 5;
    const file = join(directory, 'long');
    await writeFile(file, Buffer.concat([Buffer.alloc(at), Buffer.from(NAME), Buffer.alloc(2 * 1024 * 1024)]));

    const hits = await searchFiles([file], NEEDLES);

    expect(hits).toEqual([{ where: `${file}@${at}`, label: 'name', kind: 'utf8' }]);
  });
});

describe('in a database', () => {
  let url: string;
  let drop: () => Promise<void>;
  let client: Client;

  beforeAll(async () => {
    ({ url, drop } = await createEmptyDatabase());
    client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`
      CREATE SCHEMA other;
      CREATE TABLE other.planted (id serial, note text, raw bytea, doc jsonb, list text[], raws bytea[]);
      CREATE TABLE public.parted (day int, note text) PARTITION BY RANGE (day);
      CREATE TABLE public.parted_1 PARTITION OF public.parted FOR VALUES FROM (0) TO (10);`);
  });

  beforeEach(() => client.query('TRUNCATE other.planted, public.parted'));

  afterAll(async () => {
    await client.end();
    await drop();
  });

  const plant = (column: string, value: unknown) =>
    client.query(`INSERT INTO other.planted (${column}) VALUES ($1)`, [value]);
  const hit = (column: string, label: string, kind: string) => ({
    where: `other.planted.${column} (0,1)`,
    label,
    kind,
  });
  /** Escapes are doubled where PostgreSQL quotes a text inside another. */
  const quoted = (kind: string) => (kind === 'escaped' ? 'escaped-twice' : kind);

  it.each(cases(TEXTS))('finds a planted $label as $kind in a text column', async ({ kind, encode, label, text }) => {
    await plant('note', `before ${encode(text)} after`);

    expect(await searchDatabase(url, NEEDLES)).toContainEqual(hit('note', label, kind));
  });

  it.each(cases(TEXTS))('finds a planted $label as $kind in a jsonb column', async ({ kind, encode, label, text }) => {
    await plant('doc', JSON.stringify({ deep: [{ note: encode(text) }] }));

    expect(await searchDatabase(url, NEEDLES)).toContainEqual(hit('doc', label, quoted(kind)));
  });

  it.each(cases(TEXTS))('finds a planted $label as $kind in an array', async ({ kind, encode, label, text }) => {
    await plant('list', ['first', `"${encode(text)}"`]);

    expect(await searchDatabase(url, NEEDLES)).toContainEqual(hit('list', label, quoted(kind)));
  });

  it.each(cases(BYTES))('finds a planted $label as $kind in a bytea column', async ({ kind, encode, label, text }) => {
    await plant('raw', Buffer.concat([randomBytes(7), encode(text), randomBytes(7)]));

    expect(await searchDatabase(url, NEEDLES)).toContainEqual(hit('raw', label, kind));
  });

  it('finds what stands in an array of bytea, in a key of jsonb and in a partition', async () => {
    await plant('raws', [randomBytes(3), Buffer.from(NAME, 'utf16le')]);
    await plant('doc', JSON.stringify({ [NUMBER]: true }));
    await client.query('INSERT INTO public.parted VALUES (1, $1)', [NAME]);

    const hits = await searchDatabase(url, NEEDLES);

    expect(hits).toContainEqual(hit('raws', 'name', 'utf16le'));
    expect(hits).toContainEqual({ where: 'other.planted.doc (0,2)', label: 'number', kind: 'utf8' });
    expect(hits).toContainEqual({ where: 'public.parted_1.note (0,1)', label: 'name', kind: 'utf8' });
  });

  it('finds nothing where nothing was planted', async () => {
    await plant('raw', randomBytes(2_000_000));
    await plant('note', '欧阳 110199 春晓 199003070010');

    expect(await searchDatabase(url, NEEDLES)).toEqual([]);
  });
});
