import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { until } from '../support/until';

export const ROOT = path.resolve(__dirname, '../..');
export const fixture = (name: string): string => path.join(__dirname, 'fixtures', name);

export interface Line {
  msg: string;
  pid?: number;
  how?: string;
  holder?: number;
  sentence?: string;
}

/** A fixture that prints JSON lines, with a way to wait for the next one that matters. */
export function follow(
  file: string,
  args: string[] = [],
): { process: ChildProcess; next: (msg: string) => Promise<Line> } {
  const child = spawn(process.execPath, [fixture(file), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => void lines.push(JSON.parse(text) as Line));
  const next = async (msg: string): Promise<Line> => {
    await until(`a line "${msg}"`, () => lines.some((line) => line.msg === msg));
    const index = lines.findIndex((line) => line.msg === msg);
    return lines.splice(0, index + 1).at(-1) ?? { msg };
  };
  return { process: child, next };
}

export function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

/** Calls a function of scripts/ in a process of its own. */
export function call(
  module: string,
  name: string,
  args: unknown[] = [],
  env: NodeJS.ProcessEnv = process.env,
): { status: number | null; value: unknown; stderr: string } {
  const texts = args.map((arg) => (arg === '<progress>' ? arg : JSON.stringify(arg)));
  const run = spawnSync(process.execPath, [fixture('call.mjs'), module, name, ...texts], { encoding: 'utf8', env });
  return { status: run.status, value: run.status === 0 ? JSON.parse(run.stdout) : undefined, stderr: run.stderr };
}
