import { createHash, createHmac } from 'node:crypto';

import {
  answerJson,
  carrierHeaders,
  jump,
  planned,
  postOf,
  type Received,
  type Reply,
  runReceiver,
  runSandbox,
  type Running,
  SECRETS,
  send,
  settled,
  SILENCE_MS,
  until,
} from './support';

const HOLDER = { name: '王小明', idNumber: '11010519491231002X', phone: '19200000001' };

let sandbox: Running;
let product: Awaited<ReturnType<typeof runReceiver>>;
/** What the stand-in for the product answers to callbacks. */
let answer: { status: number; body: unknown };

beforeEach(async () => {
  answer = { status: 200, body: { code: '0' } };
  product = await runReceiver((_received, response) => {
    answerJson(response, answer.status, answer.body);
  });
  sandbox = await runSandbox();
});

afterEach(async () => {
  await sandbox.close();
  await product.close();
});

async function numbers(count = 3, reference = 'B1'): Promise<string[]> {
  const { body } = await sandbox.carrier('/numbers/batch', { planCode: 'XL29', city: '0755', count, reference });
  return body['numbers'] as string[];
}

async function occupied(reference = 'O1'): Promise<string> {
  const [number = ''] = await numbers(1, `B-${reference}`);
  await sandbox.carrier('/numbers/occupy', { reference, number, planCode: 'XL29', minutes: 60 });
  return number;
}

function submission(number: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const callbackUrl = `${product.url}/callbacks/carriers/xinglian`;
  return {
    reference: 'S1',
    occupyReference: 'O1',
    number,
    planCode: 'XL29',
    firstMonthFen: 2900,
    holder: HOLDER,
    callbackUrl,
    ...changes,
  };
}

const submit = (number: string, changes: Record<string, unknown> = {}, timeoutMs?: number): Promise<Reply> =>
  sandbox.carrier('/orders/submit', submission(number, changes), timeoutMs);

async function order(reference = 'S1'): Promise<Record<string, unknown>> {
  return (await sandbox.carrier('/orders/query', { reference })).body['order'] as Record<string, unknown>;
}

const told = (received: Received): Record<string, unknown> =>
  JSON.parse(received.raw.toString()) as Record<string, unknown>;

/** Long enough for the carrier to work through what it took. */
async function untilWorked(): Promise<void> {
  await jump(sandbox, 150_000);
  await settled(sandbox);
}

const activate = (number: string, changes: Record<string, unknown> = {}): Promise<Reply> =>
  sandbox.post('/control/carrier/activate', { number, ...changes });

async function untilActive(number: string): Promise<void> {
  await untilWorked();
  await activate(number);
  await settled(sandbox);
}

describe('signatures', () => {
  const body = JSON.stringify({ reference: 'S1' });
  const path = '/carriers/xinglian/orders/query';

  it.each([
    ['a wrong signature', { 'x-xl-sign': 'ab'.repeat(32) }],
    ['an empty signature', { 'x-xl-sign': '' }],
    ['another app', { 'x-xl-app': 'app-2' }],
    ['an old time stamp', { 'x-xl-time': String(Math.floor(Date.now() / 1000) - 400) }],
  ])('refuses %s', async (_what, changes) => {
    const reply = await send(sandbox.url + path, postOf(body, carrierHeaders(body, changes)));

    expect(reply.status).toBe(401);
  });

  it('refuses a missing signature, a changed body and a nonce used before', async () => {
    const headers = carrierHeaders(body);

    expect((await send(sandbox.url + path, postOf(body))).status).toBe(401);
    expect((await send(sandbox.url + path, postOf(JSON.stringify({ reference: 'S2' }), headers))).status).toBe(401);
    expect((await send(sandbox.url + path, postOf(body, headers))).status).toBe(200);
    expect((await send(sandbox.url + path, postOf(body, headers))).status).toBe(401);
  });
});

describe('numbers', () => {
  it('delivers a batch once per reference and no number twice, also after a restart', async () => {
    const first = await numbers(50, 'B1');
    expect(await numbers(50, 'B1')).toEqual(first);

    await sandbox.restart();

    expect(await numbers(50, 'B1')).toEqual(first);
    expect(new Set([...first, ...(await numbers(50, 'B2'))]).size).toBe(100);
  });

  it('lets one reference occupy a number until it is given back or runs out', async () => {
    const [number = ''] = await numbers();
    const occupy = (reference: string): Promise<Reply> =>
      sandbox.carrier('/numbers/occupy', { reference, number, planCode: 'XL29', minutes: 30 });

    const first = await occupy('O1');
    expect(first.body['code']).toBe('0');
    expect((await occupy('O1')).body).toEqual(first.body);
    expect((await occupy('O2')).body).toEqual({ code: '1', message: '号码已被占用,请重新选择' });

    await sandbox.carrier('/numbers/release', { reference: 'O2', number });
    expect((await occupy('O2')).body['code']).toBe('1');
    await sandbox.carrier('/numbers/release', { reference: 'O1', number });
    expect((await occupy('O2')).body['code']).toBe('0');
    await jump(sandbox, 31 * 60_000);
    expect((await occupy('O3')).body['code']).toBe('0');
  });

  it('knows no number that it never delivered', async () => {
    const request = { reference: 'O1', number: '19312345678', planCode: 'XL29', minutes: 30 };

    expect((await sandbox.carrier('/numbers/occupy', request)).body['message']).toBe('号码不存在');
  });
});

