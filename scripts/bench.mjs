// npm run bench -- NAME [--json FILE] [--external]: one question of bench/, with its plain alternative in the same run.
// A file bench/NAME.stack.ts runs against the product in a data folder of its own; bench/NAME.ts runs alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { prepare } from './setup/index.mjs';
import { DIST, MODELS, ROOT } from './setup/paths.mjs';
import { runMain, Trouble } from './setup/trouble.mjs';
import { runOnStack } from './supervisor/run-on-stack.mjs';

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  await prepare({ wantsTemporal: false, web: false });
  if (name && existsSync(path.join(DIST, `bench/${name}.stack.js`))) {
    return runOnStack({ entry: `bench/${name}.stack.js`, args, web: false });
  }
  const alone = path.join(DIST, `bench/${name}.js`);
  if (!name || !existsSync(alone))
    throw new Trouble(`There is no bench ${name ?? 'without a name'}; there are: ${names().join(', ') || 'none'}.`);
  return spawnSync(process.execPath, [alone, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, MODELS_DIR: MODELS },
  }).status;
});

function names() {
  const folder = path.join(ROOT, 'bench');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replace(/(\.stack)?\.ts$/, ''));
}
