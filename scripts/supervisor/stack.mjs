import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { prepare } from '../setup/index.mjs';
import { DIST, ROOT } from '../setup/paths.mjs';
import { Trouble } from '../setup/trouble.mjs';
import { productEnvironment, sandboxEnvironment } from './environment.mjs';
import { asJsonLine, openLog } from './log-file.mjs';
import { ensureDatabase, migrate } from './migrate.mjs';
import { planPorts } from './port-plan.mjs';
import { identityOf } from './process-identity.mjs';
import { productChildren } from './product.mjs';
import { endOrphans, removeRunFile, writeRunFile } from './run-file.mjs';
import { ensureSecrets } from './secrets.mjs';
import { assertDatabaseAnswers, assertTemporalAnswers, chooseDatabase, chooseTemporal } from './servers.mjs';
import { summaryLine } from './summary.mjs';

/**
 * Starts everything in order (database and Temporal, migrations, seed, sandbox, api, workers) and keeps it running.
 *
 * @param {object} options
 * @param {string} [options.dataDir]   where databases, blobs, secrets and logs live; default `.data`
 * @param {'free' | number} [options.ports]  any free ports, or the base to count from; default 22000
 * @param {NodeJS.ProcessEnv} [options.env]  variables for the children (LOG_LEVEL, SANDBOX_SEED, SANDBOX_CHANNEL_RATE …)
 * @param {boolean} [options.external]  whether DATABASE_URL and TEMPORAL_ADDRESS of `env` are honoured; default false
 * @param {boolean} [options.orders]    whether the sandbox channel sends orders by itself; default true
 * @param {boolean} [options.quiet]     no progress and no log summary on the console
 * @param {boolean} [options.web]     whether the pages are built when their sources changed; default true
 * @param {AbortSignal} [options.signal]  stops a start that is under way
 * @param {(error: Error) => void} [options.onFatal]  hears of what cannot be repaired by a restart, such as a full disk
 * @returns what run.json says (`run`), `urls`, `accounts`, the supervised `product` processes and `stop()`
 */
