import type { OutboxSettings, PendingFact } from '../../adapters/postgres/outbox-runner';
import { runOutbox } from '../../adapters/postgres/outbox-runner';
import type { OrderId } from '../../domain/brand';
import { until } from '../support/until';
import { somebody } from '../support/world/people';
import { openWorld, realClock, type World } from '../support/world/world';

let world: World;

beforeAll(async () => {
  world = await openWorld(realClock, { numbers: 10 });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.clear();
  await world.pool.query(`update outbox set done_at = created_at`);
});

const put = (topic: string, key: string) => world.work.inTransaction((tx) => tx.outbox.put(topic, key, { key }));
const undone = async (): Promise<number> =>
  (await world.pool.query<{ n: number }>('select count(*) as n from outbox where done_at is null')).rows[0]?.n ?? 0;

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** A partner that keeps a book by key: doing a thing again changes nothing, and it counts how often it was told. */
function book() {
  const done = new Set<string>();
  let told = 0;
  return {
    done,
    told: () => told,
    handle: (body: Readonly<Record<string, unknown>>): Promise<void> => {
      told += 1;
      done.add(String(body['key']));
      return Promise.resolve();
    },
  };
}

const run = (handlers: OutboxSettings['handlers'], change: Partial<OutboxSettings> = {}) =>
  runOutbox({
    url: world.url,
    pool: world.pool,
    clock: realClock,
    handlers,
    deliver: () => Promise.resolve(true),
    onError: () => undefined,
    ...change,
  });

describe('the outbox', () => {
  it('carries out what was committed before it started and what comes afterwards, each once', async () => {
    const partner = book();
    await put('sms', 'before');
    const runner = run({ sms: partner.handle });

    await until('the first', () => partner.done.has('before'));
    await put('sms', 'after');
    await put('sms', 'after');
    await until('everything', async () => (await undone()) === 0);
    await runner.close();

    expect([...partner.done]).toEqual(['before', 'after']);
    expect(partner.told()).toBe(2);
  });

  it('is told nothing of a transaction that failed', async () => {
    const partner = book();
    const runner = run({ sms: partner.handle });
    await world.work
      .inTransaction(async (tx) => {
        await tx.outbox.put('sms', 'rolled back', { key: 'rolled back' });
        throw new Error('no');
      })
      .catch(() => undefined);
    await put('sms', 'committed');

    await until('the other', () => partner.done.has('committed'));
    await runner.close();

    expect([...partner.done]).toEqual(['committed']);
  });

  it('shares the work among two runners: 60 rows, each told once', async () => {
    const partner = book();
    for (let n = 0; n < 60; n += 1) await put('sms', `row-${String(n)}`);

    const runners = [run({ sms: partner.handle }), run({ sms: partner.handle })];
    await until('everything', async () => (await undone()) === 0);
    await Promise.all(runners.map((runner) => runner.close()));

    expect(partner.done.size).toBe(60);
    expect(partner.told()).toBe(60);
  });

  it('does again what a runner did that died before it could take note; the effect is there once', async () => {
    const partner = book();
    await put('sms', 'first');
    const acted = gate();
    const buried = gate();
    // It acts and is then not heard of, as after kill -9: its row stays claimed and is not marked.
    const dead = run({
      sms: async (body) => {
        await partner.handle(body);
        acted.open();
        await buried.opened;
      },
    });
    await acted.opened;
    const whileClaimed = await undone();
    await world.pool.query(`update outbox set retry_real_at = $1 where done_at is null`, [
      new Date(Date.now() - 1).toISOString(),
    ]);

    const heir = run({ sms: partner.handle });
    await until('the mark', async () => (await undone()) === 0);
    buried.open();
    await Promise.all([heir.close(), dead.close()]);

    expect(whileClaimed).toBe(1);
    expect([...partner.done]).toEqual(['first']);
    expect(partner.told()).toBe(2);
  });

  it('leaves a claimed row to its runner while the claim lasts', async () => {
    const partner = book();
    await put('sms', 'mine');
    await world.pool.query(`update outbox set retry_real_at = $1 where done_at is null`, [
      new Date(Date.now() + 20_000).toISOString(),
    ]);
    const runner = run({ sms: partner.handle });

    await put('sms', 'other');
    await until('the other', () => partner.done.has('other'));
    await runner.close();

    expect([...partner.done]).toEqual(['other']);
  });

  it('tries again after a pause that grows, and keeps the name of the error but not its text', async () => {
    const times: number[] = [];
    await put('sms', 'stubborn');
    const runner = run({
      sms: () => {
        times.push(performance.now());
        return times.length < 4 ? Promise.reject(new TypeError('张三 13800000000')) : Promise.resolve();
      },
    });

    await until('the third try', () => times.length >= 3);
    const kept = await world.pool.query<{ last_error: string; attempts: number }>(
      'select last_error, attempts from outbox where done_at is null',
    );
    await until('success', async () => (await undone()) === 0);
    await runner.close();

    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(pauses).toHaveLength(3);
    expect(pauses[0]).toBeGreaterThanOrEqual(480);
    expect(pauses[1]).toBeGreaterThanOrEqual(980);
    expect(pauses[2]).toBeGreaterThanOrEqual(1_980);
    expect(pauses[2]).toBeLessThan(4_500);
    expect(kept.rows[0]?.last_error).toBe('TypeError');
  });

  it('is not held up in one topic by a partner of another that hangs', async () => {
    const partner = book();
    const hanging = gate();
    await put('request-numbers', 'hangs');
    const runner = run({ 'request-numbers': () => hanging.opened, sms: partner.handle });

    await put('sms', 'one');
    await until('the text message', () => partner.done.has('one'), { withinMs: 3_000 });
    hanging.open();
    await runner.close();

    expect([...partner.done]).toEqual(['one']);
  });

  it('comes back by itself when its listening connection is cut', async () => {
    const partner = book();
    const runner = run({ sms: partner.handle });
    const cut = () =>
      world.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cardflow-outbox' and datname = current_database()`,
      );
    await until('the listener', async () => ((await cut()).rowCount ?? 0) > 0);

    await put('sms', 'while deaf');
    await until('the message', () => partner.done.has('while deaf'));
    await runner.close();

    expect(partner.told()).toBe(1);
  });
});

