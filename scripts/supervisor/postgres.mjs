import { superviseChild } from './child.mjs';
import { loadPg, postgresCommand } from './postgres-command.mjs';

/**
 * A supervised PostgreSQL in `folder`. `urlOf(database)` is valid at once, the server after `child.start()`.
 * `throwaway` is for tests: it forgets durability.
 */
export function supervisePostgres({ folder, port, throwaway, ...hooks }) {
  const { command, env, from, urlOf } = postgresCommand({ folder, port, throwaway });
  const child = superviseChild({
    ...hooks,
    name: 'postgres',
    port,
    command,
    env,
    leash: 'SIGINT', // "fast shutdown": ends sessions, writes a checkpoint
    attempts: 12, // After a kill -9 the shared memory of the dead server lingers for some seconds.
    isReady: () => answers(urlOf('postgres')),
  });
  return { child, from, urlOf };
}

/** Whether the server at the address takes our log-in and answers a query. */
export async function answers(url) {
  const { Client } = loadPg();
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
