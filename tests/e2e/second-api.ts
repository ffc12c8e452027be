import { spawn } from 'node:child_process';
import path from 'node:path';
import { freePort } from '../support/ports';
import { until } from '../support/until';

const ROOT = path.resolve(__dirname, '../..');

export interface SecondApi {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** One more api process, on databases and blobs of the caller's choice. */
export async function startApi(env: Record<string, string>): Promise<SecondApi> {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const api = spawn(process.execPath, [path.join(ROOT, 'dist/api/server.js')], {
    cwd: ROOT,
    env: { ...process.env, ...env, API_PORT: String(port), PUBLIC_URL: url, PARENT_PIPE: '1', LOG_LEVEL: 'warn' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [api.stdout, api.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const exited = new Promise<void>((resolve) =>
    api.once('exit', () => {
      resolve();
    }),
  );
  const stop = async (): Promise<void> => {
    api.kill('SIGTERM');
    await exited;
  };
  const answers = async (): Promise<boolean> => {
    if (api.exitCode !== null) throw new Error(`the second api ended: ${said.join('')}`);
    return (await fetch(`${url}/healthz`).catch(() => null))?.ok === true;
  };
  await until('the second api to answer', answers, { withinMs: 60_000, everyMs: 100 }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

/** Signs in there; resolves to a `fetch` with that session. */
export async function sessionAt(
  url: string,
  login: string,
  password: string,
): Promise<(path: string, method?: 'GET' | 'POST') => Promise<Response>> {
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (!response.ok) throw new Error(`${login} cannot sign in: HTTP ${String(response.status)}`);
  const { csrf } = (await response.json()) as { csrf: string };
  const cookie = response.headers.getSetCookie().map((line) => line.replace(/;.*/, ''));
  return (path, method = 'GET') =>
    fetch(`${url}${path}`, { method, headers: { cookie: cookie.join('; '), 'x-csrf-token': csrf } });
}
