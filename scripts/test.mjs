// npm test: the checks, then every test group on one PostgreSQL and one Temporal; ends with "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepare } from './setup/index.mjs';
import { ROOT } from './setup/paths.mjs';
import { runMain } from './setup/trouble.mjs';
import { bareEnvironment } from './supervisor/environment.mjs';
import { runChecks } from './testing/checks.mjs';
import { provideDatabase, provideTemporal, provideTestServer, stopServers } from './testing/servers.mjs';

/** Each of its files starts whole products, several processes each: one after another. */
const ALONE = ['e2e'];
const JEST_LIMIT_MS = 14 * 60_000;

const total = { passed: 0, failed: 0, skipped: 0 };

await runMain(async () => {
  await prepare({ forTests: true });
  const checks = await runChecks();
  total.passed += checks.passed;
  total.failed += checks.failed;
  try {
    await Promise.all([provideDatabase(), provideTemporal(), provideTestServer()]);
    // A run a group: what a group leaves open ends with its run and holds up no other group's databases.
    for (const group of readGroups()) runJest(group);
  } finally {
    await stopServers();
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});

/** Jest's own list of groups, so that a folder added to tests/ is never forgotten here. */
function readGroups() {
  const print = "process.stdout.write(JSON.stringify(require('./jest.config.cjs').projects.map((p) => p.displayName)))";
  return JSON.parse(spawnSync(process.execPath, ['-e', print], { cwd: ROOT, encoding: 'utf8' }).stdout);
}

function runJest(group) {
  process.stdout.write(`\n${group}\n`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-jest-'));
  const result = path.join(folder, 'result.json');
  const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');
  const flags = [
    ALONE.includes(group) ? '--runInBand' : '--maxWorkers=2',
    '--forceExit',
    '--passWithNoTests',
    '--json',
    `--outputFile=${result}`,
  ];
  const args = [jest, ...flags, '--selectProjects', group];
  // A DATABASE_URL left over from another project is never written to.
  const env = { ...bareEnvironment(process.env), NODE_OPTIONS: '' };
  const run = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: JEST_LIMIT_MS,
  });
  if (existsSync(result)) count(JSON.parse(readFileSync(result, 'utf8')), run.status);
  else total.failed += 1; // It hung or crashed: whatever had passed until then is not known.
  rmSync(folder, { recursive: true, force: true });
}

function count(result, status) {
  total.passed += result.numPassedTests;
  total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  total.skipped += result.numPendingTests + result.numTodoTests;
  const counted = result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (status !== 0 && counted === 0) total.failed += 1; // Such as a global set-up that failed.
}
