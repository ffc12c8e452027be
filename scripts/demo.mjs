// npm run demo -- [--seed N] [--only PART-OF-A-NAME]… [--report FILE.json] [--external] [--keep]: the product in a data folder
// and on ports of its own, and the stories run against it by a process that knows nothing but run.json: public HTTP, the
// partners' HTTP, log-ins.
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';
import { prepare } from './setup/index.mjs';
import { optionsOf, wholeNumber } from './setup/options.mjs';
import { DIST } from './setup/paths.mjs';
import { runMain, Trouble } from './setup/trouble.mjs';
import { runOnStack } from './supervisor/run-on-stack.mjs';

const options = {
  seed: { type: 'string' },
  only: { type: 'string', multiple: true },
  report: { type: 'string' },
  external: { type: 'boolean' },
  keep: { type: 'boolean' },
};

// Everything is judged before the product is started: a slip of the finger must not cost half a minute.
await runMain(async () => {
  const args = process.argv.slice(2);
  const { seed, only } = optionsOf({ args, options }).values;
  if (seed !== undefined) wholeNumber('seed', seed, { least: 0, most: 2 ** 32 - 1 });
  if (only !== undefined) await expectStories(only);
  // The sandbox draws too, and it is told its seed when it is started: one seed for both.
  const drawn = String(seed ?? randomInt(1_000_000));
  return runOnStack({
    entry: 'scripts/demo/main.js',
    args: seed === undefined ? [...args, '--seed', drawn] : args,
    env: { ...process.env, SANDBOX_SEED: drawn },
    web: false,
  });
});

async function expectStories(parts) {
  await prepare({ wantsTemporal: false, web: false });
  const { STORIES } = createRequire(import.meta.url)(path.join(DIST, 'scripts/demo/stories.js'));
  const names = STORIES.map(({ name }) => name);
  const unknown = parts.find((part) => !names.some((name) => name.includes(part)));
  if (unknown === undefined) return;
  throw new Trouble(`No story is named "${unknown}" in any part; there are: ${names.join('; ')}.`);
}
