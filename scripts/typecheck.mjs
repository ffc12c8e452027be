// npm run typecheck: the server, then every folder that has compiler settings of its own (pages, browser tests).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './setup/paths.mjs';
import { filesBelow } from './setup/stamp.mjs';

const own = filesBelow(
  ['web', 'tests'].map((folder) => path.join(ROOT, folder)),
  (file) => path.basename(file) === 'tsconfig.json',
);
let failed = false;
for (const project of [path.join(ROOT, 'tsconfig.json'), ...own]) {
  const args = [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', project];
  failed = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status !== 0 || failed;
}
process.exitCode = failed ? 1 : 0;
