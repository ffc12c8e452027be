// npm run bench -- settle [--json FILE] [--rows 280000] [--compared 8000]
//
// What does it cost to settle what is due? Set-based, as the product does it, against the plain way: row by row, judged in
// the program and booked in a transaction each, on the same rows (two databases of the product's own server, filled alike).
// CPU-seconds are those of the one backend and of this process, from /proc. Also: what an order waiting for its commission
// takes on disk, indexes and all.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { cpuSeconds } from './support/processes';
import { publish, rounded } from './support/report';
import { openStack } from './support/stack';
import { createLedger, type LedgerBench } from './settle/ledger';
import { rowByRow } from './settle/row-by-row';
import { setBased } from './settle/set-based';

interface Measured {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly balances: string;
}

async function measured(ledger: LedgerBench, settle: (ledger: LedgerBench) => Promise<number>): Promise<Measured> {
  const roots = { backend: await ledger.backendPid(), self: process.pid };
  const before = cpuSeconds(roots);
  const began = performance.now();
  const rows = await settle(ledger);
  const seconds = (performance.now() - began) / 1000;
  const after = cpuSeconds(roots);
  const used = Object.keys(roots).reduce((sum, name) => sum + (after[name] ?? 0) - (before[name] ?? 0), 0);
  return { rows, seconds, cpuSeconds: used, balances: await ledger.balances() };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'string' }, rows: { type: 'string' }, compared: { type: 'string' } },
  });
  const rows = Number(values.rows ?? 280_000);
  const compared = Number(values.compared ?? 8_000);
  const stack = await openStack();
  const server = stack.databaseUrl;
  const run = randomBytes(4).toString('hex');
  const names = ['rows', 'set', 'all'].map((name) => `bench_settle_${name}_${run}`);
  try {
    const [byRow, bySet, all] = await Promise.all(names.map((name) => createLedger(server, name)));
    if (!byRow || !bySet || !all) throw new Error('a database is missing');
    for (const ledger of [byRow, bySet]) await ledger.fill(compared);
    const plain = await measured(byRow, rowByRow);
    const batches = await measured(bySet, setBased);
    if (plain.balances !== batches.balances || plain.rows !== batches.rows) {
      throw new Error(`the two ways differ: ${plain.balances} by row, ${batches.balances} by set`);
    }
    await all.fill(rows);
    const bytes = await all.bytesPerOrder();
    const everything = await measured(all, setBased);
    publish({
      name: 'settle',
      metrics: {
        comparedRows: compared,
        rowByRow: { rowsPerSecond: rounded(plain.rows / plain.seconds, 0), cpuSeconds: rounded(plain.cpuSeconds, 2) },
        setBased: {
          rowsPerSecond: rounded(batches.rows / batches.seconds, 0),
          cpuSeconds: rounded(batches.cpuSeconds, 2),
        },
        ratioTime: rounded(plain.seconds / batches.seconds, 1),
        ratioCpu: rounded(plain.cpuSeconds / batches.cpuSeconds, 1),
        all: {
          rows: everything.rows,
          seconds: rounded(everything.seconds, 1),
          cpuSeconds: rounded(everything.cpuSeconds, 1),
          rowsPerSecond: rounded(everything.rows / everything.seconds, 0),
        },
        bytesPerWaitingOrder: bytes,
      },
    });
    for (const ledger of [byRow, bySet, all]) await ledger.drop();
  } finally {
    await stack.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'the bench failed'}\n`);
  process.exitCode = 1;
});