describe('orders', () => {
  it('opens one card however often the same reference is submitted, at once and later', async () => {
    const number = await occupied();

    const replies = await Promise.all(Array.from({ length: 5 }, () => submit(number)));
    await untilActive(number);
    replies.push(await submit(number));

    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await order())['state']).toBe('已激活');
    expect((await sandbox.get('/carriers/xinglian/book')).body['rows']).toEqual([
      {
        reference: 'S1',
        status: '已激活',
        number,
        amountFen: 2900,
        carrierOrderNo: replies[0]?.body['carrierOrderNo'],
      },
    ]);
  });

  it('refuses another content under a used reference', async () => {
    const number = await occupied();
    await submit(number);

    expect((await submit(number, { firstMonthFen: 5900 })).body['code']).toBe('1');
  });

  it('refuses a number whose hold has run out, belongs to another, or was opened', async () => {
    const number = await occupied();
    expect((await submit(number, { reference: 'S2', occupyReference: 'O9' })).body['message']).toBe(
      '号码已被占用,请重新选择',
    );
    await submit(number);
    await untilWorked();
    expect((await submit(number, { reference: 'S3' })).body['message']).toBe('号码已被占用,请重新选择');

    const other = await occupied('O4');
    await jump(sandbox, 61 * 60_000);
    expect((await submit(other, { reference: 'S4', occupyReference: 'O4' })).body['message']).toContain('已预占');
  });

  it('opens five cards a person and no sixth', async () => {
    const texts: unknown[] = [];
    for (const place of [1, 2, 3, 4, 5, 6]) {
      const number = await occupied(`O${String(place)}`);
      const reply = await submit(number, { reference: `S${String(place)}`, occupyReference: `O${String(place)}` });
      texts.push(reply.body['message'] ?? reply.body['code']);
    }

    expect(texts).toEqual(['0', '0', '0', '0', '0', '一证五户']);
  });

  it('withdraws an order in work and frees its number, but no active one', async () => {
    const number = await occupied();
    await submit(number);
    expect((await sandbox.carrier('/orders/cancel', { reference: 'S1' })).body).toEqual({ code: '0' });
    expect((await sandbox.carrier('/orders/cancel', { reference: 'S1' })).body).toEqual({ code: '0' });

    const again = { reference: 'O2', number, planCode: 'XL29', minutes: 60 };
    expect((await sandbox.carrier('/numbers/occupy', again)).body['code']).toBe('0');
    await submit(number, { reference: 'S2', occupyReference: 'O2' });
    await untilActive(number);
    expect((await sandbox.carrier('/orders/cancel', { reference: 'S2' })).body['message']).toBe('已激活,不能撤单');
    expect((await order('S1'))['state']).toBe('已撤单');
  });

  it('goes on with an order in work after a restart', async () => {
    await submit(await occupied());
    await sandbox.restart();
    expect(await planned(sandbox)).toMatchObject({ what: 'carrier opens S1' });

    await untilWorked();

    expect((await order())['state']).toBe('已开户');
    expect(await planned(sandbox)).toBeNull();
  });
});

