import path from 'node:path';
import { answers, supervisePostgres } from './postgres.mjs';
import { superviseTemporal } from './temporal.mjs';
import { temporalAnswers } from './temporal-command.mjs';
import { Trouble } from '../setup/trouble.mjs';

/**
 * The database to use: the one named by DATABASE_URL where `external`, else an embedded one. `child` is what to
 * supervise, null for one that is not ours; `line` says which and why.
 */
export function chooseDatabase({ dataDir, external, env, port, hooks }) {
  if (external && env.DATABASE_URL) {
    const main = env.DATABASE_URL;
    const keystore = env.KEYSTORE_URL ?? besides(main);
    const { host, pathname } = new URL(main);
    const line = `Database: ${host}${pathname}, because DATABASE_URL is set.`;
    return { child: null, databases: { main, keystore }, line };
  }
  const folder = path.join(dataDir, 'postgres');
  const { child, from, urlOf } = supervisePostgres({ folder, port, ...hooks });
  const why = external ? 'DATABASE_URL is not set' : 'this run ignores DATABASE_URL';
  const line = `Database: embedded PostgreSQL (${from}) on port ${port} in ${folder}, because ${why}.`;
  return { child, databases: { main: urlOf('cardflow'), keystore: urlOf('cardflow_keys') }, line };
}

/** A key store of its own beside a main database that was given alone. */
function besides(url) {
  const other = new URL(url);
  other.pathname = `${other.pathname}_keys`;
  return other.toString();
}

export async function assertDatabaseAnswers({ main }) {
  const server = new URL(main);
  server.pathname = '/postgres';
  if ((await answers(main)) || (await answers(server.toString()))) return;
  throw new Trouble(
    `The database at ${server.host} (DATABASE_URL) does not answer: start it, correct the address, or unset DATABASE_URL.`,
  );
}

/** The Temporal to use, as `chooseDatabase` does for the database. */
export function chooseTemporal({ dataDir, external, env, cli, ports, hooks }) {
  if (external && env.TEMPORAL_ADDRESS) {
    const temporal = { address: env.TEMPORAL_ADDRESS, namespace: env.TEMPORAL_NAMESPACE ?? 'default', ui: null };
    return { child: null, temporal, line: `Temporal: ${temporal.address}, because TEMPORAL_ADDRESS is set.` };
  }
  const folder = path.join(dataDir, 'temporal');
  const { child, address } = superviseTemporal({ cli: cli.path, folder, ports, ...hooks });
  const why = external ? 'TEMPORAL_ADDRESS is not set' : 'this run ignores TEMPORAL_ADDRESS';
  const line = `Temporal: development server (${cli.source}) on port ${ports.grpc} in ${folder}, because ${why}.`;
  return { child, temporal: { address, namespace: 'default', ui: `http://127.0.0.1:${ports.ui}` }, line };
}

export async function assertTemporalAnswers({ address, namespace }) {
  if (await temporalAnswers(address, namespace)) return;
  throw new Trouble(
    `Temporal at ${address} (TEMPORAL_ADDRESS) does not know the namespace ${namespace} or does not answer: start it, or unset TEMPORAL_ADDRESS.`,
  );
}
