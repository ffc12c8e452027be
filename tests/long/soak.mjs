// npm run test:long -- soak [--minutes 120] [--rate 6] [--report FILE.json] [--data DIR]
//
// Runs the product as `npm start` does, on a data folder and ports of its own, sells at the rate by the sandbox's channel
// and lets scripted colleagues decide reviews. Fails where an intake failed, a pool ran dry, an order got stuck before the
// courier had it, a process was restarted, or one holds more than 110 % of the memory it held after 30 minutes (a quarter
// of a shorter run).
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { prepare } from '../../scripts/setup/index.mjs';
import { optionsOf } from '../../scripts/setup/options.mjs';
import { DIST, ROOT } from '../../scripts/setup/paths.mjs';
import { runMain, Trouble } from '../../scripts/setup/trouble.mjs';
import { readRunFile } from '../../scripts/supervisor/run-file.mjs';
import { openWitness } from './soak/witness.mjs';
import { heading, line, verdicts } from './soak/verdict.mjs';

const SAMPLE_MS = 60_000;

await runMain(async () => {
  const { values } = optionsOf({
    args: process.argv.slice(2),
    options: {
      minutes: { type: 'string', default: '120' },
      rate: { type: 'string', default: '6' },
      report: { type: 'string' },
      data: { type: 'string' },
    },
  });
  const minutes = Number(values.minutes);
  const rate = Number(values.rate);
  if (!(minutes >= 2 && rate > 0)) throw new Trouble('--minutes wants 2 or more, --rate more than 0.');

  await prepare({ web: false });
  const processes = createRequire(import.meta.url)(path.join(DIST, 'bench/support/processes.js'));
  const dataDir = values.data ?? mkdtempSync(path.join(os.tmpdir(), 'cardflow-soak-'));
  const product = startProduct(dataDir, rate);
  let witness;
  try {
    const run = await untilReady(product, dataDir);
    witness = await openWitness(run, processes);
    await witness.callColleagues();
    process.stdout.write(`soak: ${minutes} minutes at ${rate} orders a minute in ${dataDir}\n`);

    const samples = [];
    const began = performance.now();
    for (let minute = 0; minute <= minutes; minute += 1) {
      await product.aliveUntil(began + minute * SAMPLE_MS);
      const sample = { minute, ...(await witness.sample(readRunFile(dataDir))) };
      samples.push(sample);
      if (minute === 0) process.stdout.write(`${heading(sample)}\n`);
      process.stdout.write(`${line(sample)}\n`);
    }

    const intake = await witness.intake(dataDir);
    const judged = verdicts({ samples, minutes, rate, intake });
    for (const { ok, text } of judged) process.stdout.write(`${ok ? '✓' : '✗'} ${text}\n`);
    const failed = judged.filter(({ ok }) => !ok).length;
    process.stdout.write(`${judged.length - failed} passed, ${failed} failed\n`);
    if (values.report) {
      writeFileSync(
        values.report,
        `${JSON.stringify({ minutes, rate, verdicts: judged, intake, samples }, null, 2)}\n`,
      );
    }
    return failed === 0 ? 0 : 1;
  } finally {
    await witness?.close();
    await product.stop();
    if (!values.data) rmSync(dataDir, { recursive: true, force: true });
  }
});

function startProduct(dataDir, rate) {
  const args = ['scripts/start.mjs', '--data', dataDir, '--free-ports', '--no-external', '--no-web', '--quiet'];
  const env = { ...process.env, PARENT_PIPE: '1', SANDBOX_CHANNEL_RATE: String(rate) };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.on('error', () => undefined);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());
  const assertRuns = () => {
    if (stopping.signal.aborted) throw new Trouble('The soak was stopped before its end.');
    if (child.exitCode !== null || child.signalCode !== null) throw new Trouble('The product ended by itself.');
  };
  return {
    assertRuns,
    /** Resolves at the moment; rejects when the product ended or we were told to stop before it. */
    async aliveUntil(moment) {
      for (let left = 1; left > 0;) {
        assertRuns();
        left = moment - performance.now();
        if (left > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(left, 500)));
      }
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

async function untilReady(product, dataDir) {
  for (const deadline = performance.now() + 180_000; performance.now() < deadline;) {
    product.assertRuns();
    const run = readRunFile(dataDir);
    if (run?.readyAt) return run;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Trouble('The product was not ready within 180 s.');
}
