import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Trouble } from '../setup/trouble.mjs';
import { end, isAlive } from './process-identity.mjs';

const fileOf = (dataDir) => path.join(dataDir, 'run.json');

/** What `run.json` says, or null. It names passwords' places and database addresses, so only its owner may read it. */
export function readRunFile(dataDir) {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // Cut off by a crash of the machine: nothing in it can be believed.
  }
}

export function writeRunFile(dataDir, run) {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(dataDir));
}

export const removeRunFile = (dataDir) => rmSync(fileOf(dataDir), { force: true });

/**
 * Ends what an earlier supervisor of this data folder left behind, and only that: a process counts as ours when pid and
 * start time are the ones written down. Refuses when that supervisor is alive.
 */
export async function endOrphans(dataDir) {
  const run = readRunFile(dataDir);
  if (!run) return [];
  if (isAlive(run.supervisor) && run.supervisor.pid !== process.pid) {
    throw new Trouble(
      `cardflow already runs on ${dataDir} (process ${run.supervisor.pid}): stop it first, or name another folder with --data DIR.`,
    );
  }
  // Product processes before the servers they use; a leash takes its server along.
  const product = run.children.filter((child) => !child.holder);
  const servers = run.children.filter((child) => child.holder);
  const orphans = [...product, ...servers].filter((child) => isAlive(child));
  await Promise.all(product.map((child) => end(child)));
  await Promise.all(servers.map(({ holder }) => end(holder, { graceMs: 12_000 })));
  await Promise.all(servers.map((child) => end(child)));
  return orphans.map(({ name }) => name);
}
