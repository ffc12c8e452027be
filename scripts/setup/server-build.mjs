import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { DIST, ROOT } from './paths.mjs';
import { filesBelow } from './stamp.mjs';
import { bundleWorkflows } from './workflow-bundle.mjs';

/** What the server is made of. Tests and the web have builds of their own. */
const SOURCES = [
  'domain',
  'workflows',
  'activities',
  'adapters',
  'api',
  'workers',
  'config',
  'prisma',
  'sandbox',
  'scripts',
  'bench',
];
const MANIFEST = path.join(DIST, '.sources.json');

const isWanted = (file) => (/\.ts$/.test(file) && !/\.d\.ts$/.test(file)) || /\.json$/.test(file);
const outputOf = (source) => path.join(DIST, source.replace(/\.ts$/, '.js'));

/**
 * Transpiles every changed source into dist/ and removes what has no source any more. Types are checked elsewhere
 * (`npm run typecheck`): a start must not wait for them. Workflows are bundled as well. Returns how many files were written.
 */
export async function buildServer({ step }) {
  const before = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, 'utf8')) : {};
  const now = {};
  for (const file of filesBelow(
    SOURCES.map((folder) => path.join(ROOT, folder)),
    isWanted,
  )) {
    const { mtimeMs, size } = statSync(file);
    now[path.relative(ROOT, file)] = `${mtimeMs}/${size}`;
  }
  const stale = Object.keys(now).filter((file) => now[file] !== before[file] || !existsSync(outputOf(file)));
  const orphans = Object.keys(before).filter((file) => !(file in now));
  if (stale.length + orphans.length > 0) {
    await step(`building the server (${stale.length} files)`, () => {
      for (const file of stale) compile(file);
      for (const file of orphans) removeOutput(file);
      mkdirSync(DIST, { recursive: true });
      writeFileSync(MANIFEST, JSON.stringify(now));
    });
  }
  await bundleWorkflows({ step });
  return stale.length;
}

function compile(file) {
  const output = outputOf(file);
  mkdirSync(path.dirname(output), { recursive: true });
  if (file.endsWith('.json')) {
    copyFileSync(path.join(ROOT, file), output);
    return;
  }
  const { transformFileSync } = createRequire(path.join(ROOT, 'package.json'))('@swc/core');
  const { code, map } = transformFileSync(path.join(ROOT, file), {
    configFile: false,
    swcrc: false,
    sourceMaps: true,
    // Dynamic imports stay what they are: they are how ESM-only packages are loaded.
    module: { type: 'commonjs', ignoreDynamic: true },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  writeFileSync(`${output}.map`, map);
  writeFileSync(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
}

function removeOutput(file) {
  const output = outputOf(file);
  rmSync(output, { force: true });
  rmSync(`${output}.map`, { force: true });
  const folder = path.dirname(output);
  if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
