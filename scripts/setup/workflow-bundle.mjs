import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DIST, ROOT } from './paths.mjs';
import { filesBelow, hashOfFiles, isStamped, stamp } from './stamp.mjs';
import { programFailed } from './trouble.mjs';

const BUNDLE = path.join(DIST, 'workflows.bundle.js');
const CHILD = path.join(import.meta.dirname, 'workflow-bundle-child.mjs');

/**
 * Bundles the compiled workflows into dist/workflows.bundle.js when one of their sources changed. A worker that has to
 * bundle for itself needs seconds at every start and keeps the bundler's memory for good.
 */
export async function bundleWorkflows({ step }) {
  const sources = filesBelow(
    ['workflows', 'domain'].map((folder) => path.join(ROOT, folder)),
    (file) => file.endsWith('.ts'),
  );
  const key = hashOfFiles([
    ...sources,
    path.join(ROOT, 'adapters/temporal/failure-converter.ts'),
    path.join(ROOT, 'package-lock.json'),
    CHILD,
  ]);
  if (isStamped('workflow-bundle', key) && existsSync(BUNDLE)) return;
  await step('bundling the workflows', () => {
    // In a process of its own: the bundler's hundred megabytes end with it.
    const run = spawnSync(process.execPath, [CHILD, DIST, BUNDLE], { cwd: ROOT, encoding: 'utf8' });
    if (run.status !== 0) throw programFailed('bundling the workflows', run, DIST);
  });
  stamp('workflow-bundle', key);
}