export async function startStack({
  dataDir = path.join(ROOT, '.data'),
  ports: wantedPorts,
  env = process.env,
  external = false,
  orders = true,
  quiet = false,
  web = true,
  signal,
  onFatal = () => undefined,
} = {}) {
  const folder = path.resolve(dataDir);
  const say = quiet ? () => undefined : (text) => process.stdout.write(`${text}\n`);

  // What can go wrong at once comes before what takes minutes.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const orphans = await endOrphans(folder);
  if (orphans.length > 0) say(`Ended what an earlier run left behind: ${orphans.join(', ')}.`);
  const ports = await planPorts(wantedPorts);
  const { secrets, secretsFile, accounts, accountsFile } = ensureSecrets(folder);
  const { temporalCli } = await prepare({ quiet, web, wantsTemporal: !(external && env.TEMPORAL_ADDRESS) });
  signal?.throwIfAborted();

  const urls = urlsOf(ports, external ? env.PUBLIC_URL : undefined);
  const run = { supervisor: identityOf(process.pid), children: [], urls, accountsFile };
  const children = [];
  const writeRun = () => {
    run.children = children.flatMap((child) => {
      const identity = child.identity();
      return identity
        ? [{ name: child.name, ...identity, ...(child.port ? { port: child.port } : {}), ...holderOf(child) }]
        : [];
    });
    writeRunFile(folder, run);
  };
  const hooksOf = (name) => ({
    log: openLog(path.join(folder, 'logs', `${name}.log`), onFatal),
    onChange: writeRun,
    onRecord: (record) => {
      const line = quiet ? null : summaryLine(name, record);
      if (line) say(line);
    },
  });
  let stopped;
  const stop = () => (stopped ??= stopInOrder(children).then(() => removeRunFile(folder)));

  signal?.addEventListener('abort', () => void stop(), { once: true });

  try {
    const database = chooseDatabase({
      dataDir: folder,
      external,
      env,
      port: ports.postgres,
      hooks: hooksOf('postgres'),
    });
    const temporalPorts = {
      grpc: ports.temporal,
      ui: ports.temporalUi,
      http: ports.temporalHttp,
      metrics: ports.temporalMetrics,
    };
    const choice = {
      dataDir: folder,
      external,
      env,
      cli: temporalCli,
      ports: temporalPorts,
      hooks: hooksOf('temporal'),
    };
    const { child: temporalChild, temporal, line: temporalLine } = chooseTemporal(choice);
    say(database.line);
    say(temporalLine);
    children.push(...[database.child, temporalChild].filter(Boolean));
    Object.assign(run, { databases: database.databases, temporal });
    urls.temporalUi = temporal.ui;

    await Promise.all(children.map((child) => child.start()));
    signal?.throwIfAborted();
    if (!database.child) await assertDatabaseAnswers(database.databases);
    if (!temporalChild) await assertTemporalAnswers(temporal);
    for (const name of await migrateAll(database.databases)) say(`Applied migration ${name}.`);

    const productEnv = productEnvironment({
      dataDir: folder,
      databases: database.databases,
      temporal,
      ports,
      urls,
      secretsFile,
      accountsFile,
      given: env,
    });
    const sandboxEnv = sandboxEnvironment({ dataDir: folder, ports, urls, secrets, orders, given: env });
    seed(productEnv, hooksOf('seed').log);
    const product = productChildren({ ports, productEnv, sandboxEnv, hooksOf });
    children.push(...product);
    await Promise.all(product.map((child) => child.start()));
    signal?.throwIfAborted();
    run.readyAt = new Date().toISOString();
    writeRun();
    return { dataDir: folder, run, urls, accounts, product, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function urlsOf(ports, publicUrl) {
  const api = publicUrl ?? `http://127.0.0.1:${ports.api}`;
  const sandbox = `http://127.0.0.1:${ports.sandbox}`;
  return {
    console: `${api}/console/`,
    phone: `${api}/phone/`,
    api,
    sandbox,
    inbox: `${sandbox}/sms/inbox`,
    temporalUi: null,
  };
}

const holderOf = (child) => {
  const holder = child.holder();
  return holder ? { holder } : {};
};

async function migrateAll({ main, keystore }) {
  const applied = [];
  for (const [url, folder] of [
    [main, 'prisma/migrations'],
    [keystore, 'prisma/keystore/migrations'],
  ]) {
    await ensureDatabase(url);
    applied.push(...(await migrate(url, path.join(ROOT, folder))));
  }
  return applied;
}

/** Accounts and catalogue; the compiled script adds what is missing and leaves the rest alone. */
function seed(env, log) {
  const script = path.join(DIST, 'scripts/seed.js');
  if (!existsSync(script)) return;
  const run = spawnSync(process.execPath, [script], { cwd: ROOT, env, encoding: 'utf8' });
  const records = `${run.stdout}${run.stderr}`
    .split('\n')
    .filter(Boolean)
    .map((line) => asJsonLine('seed', line));
  for (const { text } of records) log.write(text);
  if (run.status === 0) return;
  const worst = records.map(({ record }) => record).find(({ level }) => level >= 50);
  const why = worst?.err?.message ?? worst?.msg ?? `exit code ${run.status}`;
  throw new Trouble(`The accounts and the catalogue could not be written (${why}): see ${log.file}.`);
}

/** Those who use a server go before it: workers and api, then the partners, then database and Temporal. */
async function stopInOrder(children) {
  const named = (...names) => children.filter(({ name }) => names.includes(name));
  for (const group of [named('api', 'worker-orders', 'worker-kyc'), named('sandbox'), named('temporal', 'postgres')]) {
    await Promise.all(group.map((child) => child.stop()));
  }
}
