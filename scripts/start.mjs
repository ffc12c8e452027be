// npm start: fetches what is missing, starts everything, and stops everything on Ctrl-C.
//
//   --data DIR     where databases, keys, images and logs live (default .data)
//   --port N       the base that ports are counted from (default 22000: api 22100, sandbox 22200 …)
//   --free-ports   any free ports instead
//   --no-orders    the sandbox's sales channel sends nothing by itself
//   --no-external  ignore DATABASE_URL and TEMPORAL_ADDRESS
//   --no-web       do not build the pages
//   --quiet        say nothing but what goes wrong
//   --watch        build and restart when a source changes
import { nodeVersionTrouble } from './setup/node-version.mjs';

const trouble = nodeVersionTrouble(process.version);
if (trouble) {
  process.stderr.write(`${trouble}\n`);
  process.exit(1);
}
const { runMain } = await import('./setup/trouble.mjs');
await runMain(async () => (await import('./supervisor/main.mjs')).main(process.argv.slice(2)));
