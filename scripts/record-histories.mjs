// node scripts/record-histories.mjs: keeps in tests/replay/histories the history of every shape that has none, told by the
// journeys on a real Temporal server, and replays all of them. A shape that is there is never written again: where its
// replay is red, running workflows would stick, and the workflow is what has to be mended. Before a release a shape may be
// told anew by deleting its file first.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './setup/paths.mjs';
import { runMain } from './setup/trouble.mjs';

const folder = path.join(ROOT, 'tests/replay/histories');
const jest = (...args) =>
  spawnSync(process.execPath, [path.join(ROOT, 'node_modules/jest/bin/jest.js'), '--forceExit', ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CARDFLOW_RECORD_HISTORIES: '1' },
  }).status ?? 1;

await runMain(() => {
  const before = new Set(readdirSync(folder));
  const told = jest('--selectProjects', 'workflows', '--testPathPatterns', 'workflows/[a-z-]*journey\\.test');
  const fresh = readdirSync(folder).filter((file) => !before.has(file));
  for (const file of fresh) process.stdout.write(`new: ${file}\n`);
  if (fresh.length > 0) process.stdout.write('Name them in SHAPES of tests/replay/replay.test.ts.\n');
  return told === 0 ? jest('--selectProjects', 'replay') : told;
});
