// npm run boundaries [ROOT]: who may import whom, over the folders that exist.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './setup/paths.mjs';

const FOLDERS = [
  'domain',
  'workflows',
  'activities',
  'adapters',
  'api',
  'workers',
  'config',
  'sandbox',
  'web',
  'bench',
  'tests',
  'scripts',
];
const folders = FOLDERS.filter((folder) => existsSync(path.join(ROOT, folder)));
const cruise = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const args = [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...folders];
process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
