import path from 'node:path';
import { DIST } from '../setup/paths.mjs';
import { progress } from '../setup/progress.mjs';
import { buildOutspokenConsole, buildWeb } from '../setup/web-build.mjs';

/**
 * Jest's global set-up of the group that looks at pages: they are built once for all its files, and only where a source
 * changed since. CARDFLOW_TEST_CONSOLE names the console that complains aloud, CARDFLOW_TEST_WEB the pages as they are served.
 */
export default async function setUp() {
  const report = progress({ quiet: true });
  await buildWeb(report);
  process.env.CARDFLOW_TEST_WEB = path.join(DIST, 'web');
  process.env.CARDFLOW_TEST_CONSOLE = await buildOutspokenConsole(report);
}
