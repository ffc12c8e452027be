import { existsSync } from 'node:fs';
import path from 'node:path';
import { DIST } from '../setup/paths.mjs';
import { superviseChild } from './child.mjs';

const answersHealthz = (port) => async () => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

const saidReady = (state) => Promise.resolve(state.saidReady);

/**
 * For those who handle pictures: they come and go in buffers outside the heap, and V8 answers each few megabytes of them
 * with a whole collection of the heap, a tenth of what an order costs. With more room it collects a third as often.
 */
const ROOM_FOR_PICTURES = ['--heap-growing-percent=200'];
/** The api keeps less alive at a time: with as much room as the readers it went on growing through the second hour. */
const SOME_ROOM_FOR_PICTURES = ['--heap-growing-percent=100'];

/** The product's own processes in the order they come up; partners first, so that nobody calls into the void. */
export function productChildren({ ports, productEnv, sandboxEnv, hooksOf }) {
  const entries = [
    {
      name: 'sandbox',
      entry: 'sandbox/server.js',
      env: sandboxEnv,
      port: ports.sandbox,
      isReady: answersHealthz(ports.sandbox),
    },
    {
      name: 'api',
      entry: 'api/server.js',
      flags: SOME_ROOM_FOR_PICTURES,
      env: productEnv,
      port: ports.api,
      isReady: answersHealthz(ports.api),
    },
    { name: 'worker-orders', entry: 'workers/orders.worker.js', env: productEnv, isReady: saidReady },
    {
      name: 'worker-kyc',
      entry: 'workers/kyc.worker.js',
      flags: ROOM_FOR_PICTURES,
      env: productEnv,
      isReady: saidReady,
    },
  ];
  return entries
    .filter(({ entry }) => existsSync(path.join(DIST, entry)))
    .map(({ entry, flags = [], ...rest }) =>
      superviseChild({
        ...rest,
        ...hooksOf(rest.name),
        command: [process.execPath, ...flags, path.join(DIST, entry)],
      }),
    );
}