describe('facts', () => {
  const insert = (id: OrderId, key: string) =>
    world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (!order) throw new Error('no order');
      return tx.facts.insert(order, { source: 's', key, kind: 'carrier', body: {} });
    });
  const applied = async () =>
    (await world.pool.query<{ applied: string | null }>('select applied from facts order by seq')).rows.map(
      (r) => r.applied,
    );

  it('are delivered at least once, those of a server that is away later, and marked by what came of them', async () => {
    const [id] = (await world.place(somebody(), null)).ids;
    if (!id) throw new Error('one order');
    const heard: PendingFact[] = [];
    let isAway = true;
    await insert(id, 'a');
    const runner = run(
      {},
      {
        deliver: (fact) => {
          if (isAway) return Promise.reject(new Error('unavailable'));
          heard.push(fact);
          return Promise.resolve(fact.seq === 1);
        },
      },
    );

    await insert(id, 'b');
    isAway = false;
    await until('both', async () => (await applied()).every((one) => one !== null));
    await runner.close();

    expect(new Set(heard.map(({ seq }) => seq))).toEqual(new Set([1, 2]));
    expect(heard.every((fact) => fact.orderId === id && fact.attempt === 1 && fact.kind === 'carrier')).toBe(true);
    expect(await applied()).toEqual(['signalled', 'after-end']);
  });

  // No claim of their own: it would be one more write for every fact, and an order knows a fact by its sequence.
  it('told by two runners at once are marked by the first of them', async () => {
    const [id] = (await world.place(somebody(), null)).ids;
    if (!id) throw new Error('one order');
    const [first, second] = [gate(), gate()];
    const heard: string[] = [];
    const teller = (name: string, released: Promise<void>, alive: boolean) =>
      run(
        {},
        {
          deliver: async () => {
            heard.push(name);
            await released;
            return alive;
          },
        },
      );
    await insert(id, 'a');
    const runners = [teller('first', first.opened, true), teller('second', second.opened, false)];
    await until('both', () => heard.length === 2);

    first.open();
    await until('the mark', async () => (await applied())[0] !== null);
    second.open();
    await Promise.all(runners.map((runner) => runner.close()));

    expect([...heard].sort()).toEqual(['first', 'second']);
    expect(await applied()).toEqual(['signalled']);
  });
});
