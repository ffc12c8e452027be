import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { runSandbox, type Running } from './support';

jest.setTimeout(60_000);

const CALL = join(__dirname, '../repo/fixtures/call.mjs');
let sandbox: Running;
beforeAll(async () => {
  sandbox = await runSandbox();
});
afterAll(() => sandbox.close());

it('the first order is by somebody who follows her link at once', async () => {
  writeFileSync(join(sandbox.dataDir, 'secrets.json'), JSON.stringify({ channels: { demo: 'channel-secret' } }));
  const order = { dataDir: sandbox.dataDir, urls: { api: 'http://127.0.0.1:9', sandbox: sandbox.url } };
  const args = [CALL, 'channel/first-order.mjs', 'firstOrder', JSON.stringify(order)];
  const { stdout } = await promisify(execFile)(process.execPath, args);

  const phone = /\\"phone\\":\\"(\d{11})\\"/.exec(stdout)?.[1];
  const rows = readFileSync(join(sandbox.dataDir, 'customers.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

  expect(rows).toEqual([
    { t: 'habits', phone, habits: { behaviour: 'honest', delayMs: expect.any(Number) as number } },
  ]);
  const { delayMs } = rows[0]?.['habits'] as { delayMs: number };
  expect(delayMs).toBeLessThanOrEqual(10_000);
});
