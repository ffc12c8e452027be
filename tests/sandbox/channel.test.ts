import { createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CONSENTS } from '../../domain/consents';
import { CONSENTS_TAKEN } from '../../sandbox/channels/demo/consents';
import { answerJson, jump, type Received, runReceiver, runSandbox, type Running, settled, until } from './support';

// Photos are rendered for real, which takes seconds where the machine is busy.
jest.setTimeout(60_000);

let sandbox: Running;
let product: Awaited<ReturnType<typeof runReceiver>>;
let orderStatus: () => number;
let stock: string[] = [];
let blobs: number;

async function start(ratePerMinute = 0): Promise<void> {
  const channel = { id: 'demo', secret: 'channel-secret', ratePerMinute };
  sandbox = await runSandbox({ apiUrl: product.url, channel });
}

beforeEach(async () => {
  blobs = 0;
  stock = ['19300000001'];
  orderStatus = () => 202;
  product = await runReceiver(({ url }, response) => {
    if (url.startsWith('/v1/blobs'))
      answerJson(response, 201, { blobId: `blb_${String((blobs += 1)).padStart(12, '0')}` });
    else if (url.startsWith('/v1/numbers')) answerJson(response, 200, { numbers: stock });
    else answerJson(response, orderStatus(), { code: 'Told', orders: [] });
  });
});

afterEach(async () => {
  await sandbox.close();
  await product.close();
});

const orders = (): Received[] => product.received.filter(({ url }) => url === '/v1/orders');
const bodyOf = (received: Received | undefined): Record<string, unknown> =>
  JSON.parse(received?.raw.toString() ?? 'null') as Record<string, unknown>;

function signatureOf({ method, url, headers, raw }: Received): string {
  const { 'x-cardflow-timestamp': time, 'x-cardflow-nonce': nonce } = headers;
  const digest = createHash('sha256').update(raw).digest('hex');
  const text = [method, url, time, nonce, digest].map(String).join('\n');
  return `v1=${createHmac('sha256', 'channel-secret').update(text).digest('hex')}`;
}

describe('sending when told to', () => {
  it('signs every request over method, path, query, time, nonce and body', async () => {
    await start();
    const reply = await sandbox.post('/channels/demo/send', { planCode: 'XL59', quantity: 2 });

    expect(reply.body['results']).toEqual([{ status: 202, body: { code: 'Told', orders: [] } }]);
    expect(product.received.map(({ url }) => url)).toEqual([
      '/v1/blobs?kind=front',
      '/v1/blobs?kind=back',
      '/v1/blobs?kind=selfie',
      '/v1/orders',
    ]);
    for (const received of product.received) {
      expect(received.headers['x-cardflow-channel']).toBe('demo');
      expect(received.headers['x-cardflow-signature']).toBe(signatureOf(received));
    }
    expect(new Set(product.received.map(({ headers }) => headers['x-cardflow-nonce'])).size).toBe(4);
    expect(bodyOf(orders()[0])).toMatchObject({
      externalRef: reply.body['externalRef'],
      planCode: 'XL59',
      quantity: 2,
      images: { front: 'blb_000000000001', back: 'blb_000000000002', selfie: 'blb_000000000003' },
      consents: CONSENTS_TAKEN,
    });
  });

  it('repeats a reference with the same blobs, at once and later, and changes only what it is told to', async () => {
    await start();
    const wish = { externalRef: 'R-1', copies: 3 };
    const first = await sandbox.post('/channels/demo/send', wish);
    const { personId } = first.body;
    await sandbox.post('/channels/demo/send', { externalRef: 'R-1', personId });
    await sandbox.post('/channels/demo/send', { externalRef: 'R-1', personId, planCode: 'XL59' });

    const sent = orders().map(bodyOf);
    expect(first.body['results']).toHaveLength(3);
    expect(blobs).toBe(3);
    expect(new Set(sent.slice(0, 4).map((body) => JSON.stringify(body))).size).toBe(1);
    expect(sent[4]).toEqual({ ...sent[0], planCode: 'XL59' });
  });

  it.each([['bad-signature'], ['stale'], ['replayed-nonce']])('spoils a request on purpose: %s', async (tamper) => {
    await start();
    await sandbox.post('/channels/demo/send', { withImages: false, tamper });

    const [first, second] = orders();
    if (!first) throw new Error('nothing was sent');
    const age = Date.now() / 1000 - Number(first.headers['x-cardflow-timestamp']);
    expect(first.headers['x-cardflow-signature'] === signatureOf(first)).toBe(tamper !== 'bad-signature');
    expect(age > 300).toBe(tamper === 'stale');
    expect(second?.headers['x-cardflow-nonce']).toBe(
      tamper === 'replayed-nonce' ? first.headers['x-cardflow-nonce'] : undefined,
    );
    expect(bodyOf(first)).not.toHaveProperty('images');
  });

  it('passes any signed call through, word for word', async () => {
    await start();
    const reply = await sandbox.post('/channels/demo/call', { path: '/v1/orders/ord_1/timeline?x=1' });

    expect(reply.body).toEqual({ status: 202, body: { code: 'Told', orders: [] } });
    const [received] = product.received;
    expect(received?.headers['x-cardflow-signature']).toBe(received && signatureOf(received));
  });

  it('shows the words of consent that are in force', () => {
    expect(CONSENTS_TAKEN).toEqual(CONSENTS.map(({ kind, textHash }) => ({ kind, textHash })));
  });
});