describe('cards in the field', () => {
  async function opened(): Promise<string> {
    const number = await occupied();
    await submit(number);
    await untilWorked();
    return number;
  }

  it('stay opened until somebody uses them, and then say who and where', async () => {
    const number = await opened();
    await jump(sandbox, 90 * 86_400_000);
    await settled(sandbox);
    expect(await order()).toMatchObject({ state: '已开户', activatedAt: null, activation: null });

    await activate(number, { personMatches: false, province: '四川省', city: '成都市' });
    await settled(sandbox);

    expect(await order()).toMatchObject({
      state: '已激活',
      activation: { personMatches: false, province: '四川省', city: '成都市' },
    });
  });

  it('are not activated after their order was withdrawn, nor before they are opened', async () => {
    const number = await occupied();
    await submit(number);
    expect((await activate(number)).status).toBe(404);
    await untilWorked();
    await sandbox.carrier('/orders/cancel', { reference: 'S1' });

    expect((await activate(number)).status).toBe(404);
    expect((await order())['state']).toBe('已撤单');
  });

  it('may be active before the desk knows: it withdraws the order, and takes that back with the early time', async () => {
    const number = await opened();
    const before = Date.parse(String((await sandbox.get('/control/clock')).body['businessNow']));
    await activate(number, { newsAfterMs: 40 * 86_400_000 });
    await settled(sandbox);
    expect(await order()).toMatchObject({ state: '已开户', activatedAt: null, activation: null });
    await sandbox.restart();

    expect((await sandbox.carrier('/orders/cancel', { reference: 'S1' })).body).toEqual({ code: '0' });
    expect(await order()).toMatchObject({ state: '已撤单', activatedAt: null });
    expect(await planned(sandbox)).toMatchObject({ what: 'carrier learns of the activation of S1' });
    await sandbox.restart();
    await jump(sandbox, 40 * 86_400_000);
    await settled(sandbox);

    const { state, activatedAt } = await order();
    expect(state).toBe('已激活');
    expect(Math.abs(Date.parse(String(activatedAt)) - before)).toBeLessThan(60_000);
    expect(product.received.map((received) => told(received)['state'])).toEqual(['已开户', '已激活']);
  });

  it('are suspended and closed with a callback each, by number, and not before they are active', async () => {
    const number = await opened();
    expect((await sandbox.post('/control/carrier/suspend', { number })).status).toBe(404);
    await activate(number);
    await settled(sandbox);

    expect((await sandbox.post('/control/carrier/suspend', { number })).body).toEqual({ stopped: 1 });
    expect(await order()).toMatchObject({ state: '已停机', activation: { personMatches: true } });
    expect((await sandbox.carrier('/orders/cancel', { reference: 'S1' })).body['code']).toBe('1');
    await sandbox.restart();
    expect((await sandbox.post('/control/carrier/suspend', { number })).status).toBe(404);
    expect((await sandbox.post('/control/carrier/close', { number })).body).toEqual({ stopped: 1 });
    await settled(sandbox);

    expect((await order())['state']).toBe('已销户');
    const states = product.received.map((received) => told(received)['state']);
    expect(states).toEqual(['已开户', '已激活', '已停机', '已销户']);
  });
});

describe('callbacks', () => {
  it('are signed over time, nonce and body, and say what the query says', async () => {
    const number = await occupied();
    await submit(number);
    await untilActive(number);

    expect(product.received.map((received) => told(received)['state'])).toEqual(['已开户', '已激活']);
    const [opened] = product.received;
    if (!opened) throw new Error('nothing was received');
    const { 'x-xl-time': time, 'x-xl-nonce': nonce, 'x-xl-sign': sign } = opened.headers;
    const digest = createHash('sha256').update(opened.raw).digest('hex');
    const signed = [time, nonce, digest].map(String).join('\n');
    expect(sign).toBe(createHmac('sha256', SECRETS.callbackSecret).update(signed).digest('hex'));
    const { iccid, carrierOrderNo } = await order();
    expect(told(opened)).toMatchObject({ reference: 'S1', number, iccid, carrierOrderNo });
    expect(iccid).toMatch(/^898603\d{14}$/);
  });

  it('come again with the same event id until they are accepted, also after a restart', async () => {
    answer = { status: 500, body: {} };
    const number = await occupied();
    await submit(number);
    await jump(sandbox, 120_000);
    await until('a first attempt', () => product.received.length > 0);
    await settled(sandbox);
    answer = { status: 200, body: { code: '1' } };
    await sandbox.restart();
    const before = product.received.length;
    await jump(sandbox, 5_000);
    await until('another attempt', () => product.received.length > before);

    answer = { status: 200, body: { code: '0' } };
    await untilActive(number);
    const accepted = product.received.length;
    await jump(sandbox, 3_600_000);
    await settled(sandbox);

    const events = product.received.map((received) => told(received)['eventId']);
    expect(new Set(events).size).toBe(2);
    expect(events.length).toBe(accepted);
    expect(await planned(sandbox)).toBeNull();
  });
});

