import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, escapeIdentifier } from 'pg';

const PRISMA = path.resolve(__dirname, '../../prisma');

export interface OwnDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
}

/** A database of the same server with the tables of these migrations and nothing in them. */
export async function emptyDatabase(
  server: string,
  migrations: 'migrations' | 'keystore/migrations',
): Promise<OwnDatabase> {
  const name = `copy_${randomBytes(6).toString('hex')}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  await withClient(server, (client) => client.query(`create database "${name}"`));
  await withClient(address.href, async (client) => {
    const folder = path.join(PRISMA, migrations);
    const steps = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const step of steps.map((entry) => entry.name).sort()) {
      await client.query(readFileSync(path.join(folder, step, 'migration.sql'), 'utf8'));
    }
  });
  return {
    url: address.href,
    drop: () =>
      withClient(server, async (client) => {
        await client.query(`drop database "${name}" with (force)`);
      }),
  };
}

/** Row for row what a dump of the main database would bring, while the product goes on using it. */
export async function copyOfMainDatabase(url: string): Promise<OwnDatabase> {
  const copy = await emptyDatabase(url, 'migrations');
  await withClient(copy.url, async (target) => {
    await target.query('set session_replication_role = replica'); // No foreign keys while half of it is there.
    const tables = await dump(url);
    await target.query(`truncate ${[...tables.keys()].join(', ')}`); // Migrations bring rows of their own.
    const { rows: written } = await target.query<{ table: string; columns: string }>(
      // What the database computes for itself cannot be written.
      `select table_name as table, string_agg(quote_ident(column_name), ', ') as columns
       from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' group by table_name`,
    );
    const columnsOf = new Map(written.map(({ table, columns }) => [escapeIdentifier(table), columns]));
    for (const [table, rows] of tables) {
      const columns = columnsOf.get(table);
      if (columns === undefined) throw new Error(`no columns of ${table}`);
      await target.query(
        `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
        [rows],
      );
    }
    const { rows: counters } = await target.query<{ table: string; column: string }>(
      `select quote_ident(table_name) as table, column_name as column from information_schema.columns
       where table_schema = 'public' and column_default like 'nextval(%'`,
    );
    for (const { table, column } of counters) {
      await target.query(`select setval(pg_get_serial_sequence($1, $2), max(${column})) from ${table}`, [
        table,
        column,
      ]);
    }
  });
  return copy;
}

/** Every table as one JSON text, all at one moment. */
function dump(url: string): Promise<Map<string, string>> {
  return withClient(url, async (source) => {
    await source.query('begin isolation level repeatable read read only');
    const { rows: tables } = await source.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`,
    );
    const dumped = new Map<string, string>();
    for (const { name } of tables.filter((table) => !table.name.startsWith('_'))) {
      const table = escapeIdentifier(name);
      const { rows } = await source.query<{ rows: string }>(
        `select coalesce(json_agg(t), '[]')::text as rows from ${table} t`,
      );
      dumped.set(table, rows[0]?.rows ?? '[]');
    }
    return dumped;
  });
}

export async function withClient<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
