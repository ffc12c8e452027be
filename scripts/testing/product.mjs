import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { startStack } from '../supervisor/stack.mjs';

/**
 * One whole product for all end-to-end stories of a run: started when the first story asks, because it takes ten seconds,
 * and lent to one test file at a time, because stories jump its clock.
 *
 * A file borrows it by a GET to CARDFLOW_TEST_PRODUCT: the answer begins with one line of JSON (`runFile`, or `error`) as
 * soon as it is this file's turn, and the loan lasts until the connection closes, however the borrower ends. A variable that
 * is already set is believed: stories that are being written need not start the product again and again.
 */
let lender = null;
let started = null;
let turn = Promise.resolve();

export async function provideProduct() {
  if (process.env.CARDFLOW_TEST_PRODUCT) return;
  lender = http.createServer((request, response) => void lend(response));
  await new Promise((resolve) => lender.listen(0, '127.0.0.1', resolve));
  process.env.CARDFLOW_TEST_PRODUCT = `http://127.0.0.1:${lender.address().port}`;
}

export async function stopProduct() {
  lender?.closeAllConnections();
  lender?.close();
  const product = await started?.catch(() => null);
  await product?.stack.stop();
  if (product) rmSync(product.dataDir, { recursive: true, force: true });
}

function lend(response) {
  const closed = new Promise((resolve) => response.once('close', resolve));
  turn = turn.then(async () => {
    if (response.destroyed) return;
    started ??= start();
    const answer = await started.then(
      ({ dataDir }) => ({ runFile: path.join(dataDir, 'run.json') }),
      (error) => ({ error: error.message }),
    );
    response.write(`${JSON.stringify(answer)}\n`);
    await closed;
  });
}

async function start() {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cardflow-product-'));
  try {
    return { dataDir, stack: await startStack({ dataDir, ports: 'free', orders: false, quiet: true }) };
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
}
