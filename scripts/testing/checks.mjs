import { spawn } from 'node:child_process';
import os from 'node:os';
import { ROOT } from '../setup/paths.mjs';

/** The longest first: each takes one processor, and the others are done beside it. */
const CHECKS = ['lint', 'typecheck', 'format', 'boundaries'];

/** As many at once as there are processors; what one says is shown in one piece. Resolves to how many passed and failed. */
export async function runChecks() {
  const sum = { passed: 0, failed: 0 };
  const waiting = [...CHECKS];
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const { passed, said } = await runCheck(name);
      process.stdout.write(`\n${name}\n${said}`);
      sum[passed ? 'passed' : 'failed'] += 1;
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, lane));
  return sum;
}

function runCheck(name) {
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const check = spawn(command, [...first, 'run', '--silent', name], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [check.stdout, check.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((resolve, reject) => {
    check.once('error', reject);
    check.once('close', (status) => resolve({ passed: status === 0, said }));
  });
}