describe('selling by itself', () => {
  interface Row {
    externalRef: string;
    personId: string;
    told: { status: number } | null;
  }
  const rows = async (): Promise<Row[]> => (await sandbox.get('/channels/demo/book')).body['rows'] as Row[];
  const linesOf = (book: string): Record<string, unknown>[] => {
    const file = join(sandbox.dataDir, `${book}.jsonl`);
    const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('sends a sale again with the same content until the product decides, also over a restart', async () => {
    orderStatus = () => 503;
    await start(600);
    await until('a sale was refused for now', () => orders().length > 0, 40_000);
    await sandbox.post('/channels/demo/rate', { ratePerMinute: 0 });
    await sandbox.restart();
    await sandbox.post('/channels/demo/rate', { ratePerMinute: 0 });
    const waiting = (await rows()).filter(({ told }) => told === null);
    expect(waiting.length).toBeGreaterThan(0);

    orderStatus = () => 202;
    await until(
      'every sale was decided',
      async () => (await sandbox.get('/channels/demo/book')).body['undecided'] === 0,
      40_000,
    );

    for (const { externalRef } of waiting) {
      const contents = orders()
        .map(bodyOf)
        .filter((body) => body['externalRef'] === externalRef);
      expect(contents.length).toBeGreaterThan(0);
      expect(new Set(contents.map((body) => JSON.stringify(body))).size).toBe(1);
    }
    expect((await rows()).every(({ told }) => told?.status === 202)).toBe(true);
  });

  it('begins with an order that earns commission, one for an officer and one with a question', async () => {
    await start(600);
    await until('three sales', () => orders().length >= 3, 40_000);
    await sandbox.post('/channels/demo/rate', { ratePerMinute: 0 });

    const sales = (await rows()).slice(0, 3);
    const kinds = linesOf('people').filter(({ personId }) => sales.some((sale) => sale.personId === personId));
    expect(kinds.map(({ kind }) => kind)).toEqual(['ordinary', 'review-band', 'ordinary']);
    expect(orders().slice(0, 3).map(bodyOf)).toEqual(Array(3).fill(expect.objectContaining({ agentCode: 'AG01' })));
    expect(linesOf('customers')).toEqual([
      { t: 'habits', phone: kinds[2]?.phone, habits: { asks: expect.any(String) as string } },
    ]);
  });

  it('is closed while somebody travels through time, and opens again', async () => {
    await start(600);
    await until('the first sale', () => orders().length > 0, 40_000);
    const travelling = Date.now() + 3_000;
    for (let step = 1; Date.now() < travelling; step += 1) await jump(sandbox, 3_600_000);
    await settled(sandbox);
    const before = (await rows()).length;
    await new Promise((resolve) => setTimeout(resolve, 2_000));

    expect(await rows()).toHaveLength(before);
    await until('it sells again', async () => (await rows()).length > before, 40_000);
  });

  it('opens only once the product has numbers to sell', async () => {
    stock = [];
    await start(600);
    await until('the shop looked', () => product.received.some(({ url }) => url.startsWith('/v1/numbers')), 20_000);
    expect(orders()).toEqual([]);

    stock = ['19300000001'];

    await until('the first sale', () => orders().length > 0, 40_000);
  });

  it('stops selling when the product does not keep up', async () => {
    orderStatus = () => 429;
    await start(600);
    await until('five sales wait', async () => (await rows()).length >= 5, 40_000);
    const sent = orders().length;
    await until('they were sent again', () => orders().length > sent + 5, 40_000);

    expect(await rows()).toHaveLength(5);
  });
});
