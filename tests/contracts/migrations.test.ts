import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { createEmptyDatabase } from '../support/database';
import { call, ROOT } from '../repo/processes';

type EmptyDatabase = Awaited<ReturnType<typeof createEmptyDatabase>>;

describe('migrations', () => {
  let database: EmptyDatabase;
  let folder: string;

  beforeEach(async () => {
    database = await createEmptyDatabase();
    folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-migrations-'));
  });
  afterEach(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const migrate = (from = folder): ReturnType<typeof call> =>
    call('supervisor/migrate.mjs', 'migrate', [database.url, from]);

  function write(name: string, sql: string): void {
    mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, name, 'migration.sql'), sql);
  }

  async function tables(): Promise<string[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const sql =
      "select tablename from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1";
    const { rows } = await client.query<{ tablename: string }>(sql);
    await client.end();
    return rows.map((row) => row.tablename);
  }

  it('are applied in order, each once', async () => {
    write('2_second', 'alter table orders add column note text');
    write('1_first', 'create table orders (id int)');

    expect(migrate().value).toEqual(['1_first', '2_second']);
    expect(migrate().value).toEqual([]);
    expect(await tables()).toEqual(['orders']);
  });

  it('leave nothing of a migration that failed, and go on once it was mended', async () => {
    write('1_first', 'create table half (id int); create table whole (id nonsense)');

    expect(migrate().status).toBe(1);
    expect(await tables()).toEqual([]);

    write('1_first', 'create table whole (id int)');
    expect(migrate().value).toEqual(['1_first']);
  });

  it('refuse in one sentence a database whose migration was edited afterwards', () => {
    write('1_first', 'create table orders (id int)');
    migrate();
    write('1_first', 'create table orders (id bigint)');

    const { status, stderr } = migrate();

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^The database has another shape than this version \(migration 1_first was edited\): start with .+\n$/,
    );
  });

  it('count as applied for Prisma itself', () => {
    expect(migrate(path.join(ROOT, 'prisma/migrations')).status).toBe(0);

    const cli = path.join(ROOT, 'node_modules/prisma/build/index.js');
    const env = {
      ...process.env,
      DATABASE_URL: database.url,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    };
    const status = spawnSync(process.execPath, [cli, 'migrate', 'status'], { cwd: ROOT, env, encoding: 'utf8' });

    expect(`${status.stdout}${status.stderr}`).toContain('Database schema is up to date');
  }, 60_000);
});
