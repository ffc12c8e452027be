// npm run check: lint, typecheck, format and boundaries, side by side.
import { runMain } from './setup/trouble.mjs';
import { runChecks } from './testing/checks.mjs';

await runMain(async () => ((await runChecks()).failed === 0 ? 0 : 1));
