import net from 'node:net';
import { postgresClock } from '../../adapters/clock/postgres-clock';
import { listenForChanges } from '../../adapters/postgres/changes';
import { runOutbox } from '../../adapters/postgres/outbox-runner';
import { createPool, STATEMENT_MS } from '../../adapters/postgres/pool';
import { createMainDatabase, type MainDatabase } from '../support/database';
import { until } from '../support/until';
import { realClock } from '../support/world/world';

let database: MainDatabase;
beforeAll(async () => {
  database = await createMainDatabase();
});
afterAll(() => database.drop());

/** PostgreSQL behind a line that drops the call as soon as somebody wants to listen, while `breaks` is set. */
async function unsteadyLine() {
  const target = new URL(database.url);
  const line = { breaks: false, tries: 0, open: new Set<net.Socket>() };
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    line.open.add(near);
    near.once('close', () => line.open.delete(near));
    near.on('error', () => undefined).on('close', () => far.destroy());
    far.on('error', () => undefined).on('close', () => near.destroy());
    far.pipe(near);
    near.on('data', (bytes) => {
      if (bytes.includes('listen cardflow_')) {
        line.tries += 1;
        if (line.breaks) return near.destroy();
      }
      return far.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(database.url);
  url.host = `127.0.0.1:${String((server.address() as net.AddressInfo).port)}`;
  return {
    line,
    url: url.toString(),
    cut: () => {
      for (const socket of line.open) socket.destroy();
    },
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Start = (url: string) => Promise<{ close: () => Promise<void> }>;
const nothing = (): void => undefined;

describe('a listening connection that keeps being lost', () => {
  const pool = () => createPool(database.url, 'cardflow-test', 2);
  const listeners: readonly (readonly [string, Start])[] = [
    ['the clock', (url) => postgresClock({ url, process: 'unsteady', onError: nothing })],
    ['the changes', (url) => listenForChanges({ url, name: 'unsteady', onLost: nothing })],
    [
      'the outbox',
      async (url) => {
        const own = pool();
        const deliver = () => Promise.resolve(true);
        const runner = runOutbox({ url, pool: own, clock: realClock, handlers: {}, deliver, onError: nothing });
        return {
          close: async () => {
            await runner.close();
            await own.end();
          },
        };
      },
    ],
  ];

  it.each(listeners)('%s tries again in one chain, not in more with every loss', async (_who, start) => {
    const { line, url, cut, close } = await unsteadyLine();
    const listener = await start(url);
    await until('it to listen', () => line.tries === 1);

    line.breaks = true;
    cut();
    const began = performance.now();
    await until('three tries', () => line.tries >= 4);
    const tookMs = performance.now() - began;
    line.breaks = false;
    await until('it to listen again', () => line.tries >= 5 && line.open.size === 1);

    // Half a second at least before each: two chains would be there in half the time.
    expect(tookMs).toBeGreaterThan(1_400);
    expect(line.open.size).toBe(1);
    await listener.close();
    await close();
  });

  it('is one chain as well where the first try fails already', async () => {
    const { line, url, close } = await unsteadyLine();
    line.breaks = true;
    const own = pool();
    const deliver = () => Promise.resolve(true);
    const began = performance.now();
    const runner = runOutbox({ url, pool: own, clock: realClock, handlers: {}, deliver, onError: nothing });

    await until('four tries', () => line.tries >= 4);

    expect(performance.now() - began).toBeGreaterThan(1_400);
    await runner.close();
    await own.end();
    await close();
  });
});

describe('a statement that hangs', () => {
  it('is given up by the server, and its connection serves the next one', async () => {
    const own = createPool(database.url, 'cardflow-test', 1);
    const limit = await own.query<{ ms: string }>(
      `select setting as ms from pg_settings where name = 'statement_timeout'`,
    );

    expect(Number(limit.rows[0]?.ms)).toBe(STATEMENT_MS);
    await own.query(`set statement_timeout = '50ms'`);
    await expect(own.query('select pg_sleep(20)')).rejects.toMatchObject({ code: '57014' });
    expect((await own.query('select 1')).rowCount).toBe(1);
    await own.end();
  });
});
