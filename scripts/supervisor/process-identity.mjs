import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process began, as text that only has to be compared. A pid alone is not an identity: pids are handed out again,
 * and ending whoever has ours now would end a stranger. Null when there is no such process.
 */
export function startTimeOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // The name before it may hold spaces and brackets.
      if (fields[0] === 'Z') return null; // Ended, only not yet collected by its parent.
      return `${bootId()}/${fields[19]}`; // Clock ticks since this boot.
    } catch {
      return null;
    }
  }
  const run = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() || null : null;
}

const bootId = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);

export const identityOf = (pid) => ({ pid, startTime: startTimeOf(pid) });

/** Whether exactly this process is alive: same pid and same start. */
export const isAlive = (identity) => Boolean(identity?.startTime) && startTimeOf(identity.pid) === identity.startTime;

/** Ends exactly this process, gently first, and resolves when it is gone. */
export async function end(identity, { signal = 'SIGTERM', graceMs = 10_000 } = {}) {
  if (!isAlive(identity)) return;
  send(identity.pid, signal);
  if (await gone(identity, graceMs)) return;
  send(identity.pid, 'SIGKILL');
  await gone(identity, 5_000);
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Whether the process went away within the time. It is no child of ours, so there is nothing but to look. */
export async function gone(identity, withinMs) {
  const deadline = performance.now() + withinMs;
  while (isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}
