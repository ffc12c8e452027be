import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A migrated database of one test file's own, for those that keep their keys elsewhere. */
export interface MainDatabase {
  /** With every migration of prisma/migrations. */
  url: string;
  /** The end of its use; call it once the pools are closed. */
  drop: () => Promise<void>;
}

/** The same with its key store. */
export interface TestDatabase extends MainDatabase {
  /** With every migration of prisma/keystore/migrations. */
  keystoreUrl: string;
}

/**
 * Copies the migrated templates, which takes about a tenth of a second each. Call it in `beforeAll` and `drop` in
 * `afterAll`, after the pools that use it were closed. The server is started once a run by Jest's global set-up.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const main = await createMainDatabase();
  const keystore = `t_${randomBytes(6).toString('hex')}`;
  await copyTemplate('template_keystore', keystore);
  return { ...main, keystoreUrl: urlOf(keystore) };
}

/** The main database alone, in half the time. */
export async function createMainDatabase(): Promise<MainDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await copyTemplate('template_main', name);
  return { url: urlOf(name), drop: leaveToTheServer };
}

/** An empty database without any table, for tests of migrations themselves. */
export async function createEmptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await copyTemplate('template0', name);
  return {
    url: urlOf(name),
    drop: leaveToTheServer,
  };
}

/**
 * Nothing is dropped: the server and all its data go with the run. DROP DATABASE waits until every session of the server
 * has taken notice, and under parallel test files one of them could take minutes.
 */
const leaveToTheServer = (): Promise<void> => Promise.resolve();

/** PostgreSQL copies a template only while nobody else does: parallel test files take turns. */
const COPY_LOCK = 4_101_985;

async function copyTemplate(template: string, name: string): Promise<void> {
  await onServer(async (client) => {
    await client.query('select pg_advisory_lock($1)', [COPY_LOCK]);
    await client.query(`create database "${name}" template "${template}"`);
  });
}

async function onServer(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.toString();
}

function serverUrl(): string {
  const url = process.env['CARDFLOW_TEST_DATABASE'];
  if (url === undefined) throw new Error('this test group has no database: name the group in jest.config.cjs');
  return url;
}
