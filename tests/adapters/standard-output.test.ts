import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createLogger } from '../../adapters/log/logger';
import { standardOutput } from '../../adapters/log/standard-output';

const children: ChildProcess[] = [];
afterEach(() => {
  jest.restoreAllMocks();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The end of a pipe into a process of ours, and the process. */
function pipeTo(script: string): { fd: number; child: ChildProcess } {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const { fd } = (child.stdin as unknown as { _handle: { fd: number } })._handle;
  return { fd, child };
}

it('writes whole lines, also to a reader that is slow', async () => {
  const { fd, child } = pipeTo(
    `let n = 0; setTimeout(() => process.stdin.on('data', (d) => { n += d.length; if (n === 600000) console.log(n); }), 200)`,
  );
  const output = standardOutput(fd);

  for (let line = 0; line < 6; line += 1) output.write('x'.repeat(100_000));

  if (!child.stdout) throw new Error('its output');
  expect(String((await once(child.stdout, 'data'))[0])).toBe('600000\n');
});

it('writes to nobody once its reader is gone', async () => {
  const { fd, child } = pipeTo('');
  child.stdin?.on('error', () => undefined);
  const write = jest.spyOn(fs, 'writeSync');
  await once(child, 'exit');
  const output = standardOutput(fd);

  output.write('a line\n');
  const tries = write.mock.calls.length;
  output.write('another\n');

  expect(write.mock.calls.length).toBe(tries);
});

it('gives a line up whose reader does not read, and goes on', () => {
  const { fd } = pipeTo('setTimeout(() => {}, 60_000)');
  const output = standardOutput(fd);
  const write = jest.spyOn(fs, 'writeSync');

  output.write('x'.repeat(4_000_000));
  const before = write.mock.calls.length;
  output.write('y');

  expect(write.mock.calls.length).toBeGreaterThan(before);
}, 20_000);

it('is where a logger writes that is given no stream', () => {
  const lines: [number, string][] = [];
  jest.spyOn(fs, 'writeSync').mockImplementation(((fd: number, data: Buffer) => {
    lines.push([fd, data.toString()]);
    return data.length;
  }) as typeof fs.writeSync);

  createLogger({ name: 'test', level: 'info' }).info('here');

  expect(lines).toEqual([[1, expect.stringContaining('"here"')]]);
});
