import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second of /proc/<pid>/stat; 100 on every Linux that Node runs on. */
const TICKS = 100;

interface Stat {
  readonly parent: number;
  /** Ticks of the process itself and of children it has waited for. */
  readonly ticks: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' '); // The name before it may hold spaces.
    const number = (at: number): number => Number(fields[at]);
    return { parent: number(1), ticks: number(11) + number(12) + number(13) + number(14) };
  } catch {
    return null; // Ended between being listed and being read.
  }
}

function allStats(): ReadonlyMap<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : null;
    if (stat) stats.set(Number(entry), stat);
  }
  return stats;
}

function descendants(root: number, stats: ReadonlyMap<number, Stat>): number[] {
  const found = [root];
  for (const pid of found) for (const [child, { parent }] of stats) if (parent === pid) found.push(child);
  return found;
}

/** The process and everything below it, as PostgreSQL has a process a connection. */
export const processTree = (pid: number): number[] => descendants(pid, allStats());

/** CPU-seconds that each process tree has used so far, children that have ended included. */
export function cpuSeconds(roots: Readonly<Record<string, number>>): Record<string, number> {
  const stats = allStats();
  return Object.fromEntries(
    Object.entries(roots).map(([name, pid]) => [
      name,
      descendants(pid, stats).reduce((sum, each) => sum + (stats.get(each)?.ticks ?? 0), 0) / TICKS,
    ]),
  );
}

/** CPU-seconds that the whole machine has worked since it started, all cores and everybody on it. */
export function machineCpuSeconds(): number {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = readFileSync('/proc/stat', 'utf8')
    .slice(0, 200)
    .split(/\s+/)
    .map(Number);
  return (user + nice + system + irq + softIrq) / TICKS;
}

/**
 * Resident memory in MiB. A tree shares pages, so each page of it is counted in proportion to who maps it (PSS); a single
 * process is given as the kernel gives it (RSS).
 */
export function residentMiB(pid: number): number {
  const tree = processTree(pid);
  const kib = tree.length === 1 ? fromFile(`/proc/${String(pid)}/status`, 'VmRSS') : sumOfPss(tree);
  return kib / 1024;
}

const sumOfPss = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + fromFile(`/proc/${String(pid)}/smaps_rollup`, 'Pss'), 0);

function fromFile(file: string, field: string): number {
  try {
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
