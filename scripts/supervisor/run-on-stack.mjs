import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepare } from '../setup/index.mjs';
import { DIST, ROOT } from '../setup/paths.mjs';
import { Trouble } from '../setup/trouble.mjs';
import { startStack } from './stack.mjs';

/**
 * Starts the product in a temporary data folder on free ports, runs a compiled program against it, stops it, and resolves
 * to the program's exit code. The program learns where things are from CARDFLOW_RUN_FILE and its own arguments.
 * `env` replaces what the product's processes are given. `--external` lets it use DATABASE_URL and TEMPORAL_ADDRESS; `--keep` leaves the folder for a look.
 */
export async function runOnStack({ entry, args, web, orders = false, env = process.env }) {
  const keeps = args.includes('--keep');
  const external = args.includes('--external');
  const passed = args.filter((arg) => arg !== '--keep' && arg !== '--external');
  await prepare({ wantsTemporal: false, web });
  const program = path.join(DIST, entry);
  if (!existsSync(program)) throw new Trouble(`${entry.replace(/\.js$/, '.ts')} is not part of this checkout.`);

  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cardflow-run-'));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());
  let stack;
  try {
    const { signal } = stopping;
    stack = await startStack({ dataDir, ports: 'free', env, external, orders, web, quiet: true, signal });
    return await runProgram(program, passed, dataDir, stopping.signal);
  } finally {
    await stack?.stop();
    if (keeps) process.stdout.write(`The data folder is ${dataDir}\n`);
    else rmSync(dataDir, { recursive: true, force: true });
  }
}

function runProgram(program, args, dataDir, signal) {
  const env = { ...process.env, CARDFLOW_RUN_FILE: path.join(dataDir, 'run.json') };
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
  });
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, by) => resolve(code ?? (by ? 130 : 1)));
  });
}
