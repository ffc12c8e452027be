import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Book } from '../../sandbox/book';
import { type Child, compileSandbox, startChild } from './child';
import { form, orderForm, pushOf } from './courier';
import { answerJson, carrierCall, postOf, runReceiver, send, until } from './support';

jest.setTimeout(60_000);

const HOLDER = { name: '王小明明', idNumber: '11010519491231002X', phone: '19200000001' };

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cardflow-sandbox-'));
});

afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe('a book', () => {
  it('gives back what was synced, and drops a line that was torn at the end', async () => {
    const path = join(dataDir, 'book.jsonl');
    const book = await Book.open<{ n: number }>(path);
    for (let n = 0; n < 100; n += 1) book.append({ n });
    await Promise.all(Array.from({ length: 10 }, () => book.synced()));
    await book.close();
    appendFileSync(path, '{"n":10');

    const again = await Book.open<{ n: number }>(path);
    expect(again.rows).toHaveLength(100);
    again.append({ n: 100 });
    await again.synced();
    await again.close();

    const last = await Book.open<{ n: number }>(path);
    await last.close();
    expect(last.rows.map(({ n }) => n)).toEqual(Array.from({ length: 101 }, (_, n) => n));
  });

  it('refuses to start on a damaged line in the middle, and names it', async () => {
    const path = join(dataDir, 'book.jsonl');
    writeFileSync(path, '{"n":1}\n{"n"\n{"n":3}\n');

    await expect(Book.open(path)).rejects.toThrow('line 2 is damaged');
  });

  it('is readable whatever byte the last write was torn at', async () => {
    const path = join(dataDir, 'book.jsonl');
    const whole = '{"name":"王小明"}\n{"name":"李"}\n';
    for (let length = 0; length <= Buffer.byteLength(whole); length += 1) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      const book = await Book.open<{ name: string }>(path);
      await book.close();
      expect(book.rows.length).toBe(Buffer.from(whole).subarray(0, length).toString('latin1').split('\n').length - 1);
    }
  });
});

