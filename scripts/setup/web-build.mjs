import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DIST, ROOT } from './paths.mjs';
import { filesBelow, hashOfFiles, isStamped, stamp } from './stamp.mjs';
import { programFailed } from './trouble.mjs';

const isSource = (file) => /\.(tsx?|mts|css|html|svg|json)$/.test(file);

/** Builds console and phone page into dist/web when one of their sources changed; api/schemas and domain are among them. */
export async function buildWeb({ step }) {
  for (const name of ['console', 'phone']) {
    const config = path.join(ROOT, 'web', name, 'vite.config.mts');
    if (!existsSync(config)) continue;
    const folders = [`web/${name}`, 'web/shared', 'api/schemas', 'domain'].map((folder) => path.join(ROOT, folder));
    const files = [...filesBelow(folders, isSource), path.join(ROOT, 'package-lock.json')];
    const key = hashOfFiles(files);
    if (isStamped(`web-${name}`, key) && existsSync(path.join(DIST, 'web', name, 'index.html'))) continue;
    await step(`building the ${name} page`, () => viteBuild(config));
    stamp(`web-${name}`, key);
  }
}

function viteBuild(config) {
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', config, '--logLevel', 'error'];
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' };
  const run = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
  if (run.status !== 0) throw programFailed(`vite build of ${path.relative(ROOT, config)}`, run, DIST);
}
