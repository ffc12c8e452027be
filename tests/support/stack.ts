import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = path.resolve(__dirname, '../..');

/** One line of run.json: the process that does the work, to be killed by stories that kill. */
export interface RunningChild {
  name: string;
  pid: number;
  startTime: string;
  port?: number;
  /** Of a server that does not watch its standard input: the process that ends it when we are gone. */
  holder?: { pid: number; startTime: string };
}

export interface RunFile {
  supervisor: { pid: number; startTime: string };
  children: RunningChild[];
  urls: { console: string; phone: string; api: string; sandbox: string; inbox: string; temporalUi: string | null };
  accountsFile: string;
  databases: { main: string; keystore: string };
  temporal: { address: string; namespace: string; ui: string | null };
  /** When everything was up; absent while it is still starting. */
  readyAt?: string;
}

export interface Stack {
  dataDir: string;
  urls: RunFile['urls'];
  /** run.json as it is now: pids change when a child is restarted. */
  run: () => RunFile;
  accounts: { login: string; password: string; name: string; roles: string[] }[];
  /** Everything the supervisor printed so far. */
  output: () => string;
  stop: () => Promise<void>;
  /** SIGKILL for the supervisor alone; its children must notice by themselves. */
  kill: () => Promise<void>;
}

export interface StackOptions {
  /** A data folder to go on with; without it a temporary one that `stop` removes. */
  dataDir?: string;
  env?: Record<string, string>;
  /** The base that ports are counted from, where a second start must find the same addresses; default any free ports. */
  portBase?: number;
  /** Whether the sandbox channel sends orders by itself; default false, tests send their own. */
  orders?: boolean;
  /** Whether the pages are built first; default false. */
  web?: boolean;
}

/** The whole product as `npm start` runs it, on free ports, as a process of its own that dies with this one. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'cardflow-stack-'));
  const ports = options.portBase === undefined ? ['--free-ports'] : ['--port', String(options.portBase)];
  const flags = ['--data', dataDir, ...ports, '--no-external'];
  if (options.orders !== true) flags.push('--no-orders');
  if (options.web !== true) flags.push('--no-web');
  const supervisor = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs'), ...flags], {
    cwd: ROOT,
    env: { ...process.env, ...options.env, PARENT_PIPE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void printed.push(text));
  }
  const output = (): string => printed.join('');
  const exited = new Promise<void>((resolve) => {
    supervisor.once('exit', () => {
      resolve();
    });
  });

  try {
    await untilReady(supervisor, dataDir, output);
  } catch (error) {
    supervisor.kill('SIGTERM'); // Left running it would keep Jest from ending.
    throw error;
  }
  const run = (): RunFile => JSON.parse(readFileSync(path.join(dataDir, 'run.json'), 'utf8')) as RunFile;
  return {
    dataDir,
    urls: run().urls,
    run,
    accounts: JSON.parse(readFileSync(run().accountsFile, 'utf8')) as Stack['accounts'],
    output,
    stop: async () => {
      supervisor.kill('SIGTERM');
      await exited;
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
    kill: async () => {
      supervisor.kill('SIGKILL');
      await exited;
    },
  };
}

async function untilReady(supervisor: ChildProcess, dataDir: string, output: () => string): Promise<void> {
  const file = path.join(dataDir, 'run.json');
  const isReady = (): boolean => {
    if (!existsSync(file)) return false;
    const run = JSON.parse(readFileSync(file, 'utf8')) as RunFile;
    return run.supervisor.pid === supervisor.pid && run.readyAt !== undefined;
  };
  const deadline = performance.now() + 150_000;
  while (!isReady()) {
    if (supervisor.exitCode !== null) throw new Error(`the stack did not start:\n${output()}`);
    if (performance.now() > deadline) throw new Error(`the stack was not ready in time:\n${output()}`);
    await pause(50);
  }
}
