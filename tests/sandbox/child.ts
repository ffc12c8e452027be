import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';

import { transformFileSync } from '@swc/core';

import { COURIER, SECRETS, YUNQI } from './support';

const ROOT = join(__dirname, '..', '..');

/** Transpiles the sandbox for a real process of its own, below node_modules so that packages are found. */
export function compileSandbox(): { entry: string; remove: () => void } {
  const out = join(ROOT, 'node_modules', '.cache', 'cardflow', `sandbox-test-${String(process.pid)}`);
  const source = join(ROOT, 'sandbox');
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const target = join(out, relative(source, join(source, file))).replace(/\.ts$/, '.js');
    const { code } = transformFileSync(join(source, file), {
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
  return {
    entry: join(out, 'server.js'),
    remove: () => {
      rmSync(out, { recursive: true, force: true });
    },
  };
}

export interface Child {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything it logged so far. */
  readonly log: string[];
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts the compiled sandbox on a free port; resolves once it says that it is ready. */
export function startChild(entry: string, dataDir: string, env: Record<string, string> = {}): Promise<Child> {
  const child = spawn(process.execPath, [entry], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      SANDBOX_PORT: '0',
      SANDBOX_DATA: dataDir,
      SANDBOX_SEED: '7',
      SANDBOX_YUNQI_APP_KEY: YUNQI.appKey,
      SANDBOX_YUNQI_SECRET: YUNQI.secret,
      SANDBOX_CARRIER_APP_ID: SECRETS.appId,
      SANDBOX_CARRIER_APP_SECRET: SECRETS.appSecret,
      SANDBOX_CARRIER_CALLBACK_SECRET: SECRETS.callbackSecret,
      SANDBOX_COURIER_CUSTOMER: COURIER.customer,
      SANDBOX_COURIER_KEY: COURIER.key,
      SANDBOX_COURIER_SECRET: COURIER.secret,
      SANDBOX_COURIER_SALT: COURIER.salt,
      SANDBOX_SMS_TOKEN: 'sms-token',
      SANDBOX_BANK_TOKEN: 'bank-token',
      SANDBOX_AUTHORITY_TOKEN: 'authority-token',
      SANDBOX_CHANNEL_SECRET: 'channel-secret',
      ...env,
    },
  });
  const log: string[] = [];
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      log.push(line);
      const entryLine = JSON.parse(line) as { msg?: string; url?: string };
      if (entryLine.msg === 'ready' && entryLine.url !== undefined) {
        resolve({ url: entryLine.url, process: child, log, ended });
      }
    });
    void ended.then(({ code }) => {
      reject(new Error(`the sandbox ended with ${String(code)} before it was ready`));
    });
  });
}
