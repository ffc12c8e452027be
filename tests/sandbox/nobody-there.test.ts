import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isAway } from '../../sandbox/calls';
import { freePort } from '../support/ports';
import { compileSandbox, startChild } from './child';
import { until } from './support';

jest.setTimeout(60_000);

/** Where nobody listens: what a call meets while the product is restarted. */
const nobody = async (): Promise<string> => `http://127.0.0.1:${String(await freePort())}`;

it('a product that is away is nothing to warn of, and selling goes on trying', async () => {
  const { entry, remove } = compileSandbox();
  const dataDir = mkdtempSync(join(tmpdir(), 'cardflow-sandbox-'));
  const env = { SANDBOX_API_URL: await nobody(), SANDBOX_CHANNEL_RATE: '600', LOG_LEVEL: 'debug' };
  const child = await startChild(entry, dataDir, env);

  const lines = () => child.log.map((line) => JSON.parse(line) as { level: number; msg: string });
  try {
    const tries = () => lines().filter(({ msg }) => msg === 'nobody is there to sell to');
    await until('two tries to sell', () => tries().length >= 2, 20_000);

    expect(lines().filter(({ level }) => level >= 40)).toEqual([]);
  } finally {
    child.process.kill('SIGKILL');
    await child.ended;
    remove();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

it('tells a refused connection, however deep its cause, from what is worth a line', async () => {
  const refused = await fetch(await nobody()).catch((error: unknown) => error);

  expect(isAway(refused)).toBe(true);
  expect(isAway(new Error('the page was refused: 500'))).toBe(false);
  expect(isAway(new DOMException('too long', 'TimeoutError'))).toBe(false);
  expect(isAway('ECONNREFUSED')).toBe(false);
});
