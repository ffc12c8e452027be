import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startStack, type RunningChild, type Stack } from '../support/stack';
import { until } from '../support/until';

const patience = { withinMs: 60_000, everyMs: 100 };

function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const child = (stack: Stack, name: string): RunningChild | undefined =>
  stack.run().children.find((entry) => entry.name === name);

async function query(stack: Stack, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: stack.run().databases.main });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const answers = (stack: Stack): Promise<boolean> =>
  query(stack, 'select 1').then(
    () => true,
    () => false,
  );

describe('the whole product under one command', () => {
  let dataDir: string;
  let stack: Stack | undefined;

  beforeAll(() => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'cardflow-supervised-'));
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('brings PostgreSQL back after a kill -9, with everything that was committed', async () => {
    stack = await startStack({ dataDir });
    const current = stack;
    await query(current, 'create table kept (note text)');
    await query(current, `insert into kept values ('committed')`);
    const before = child(current, 'postgres')?.pid ?? 0;

    process.kill(before, 'SIGKILL');
    await until('another PostgreSQL', () => (child(current, 'postgres')?.pid ?? before) !== before, patience);
    await until('PostgreSQL to answer', () => answers(current), patience);

    expect(await query(current, 'select note from kept')).toEqual([{ note: 'committed' }]);
  });

  it.each(['temporal', 'sandbox', 'api', 'worker-orders', 'worker-kyc'])(
    'starts %s again when it is killed',
    async (name) => {
      if (stack === undefined) throw new Error('the stack is not up');
      const current = stack;
      const before = child(current, name)?.pid;
      if (before === undefined) throw new Error(`${name} does not run`);

      process.kill(before, 'SIGKILL');

      await until(
        `another ${name}`,
        () => {
          const now = child(current, name)?.pid;
          return now !== undefined && now !== before && runs(now);
        },
        patience,
      );
    },
  );

  it('leaves no process behind when the supervisor is killed, and goes on where it stopped', async () => {
    if (stack === undefined) throw new Error('the stack is not up');
    const pids = stack.run().children.map(({ pid }) => pid);

    await stack.kill();
    await until('the children to notice', () => pids.every((pid) => !runs(pid)), patience);
    stack = await startStack({ dataDir });

    expect(await query(stack, 'select note from kept')).toEqual([{ note: 'committed' }]);
  });

  it('stops everything when it is told to', async () => {
    if (stack === undefined) throw new Error('the stack is not up');
    const pids = stack.run().children.map(({ pid }) => pid);

    await stack.stop();

    expect(pids.filter(runs)).toEqual([]);
  });
});
