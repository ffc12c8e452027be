// npm run demo -- --report FILE.json [--seed N] [--external]: the product in a data folder and on ports of its own, and the
// stories run against it by a process that knows nothing but run.json: public HTTP, the partners' HTTP, log-ins.
import { runOnStack } from './supervisor/run-on-stack.mjs';
import { runMain } from './setup/trouble.mjs';

await runMain(() => runOnStack({ entry: 'scripts/demo/main.js', args: process.argv.slice(2), web: false }));