describe('planned faults', () => {
  const plan = (fault: Record<string, unknown>): Promise<Reply> =>
    sandbox.post('/control/faults', { partner: 'carrier', ...fault });

  it('can act and keep silent: the card is in the book exactly once after the second try', async () => {
    const number = await occupied();
    await plan({ match: { command: 'submit', number }, effect: 'timeout-after-acting' });

    await expect(submit(number, {}, SILENCE_MS)).rejects.toThrow('timeout');
    expect((await order())['state']).toBe('处理中');
    expect((await submit(number)).body['code']).toBe('0');

    expect((await sandbox.get('/carriers/xinglian/book')).body['rows']).toHaveLength(1);
  });

  it('can keep silent without acting', async () => {
    const number = await occupied();
    await plan({ match: { command: 'submit' }, effect: 'timeout-before' });

    await expect(submit(number, {}, SILENCE_MS)).rejects.toThrow('timeout');

    expect((await sandbox.carrier('/orders/query', { reference: 'S1' })).body).toEqual({
      code: '404',
      message: '无此订单',
    });
  });

  it('can refuse with a text at the counter, for that reference only, and the number stays free', async () => {
    const number = await occupied();
    await plan({ match: { command: 'submit' }, effect: 'refuse', text: '名下欠费' });

    expect((await submit(number)).body).toEqual({ code: '1', message: '名下欠费' });
    expect((await submit(number)).body).toEqual({ code: '1', message: '名下欠费' });
    expect((await submit(number, { reference: 'S2' })).body['code']).toBe('0');
    expect((await order())['state']).toBe('已拒绝');
  });

  it('can accept and refuse later by callback, giving the number back', async () => {
    const number = await occupied();
    await plan({
      match: { command: 'process', idNumber: HOLDER.idNumber },
      effect: 'refuse',
      text: '国政通校验不通过',
    });
    await submit(number);
    await untilWorked();

    expect(product.received.map(told)).toMatchObject([{ state: '已拒绝', message: '国政通校验不通过', iccid: null }]);
    const again = { reference: 'O2', number, planCode: 'XL29', minutes: 60 };
    expect((await sandbox.carrier('/numbers/occupy', again)).body['code']).toBe('0');
  });

  it('can report twice', async () => {
    await plan({ match: { command: 'callback' }, effect: 'answer-twice' });
    const number = await occupied();
    await submit(number);
    await untilActive(number);

    expect(product.received.map((received) => told(received)['state'])).toEqual(['已开户', '已开户', '已激活']);
  });

  it('can report late, in business time', async () => {
    await plan({ effect: 'answer-late', delayMs: 86_400_000 });
    const number = await occupied();
    await submit(number);
    await untilActive(number);
    expect(product.received.map((received) => told(received)['state'])).toEqual(['已激活']);

    await jump(sandbox, 86_400_000);
    await settled(sandbox);
    expect(product.received.map((received) => told(received)['state'])).toEqual(['已激活', '已开户']);
  });

  it('can report out of order', async () => {
    await plan({ effect: 'out-of-order' });
    const number = await occupied();
    await submit(number);
    await untilActive(number);
    for (let steps = 0; steps < 2; steps += 1) {
      const { body } = await sandbox.get('/control/quiet');
      const next = body['next'] as { at: string } | null;
      if (next) await jump(sandbox, Date.parse(next.at) - Date.parse(String(body['businessNow'])));
      await settled(sandbox);
    }

    expect(product.received.map((received) => told(received)['state'])).toEqual(['已激活', '已开户']);
  });

  it('can hold a reply until it is let go, having acted or not', async () => {
    const number = await occupied();
    await plan({ match: { command: 'submit' }, effect: 'hold' });
    const held = submit(number);
    await until(
      'the reply is held',
      async () => ((await sandbox.get('/control/held')).body['held'] as unknown[]).length === 1,
    );
    expect((await order())['state']).toBe('处理中');
    expect((await sandbox.post('/control/release', {})).body).toEqual({ released: 1 });
    expect((await held).body['code']).toBe('0');

    const other = await occupied('O2');
    await plan({ match: { command: 'submit' }, effect: 'hold', act: 'after' });
    const waiting = submit(other, { reference: 'S2', occupyReference: 'O2' });
    await until(
      'the reply is held',
      async () => ((await sandbox.get('/control/held')).body['held'] as unknown[]).length === 1,
    );
    expect((await sandbox.carrier('/orders/query', { reference: 'S2' })).body['code']).toBe('404');
    await sandbox.post('/control/release', {});
    expect((await waiting).body['code']).toBe('0');
  });

  it('strikes the nth call so many times, and a spent fault stays spent after a restart', async () => {
    await plan({ match: { command: 'query' }, effect: 'down', nth: 2, times: 1 });
    const status = async (): Promise<number> => (await sandbox.carrier('/orders/query', { reference: 'S1' })).status;

    expect([await status(), await status()]).toEqual([200, 503]);
    await sandbox.restart();
    expect([await status(), await status()]).toEqual([200, 200]);
  });
});

describe('the book for comparing', () => {
  it('shows a planted difference until it is taken back', async () => {
    await submit(await occupied());
    const rows = async (): Promise<unknown> => (await sandbox.get('/carriers/xinglian/book')).body['rows'];
    const truth = await rows();

    for (const kind of ['amount', 'number', 'status', 'missing', 'extra']) {
      await sandbox.post('/carriers/xinglian/book/plant-difference', { kind });
      expect(await rows()).not.toEqual(truth);
    }
    await send(`${sandbox.url}/carriers/xinglian/book/plant-difference`, { method: 'DELETE' });

    expect(await rows()).toEqual(truth);
  });
});
