import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { preparePostgresBinaries } from '../setup/packages.mjs';
import { progress } from '../setup/progress.mjs';
import { fetchTestServer, resolveTemporalCli, TEST_SERVER } from '../setup/temporal-cli.mjs';
import { ensureDatabase, migrate } from '../supervisor/migrate.mjs';
import { freePort } from '../supervisor/ports.mjs';
import { supervisePostgres } from '../supervisor/postgres.mjs';
import { superviseTemporal } from '../supervisor/temporal.mjs';

const report = progress({ quiet: true });

/**
 * The servers that test groups need, started once a run and named to the test files by environment variables:
 * CARDFLOW_TEST_DATABASE (a server whose template databases are migrated), CARDFLOW_TEST_TEMPORAL (a development server),
 * CARDFLOW_TEST_SERVER (path of the time-skipping server). A variable that is already set is believed, which is how
 * `npm test` shares one pair of servers among its groups.
 */
const stops = [];

export async function provideDatabase() {
  if (process.env.CARDFLOW_TEST_DATABASE) return;
  await preparePostgresBinaries();
  const folder = temporaryFolder();
  const { child, urlOf } = supervisePostgres({ folder, port: await freePort(), throwaway: true });
  await child.start();
  stops.push(async () => {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [template, migrations] of [
    ['template_main', 'prisma/migrations'],
    ['template_keystore', 'prisma/keystore/migrations'],
  ]) {
    await ensureDatabase(urlOf(template));
    await migrate(urlOf(template), path.join(ROOT, migrations));
  }
  process.env.CARDFLOW_TEST_DATABASE = urlOf('postgres');
}

export async function provideTemporal() {
  if (process.env.CARDFLOW_TEST_TEMPORAL) return;
  const { path: cli } = await resolveTemporalCli(report);
  const folder = temporaryFolder();
  const ports = { grpc: await freePort(), http: await freePort(), metrics: await freePort() };
  const { child, address } = superviseTemporal({ cli, folder, ports });
  await child.start();
  stops.push(async () => {
    await child.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  process.env.CARDFLOW_TEST_TEMPORAL = address;
}

export async function provideTestServer() {
  await fetchTestServer(report);
  process.env.CARDFLOW_TEST_SERVER = TEST_SERVER;
}

/** Ends what this process started; nothing when the servers came from outside. */
export async function stopServers() {
  await Promise.all(stops.splice(0).map((stop) => stop()));
}

const temporaryFolder = () => mkdtempSync(path.join(os.tmpdir(), 'cardflow-test-'));
