// npm run bench -- NAME [--json FILE] [--external]: one question of bench/, with its plain alternative in the same run.
// A file bench/NAME.stack.ts runs against the product in a data folder of its own; bench/NAME.ts runs alone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { prepare } from './setup/index.mjs';
import { optionsOf, wholeNumber } from './setup/options.mjs';
import { DIST, MODELS, ROOT } from './setup/paths.mjs';
import { runMain, Trouble } from './setup/trouble.mjs';
import { runOnStack } from './supervisor/run-on-stack.mjs';

const text = { type: 'string' };
/** What each bench can be told; numbers are judged here, before a product is started for them. */
const OPTIONS = {
  order: { json: text, orders: text, 'at-once': text, external: { type: 'boolean' }, keep: { type: 'boolean' } },
  kyc: { json: text, severity: text },
  settle: { json: text, rows: text, compared: text, external: { type: 'boolean' }, keep: { type: 'boolean' } },
};
const NUMBERS = { orders: 100_000, 'at-once': 100_000, rows: 1_000_000, compared: 100_000 };

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const onStack = existsSync(path.join(ROOT, `bench/${name}.stack.ts`));
  if (!name || !(onStack || existsSync(path.join(ROOT, `bench/${name}.ts`))))
    throw new Trouble(`There is no bench ${name ?? 'without a name'}; there are: ${names().join(', ') || 'none'}.`);
  const { values } = optionsOf({ args, options: OPTIONS[name] });
  for (const [each, most] of Object.entries(NUMBERS))
    if (values[each] !== undefined) wholeNumber(each, values[each], { least: 1, most });
  await prepare({ wantsTemporal: false, web: false });
  if (onStack) return runOnStack({ entry: `bench/${name}.stack.js`, args, web: false });
  return spawnSync(process.execPath, [path.join(DIST, `bench/${name}.js`), ...args], {
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