describe('the sandbox as a process', () => {
  let compiled: ReturnType<typeof compileSandbox>;
  let child: Child | undefined;

  beforeAll(() => {
    compiled = compileSandbox();
  });

  afterEach(async () => {
    child?.process.kill('SIGKILL');
    await child?.ended;
    child = undefined;
  });

  afterAll(() => {
    compiled.remove();
  });

  it('loses nothing that it ever acknowledged when it is killed with -9 in the middle of writing', async () => {
    const acknowledged = new Map<string, unknown>();
    for (let round = 0; round < 3; round += 1) {
      const current = (child = await startChild(compiled.entry, dataDir));
      let stop = false;
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; !stop; n += 1) {
          const reference = `B${String(round)}-${String(writer)}-${String(n)}`;
          const request = { reference, planCode: 'XL29', city: '0755', count: 5 };
          try {
            acknowledged.set(reference, (await carrierCall(current.url, '/numbers/batch', request)).body);
          } catch {
            stop = true;
          }
        }
      });
      const goal = acknowledged.size + 60;
      await until('enough was acknowledged', () => acknowledged.size >= goal, 30_000);
      current.process.kill('SIGKILL');
      await Promise.all(writers);
      await current.ended;
    }

    const { url } = (child = await startChild(compiled.entry, dataDir));
    const numbers: unknown[] = [];
    for (const [reference, answer] of acknowledged) {
      const request = { reference, planCode: 'XL29', city: '0755', count: 5 };
      const { body } = await carrierCall(url, '/numbers/batch', request);
      expect(body).toEqual(answer);
      numbers.push(...(body['numbers'] as string[]));
    }
    expect(new Set(numbers).size).toBe(5 * acknowledged.size);
  });

  it('opens a card and reports it after it was killed between taking the order and opening it', async () => {
    const product = await runReceiver((_call, response) => {
      answerJson(response, 200, { code: '0' });
    });
    child = await startChild(compiled.entry, dataDir, { SANDBOX_CARRIER_DELAY_MS: '1500' });
    expect(await submitted(child.url, `${product.url}/callbacks`)).toBe('0');
    child.process.kill('SIGKILL');
    await child.ended;
    expect(product.received).toEqual([]);

    child = await startChild(compiled.entry, dataDir, { SANDBOX_CARRIER_DELAY_MS: '1500' });
    await until('the callback came', () => product.received.length === 1, 20_000);

    const states = product.received.map(({ raw }) => (JSON.parse(raw.toString()) as { state: string }).state);
    expect(states).toEqual(['已开户']);
    await product.close();
  });

  it('brings a parcel to its end and the card to life although it is killed at every piece of news', async () => {
    const product = await runReceiver(({ url }, response) => {
      answerJson(response, 200, url.includes('courier') ? { result: true, returnCode: '200' } : { code: '0' });
    });
    const pace = { SANDBOX_CARRIER_DELAY_MS: '10', SANDBOX_COURIER_DELAY_MS: '400' };
    child = await startChild(compiled.entry, dataDir, pace);
    const { iccid } = await openedCard(child.url, product.url);
    const parcel = {
      kuaidicom: 'shunfeng',
      recMan: { name: HOLDER.name, mobile: HOLDER.phone, printAddr: '四川省成都市武侯区人民南路1号' },
      thirdOrderId: 'P1',
      iccid,
      callBackUrl: `${product.url}/callbacks/couriers/kuaidi100`,
    };
    const answer = await form(`${child.url}/couriers/kuaidi100/order`, orderForm('bOrder', parcel));
    expect(answer.body).toMatchObject({ result: true });
    const pushes = (): ReturnType<typeof pushOf>[] =>
      product.received.filter(({ url }) => url.includes('courier')).map(pushOf);
    const states = (): Set<string> => new Set(pushes().map(({ state }) => state));

    for (const known of [0, 1, 2, 3, 4, 5]) {
      await until(`push ${String(known)}`, () => states().size >= known, 20_000);
      child.process.kill('SIGKILL');
      await child.ended;
      child = await startChild(compiled.entry, dataDir, pace);
    }
    expect([...states()]).toEqual(['103', '1002', '1001', '5', '301']);
    expect(pushes().at(-1)?.codes).toEqual(['301', '5', '1001', '1002', '103', '101']);
    expect(await whatComes(child.url)).toMatchObject({ what: 'customer activates a card' });

    await send(`${child.url}/control/clock`, postOf(JSON.stringify({ offsetMs: 86_400_000 })));
    const { url } = child;
    await until('the card is active', async () => {
      const { body } = await carrierCall(url, '/orders/query', { reference: 'S1' });
      return (body['order'] as { state: string }).state === '已激活';
    });
    await product.close();
  });

  it('ends when the pipe to its parent closes', async () => {
    child = await startChild(compiled.entry, dataDir, { PARENT_PIPE: '1' });
    child.process.stdin?.end();

    expect(await child.ended).toEqual({ code: 0, signal: null });
  });

  it('says in one sentence which variable is missing', async () => {
    await expect(startChild(compiled.entry, dataDir, { SANDBOX_SMS_TOKEN: '' })).rejects.toThrow('ended with 1');
  });

  it('logs JSON lines that name no person', async () => {
    child = await startChild(compiled.entry, dataDir);
    const { url, log } = child;
    const text = '请点击 http://127.0.0.1/phone/#t=secret-token';
    const init = postOf(JSON.stringify({ reference: 'M1', phone: HOLDER.phone, text }), {
      authorization: 'Bearer sms-token',
    });
    await send(`${url}/sms/send`, init);
    await send(`${url}/sms/inbox?phone=${HOLDER.phone}`, {});
    await send(`${url}/people`, postOf(JSON.stringify({ images: false })));
    await fetch(`${url}/nowhere?phone=${HOLDER.phone}`);
    await until('the calls are logged', () => log.filter((line) => line.includes('"answered"')).length >= 4);

    const written = log.join('\n');
    expect(log.every((line) => typeof JSON.parse(line) === 'object')).toBe(true);
    expect(written).toContain('/sms/inbox');
    for (const secret of [HOLDER.phone, 'secret-token', ...namesIn(dataDir)]) expect(written).not.toContain(secret);
  });
});

function namesIn(folder: string): string[] {
  const lines = readFileSync(join(folder, 'people.jsonl'), 'utf8').trim().split('\n');
  const persons = lines.map((line) => JSON.parse(line) as { name: string; idNumber: string; phone: string });
  return persons.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]);
}

/** Orders a card; resolves with the carrier's code. */
async function submitted(url: string, callbackUrl: string): Promise<unknown> {
  const request = { reference: 'B1', planCode: 'XL29', city: '0755', count: 1 };
  const [number] = (await carrierCall(url, '/numbers/batch', request)).body['numbers'] as string[];
  await carrierCall(url, '/numbers/occupy', { reference: 'O1', number, planCode: 'XL29', minutes: 30 });
  const plan = { number, planCode: 'XL29', firstMonthFen: 2900 };
  const order = { ...plan, reference: 'S1', occupyReference: 'O1', holder: HOLDER, callbackUrl };
  return (await carrierCall(url, '/orders/submit', order)).body['code'];
}

async function openedCard(url: string, productUrl: string): Promise<{ iccid: string }> {
  await submitted(url, `${productUrl}/callbacks/carriers/xinglian`);
  let card: { iccid: string | null } = { iccid: null };
  await until('the card is opened', async () => {
    const { body } = await carrierCall(url, '/orders/query', { reference: 'S1' });
    card = body['order'] as { iccid: string | null };
    return card.iccid !== null;
  });
  return { iccid: String(card.iccid) };
}

async function whatComes(url: string): Promise<unknown> {
  return (await fetch(`${url}/control/next`)).json();
}
