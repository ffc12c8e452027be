import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildSandbox, type Sandbox } from '../../sandbox/app';
import type { Settings } from '../../sandbox/settings';

export const SECRETS = { appId: 'app-1', appSecret: 'app-secret', callbackSecret: 'callback-secret' };

export const YUNQI = { appKey: 'yq-1', secret: 'yq-secret' };

export const COURIER = { customer: 'CUSTOMER', key: 'KEY', secret: 'SECRET', salt: 'SALT' };

/** How long a caller bears a partner's silence: long enough for a busy machine to have read the call before it is dropped. */
export const SILENCE_MS = 2_000;

export function settingsFor(dataDir: string, overrides: Partial<Settings> = {}): Settings {
  return {
    host: '127.0.0.1',
    port: 0,
    dataDir,
    seed: 7,
    apiUrl: 'http://127.0.0.1:9',
    carrier: { ...SECRETS, delayMs: [60_000, 120_000] },
    yunqi: { ...YUNQI, delayMs: [60_000, 120_000] },
    courier: { ...COURIER, pace: null },
    smsToken: 'sms-token',
    bankToken: 'bank-token',
    authorityToken: 'authority-token',
    channel: { id: 'demo', secret: 'channel-secret', ratePerMinute: 0 },
    parentPipe: false,
    logLevel: 'silent',
    ...overrides,
  };
}

export interface Reply {
  readonly status: number;
  /** Answers of many shapes, looked into by name and compared with `toEqual`. */
  readonly body: Record<string, unknown>;
}

/** A running sandbox in a folder of its own; `restart` closes it and reads the books again. */
export interface Running {
  readonly dataDir: string;
  url: string;
  get: (path: string) => Promise<Reply>;
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;
  carrier: (path: string, body: unknown, timeoutMs?: number) => Promise<Reply>;
  restart: () => Promise<void>;
  close: () => Promise<void>;
}

export async function runSandbox(overrides: Partial<Settings> = {}): Promise<Running> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cardflow-sandbox-'));
  let sandbox: Sandbox = await buildSandbox(settingsFor(dataDir, overrides));
  const running: Running = {
    dataDir,
    url: await sandbox.start(),
    get: (path) => send(running.url + path, {}),
    post: (path, body, headers) => send(running.url + path, postOf(JSON.stringify(body), headers)),
    carrier: (path, body, timeoutMs) => carrierCall(running.url, path, body, timeoutMs),
    restart: async () => {
      await sandbox.close();
      sandbox = await buildSandbox(settingsFor(dataDir, overrides));
      running.url = await sandbox.start();
    },
    close: async () => {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return running;
}

export function postOf(body: string, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
}

export async function send(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as Reply['body'] };
}

/** Signed the way the contract says, written out here a third time so that a slip in the sandbox shows. */
export function carrierHeaders(body: string, changes: Record<string, string> = {}): Record<string, string> {
  const time = changes['x-xl-time'] ?? String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(8).toString('hex');
  const digest = createHash('sha256').update(body).digest('hex');
  const sign = createHmac('sha256', SECRETS.appSecret)
    .update(`${SECRETS.appId}\n${time}\n${nonce}\n${digest}`)
    .digest('hex');
  return { 'x-xl-app': SECRETS.appId, 'x-xl-time': time, 'x-xl-nonce': nonce, 'x-xl-sign': sign, ...changes };
}

export async function carrierCall(base: string, path: string, body: unknown, timeoutMs = 10_000): Promise<Reply> {
  const text = JSON.stringify(body);
  const init = { ...postOf(text, carrierHeaders(text)), signal: AbortSignal.timeout(timeoutMs) };
  return send(`${base}/carriers/xinglian${path}`, init);
}

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly raw: Buffer;
}

/** A plain HTTP server that stands where the product would be and keeps what it was told. */
export async function runReceiver(
  answer: (received: Received, response: ServerResponse) => void | Promise<void>,
): Promise<{ url: string; received: Received[]; close: () => Promise<void> }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        raw: Buffer.concat(chunks),
      };
      received.push(call);
      void answer(call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, received, close };
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Asks again until it is so; fails after ten seconds of real time. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within ${String(withinMs)} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Moves business time on by this much from where it is. */
export async function jump(sandbox: Running, ms: number): Promise<void> {
  const { body } = await sandbox.get('/control/clock');
  await sandbox.post('/control/clock', { offsetMs: Number(body['offsetMs']) + ms });
}

/** What the sandbox is going to do next by itself. */
export async function planned(sandbox: Running): Promise<{ at: string; what: string } | null> {
  const response = await fetch(`${sandbox.url}/control/next`);
  return (await response.json()) as { at: string; what: string } | null;
}

export async function settled(sandbox: Running): Promise<void> {
  await until('the sandbox is quiet', async () => (await sandbox.get('/control/quiet')).body['quiet'] === true);
}
