import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { CACHE, DIST, ROOT } from './paths.mjs';
import { filesBelow, hashOfFiles, isStamped, stamp } from './stamp.mjs';
import { programFailed } from './trouble.mjs';

const isSource = (file) => /\.(tsx?|mts|css|html|svg|json)$/.test(file);

/** Builds console and phone page into dist/web when one of their sources changed; api/schemas and domain are among them. */
export async function buildWeb(report) {
  for (const name of ['console', 'phone']) {
    await build(report, name, { title: `the ${name} page`, outDir: path.join(DIST, 'web', name), mode: 'production' });
  }
}

/**
 * The console in a folder of its own for tests: React and the components complain aloud there of what they bear in silence
 * in production, and a complaint fails a test. Built when a source changed; resolves to the folder.
 */
export async function buildOutspokenConsole(report) {
  const outDir = path.join(CACHE, 'web/outspoken-console');
  await build(report, 'console', { title: 'the console page for tests', outDir, mode: 'test' });
  return outDir;
}

async function build({ step }, name, { title, outDir, mode }) {
  const config = path.join(ROOT, 'web', name, 'vite.config.mts');
  if (!existsSync(config)) return;
  const folders = [`web/${name}`, 'web/shared', 'api/schemas', 'domain'].map((folder) => path.join(ROOT, folder));
  const files = [...filesBelow(folders, isSource), path.join(ROOT, 'package-lock.json')];
  const key = hashOfFiles(files);
  const stampName = mode === 'production' ? `web-${name}` : `web-${name}-${mode}`;
  if (isStamped(stampName, key) && existsSync(path.join(outDir, 'index.html'))) return;
  await step(`building ${title}`, () => viteBuild(config, outDir, mode));
  stamp(stampName, key);
}

function viteBuild(config, outDir, mode) {
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
  const env = { ...process.env, NODE_ENV: mode, NO_COLOR: '1', FORCE_COLOR: '0' };
  const run = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
  if (run.status !== 0) throw programFailed(`vite build of ${path.relative(ROOT, config)}`, run, outDir);
}
