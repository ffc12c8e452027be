import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Trouble } from '../setup/trouble.mjs';
import { loadPg } from './postgres-command.mjs';

/** The advisory lock that Prisma's own engine takes: two starts, or a start and `prisma migrate`, wait for each other. */
const PRISMA_LOCK = 72_707_369;

/**
 * Applies <folder>/<name>/migration.sql in order with nothing but `pg`, and keeps `_prisma_migrations` as Prisma does, so
 * that `prisma migrate status` and `deploy` agree. Each migration is one transaction. Returns the names it applied.
 */
export async function migrate(url, folder) {
  if (!existsSync(folder)) return [];
  return withClient(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query(`create table if not exists _prisma_migrations (
      id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
      migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
      started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
    const { rows } = await client.query(
      'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
    );
    const known = new Map(rows.map((row) => [row.migration_name, row]));
    const applied = [];
    for (const migration of readMigrations(folder)) {
      if (isApplied(known.get(migration.name), migration)) continue;
      await apply(client, migration);
      applied.push(migration.name);
    }
    return applied;
  });
}

function readMigrations(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'));
      return { name, sql: sql.toString(), checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

function isApplied(before, { name, checksum }) {
  if (!before) return false;
  if (!before.finished_at)
    throw new Trouble(`The migration ${name} failed before: resolve it with prisma migrate resolve.`);
  if (before.checksum !== checksum) {
    throw new Trouble(
      `The database has another shape than this version (migration ${name} was edited): start with a new data folder.`,
    );
  }
  return true;
}

async function apply(client, { name, sql, checksum }) {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${name}: ${error.message}`, { cause: error });
  }
}

/** Makes the database when the server does not have it; one that is there is only looked at, whatever rights we have. */
export async function ensureDatabase(url) {
  if (await exists(url)) return;
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const admin = new URL(url);
  admin.pathname = '/postgres';
  try {
    await withClient(admin.toString(), (client) => client.query(`create database "${name.replaceAll('"', '""')}"`));
  } catch (error) {
    if (error.code !== DUPLICATE_DATABASE && error.code !== UNIQUE_VIOLATION) throw error; // Another start was first.
  }
}

const NO_SUCH_DATABASE = '3D000';
const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';

const exists = (url) =>
  withClient(url, () => true).catch((error) => {
    if (error.code === NO_SUCH_DATABASE) return false;
    throw error;
  });

async function withClient(url, work) {
  const { Client } = loadPg();
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
