// npm run test:long -- NAME [options]: the runs that take minutes or hours, each a file tests/long/NAME.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './setup/paths.mjs';
import { runMain, Trouble } from './setup/trouble.mjs';

const folder = path.join(ROOT, 'tests/long');

await runMain(() => {
  const [name, ...args] = process.argv.slice(2);
  const file = path.join(folder, `${name}.mjs`);
  if (name && existsSync(file)) {
    return spawnSync(process.execPath, [file, ...args], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
  }
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((entry) => entry.endsWith('.mjs'))
        .map((entry) => path.basename(entry, '.mjs'))
    : [];
  throw new Trouble(`There is no long test ${name ?? 'without a name'}; there are: ${names.join(', ') || 'none'}.`);
});
