// node workflow-bundle-child.mjs DIST FILE: bundles the compiled workflows of DIST into FILE.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from './paths.mjs';

const [dist, file] = process.argv.slice(2);
const { bundleWorkflowCode, DefaultLogger } = createRequire(path.join(ROOT, 'package.json'))('@temporalio/worker');

const { code } = await bundleWorkflowCode({
  workflowsPath: path.join(dist, 'workflows/index.js'),
  // The isolate turns errors into failures as clients and workers do (adapters/temporal/codec.ts).
  failureConverterPath: path.join(dist, 'adapters/temporal/failure-converter.js'),
  logger: new DefaultLogger('WARN'),
});
// A worker that starts meanwhile finds the old bundle or the new one, never half of it.
const draft = `${file}.${process.pid}`;
try {
  writeFileSync(draft, code);
  renameSync(draft, file);
} catch (error) {
  rmSync(draft, { force: true }); // Half a bundle would lie on the full disk for ever.
  throw error;
}
