import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';
import { dataConverter } from '../../adapters/temporal/codec';

interface RunFile {
  readonly children: readonly { readonly name: string; readonly pid: number }[];
  readonly urls: { readonly api: string; readonly sandbox: string };
  readonly databases: { readonly main: string };
  readonly temporal: { readonly address: string; readonly namespace: string };
}

interface Secrets {
  readonly codecKeys: readonly { readonly id: string; readonly keyBase64: string }[];
  readonly channels: Readonly<Record<string, string>>;
}

/** The product under measurement, seen from everywhere: a bench may use database and Temporal, the product may not tell. */
export interface Stack {
  readonly api: string;
  readonly sandbox: string;
  readonly channelSecret: string;
  /** Process ids by name, the sandbox left out: partners are not part of what an order costs. */
  readonly pids: Readonly<Record<string, number>>;
  readonly database: Client;
  readonly databaseUrl: string;
  readonly temporal: TemporalClient;
  readonly close: () => Promise<void>;
}

/** Connects to the product that `run-on-stack.mjs` has started. */
export async function openStack(): Promise<Stack> {
  const runFile = process.env['CARDFLOW_RUN_FILE'];
  if (!runFile) throw new Error('CARDFLOW_RUN_FILE names no running product');
  const run = JSON.parse(readFileSync(runFile, 'utf8')) as RunFile;
  const secrets = JSON.parse(readFileSync(path.join(path.dirname(runFile), 'secrets.json'), 'utf8')) as Secrets;
  const database = new Client({ connectionString: run.databases.main, application_name: 'bench' });
  await database.connect();
  const connection = await Connection.connect({ address: run.temporal.address });
  const { api, sandbox } = run.urls;
  const channelSecret = secrets.channels['demo'];
  if (channelSecret === undefined) throw new Error('the demo channel has no secret');
  return {
    api,
    sandbox,
    channelSecret,
    pids: Object.fromEntries(
      run.children.filter(({ name }) => name !== 'sandbox').map(({ name, pid }) => [name, pid] as const),
    ),
    database,
    databaseUrl: run.databases.main,
    temporal: new TemporalClient({
      connection,
      namespace: run.temporal.namespace,
      dataConverter: dataConverter(secrets.codecKeys),
    }),
    async close() {
      await Promise.allSettled([database.end(), connection.close()]);
    },
  };
}
