import { httpAuthority } from '../../adapters/authority/http-authority';
import { xinglianCarrier } from '../../adapters/carrier/xinglian';
import { hmacCarrierCallbacks } from '../../adapters/signatures/carrier-callbacks';
import { hmacChannelRequests } from '../../adapters/signatures/channel-requests';
import { httpSms } from '../../adapters/sms/http-sms';
import { orderCommand } from '../../api/schemas/order';
import { carrierVerdict } from '../../domain/carrier-words';
import type { NoncesPort } from '../../domain/ports/channel-requests';
import { answerJson, jump, type Received, runReceiver, runSandbox, type Running, SECRETS, settled } from './support';

// The twins were written apart on purpose; here they have to understand each other.
jest.setTimeout(60_000);

const HOLDER = { name: '王小明', idNumber: '11010519491231002X', phone: '19200000001' };
const realMs = (): number => Date.now();

function freshNonces(): NoncesPort {
  const spent = new Set<string>();
  return {
    spend: (scope, nonce) => {
      const known = spent.has(`${scope} ${nonce}`);
      spent.add(`${scope} ${nonce}`);
      return Promise.resolve(!known);
    },
  };
}

let sandbox: Running;
let product: Awaited<ReturnType<typeof runReceiver>>;

beforeEach(async () => {
  let blobs = 0;
  product = await runReceiver(({ url }, response) => {
    if (url.startsWith('/v1/blobs'))
      answerJson(response, 201, { blobId: `blb_${String((blobs += 1)).padStart(12, '0')}` });
    else answerJson(response, 200, { code: '0' });
  });
  sandbox = await runSandbox({ apiUrl: product.url });
});

afterEach(async () => {
  await sandbox.close();
  await product.close();
});

describe('our adapters and the partners of the sandbox', () => {
  it('agree on a card from the batch of numbers to the active card', async () => {
    const url = `${sandbox.url}/carriers/xinglian`;
    const { appId, appSecret } = SECRETS;
    const carrier = xinglianCarrier({
      url,
      appId,
      appSecret,
      callbackUrl: `${product.url}/callbacks`,
      timeoutMs: 5_000,
    });
    const batch = await carrier.numbers({ reference: 'B1', planCode: 'XL29', city: '0755', count: 2 });
    if (batch.kind !== 'done') throw new Error('no numbers came');
    const [number, other] = batch.numbers;
    if (!number || !other) throw new Error('too few numbers came');

    expect(await carrier.occupy({ reference: 'O1', number, planCode: 'XL29', minutes: 30 })).toEqual({ kind: 'done' });
    expect(await carrier.occupy({ reference: 'O2', number, planCode: 'XL29', minutes: 30 })).toMatchObject({
      kind: 'refused',
    });
    const order = {
      reference: 'S1',
      occupyReference: 'O1',
      number,
      planCode: 'XL29',
      firstMonthFen: 2900,
      holder: HOLDER,
    };
    expect(await carrier.query('S1')).toEqual({ kind: 'absent' });
    expect(await carrier.submit(order)).toMatchObject({ kind: 'done' });
    await jump(sandbox, 150_000);
    await settled(sandbox);
    expect(await carrier.query('S1')).toMatchObject({ kind: 'found', order: { word: '已开户', number } });
    await sandbox.post('/control/carrier/activate', { number });
    await settled(sandbox);

    const found = await carrier.query('S1');
    expect(found).toMatchObject({ kind: 'found', order: { word: '已激活', number } });
    expect(await carrier.release({ reference: 'O9', number: other })).toEqual({ kind: 'done' });
    expect(await carrier.cancel('S1')).toMatchObject({ kind: 'refused' });
    await carrier.close();
  });

  it('agree on how a callback is signed', async () => {
    const url = `${sandbox.url}/carriers/xinglian`;
    const { appId, appSecret, callbackSecret } = SECRETS;
    const carrier = xinglianCarrier({
      url,
      appId,
      appSecret,
      callbackUrl: `${product.url}/callbacks`,
      timeoutMs: 5_000,
    });
    const batch = await carrier.numbers({ reference: 'B1', planCode: 'XL29', city: '0755', count: 1 });
    const number = batch.kind === 'done' ? batch.numbers[0] : undefined;
    if (!number) throw new Error('no number came');
    await carrier.occupy({ reference: 'O1', number, planCode: 'XL29', minutes: 30 });
    await carrier.submit({
      reference: 'S1',
      occupyReference: 'O1',
      number,
      planCode: 'XL29',
      firstMonthFen: 2900,
      holder: HOLDER,
    });
    await jump(sandbox, 150_000);
    await settled(sandbox);
    await carrier.close();

    const callbacks = hmacCarrierCallbacks({ secrets: { xinglian: callbackSecret }, nonces: freshNonces(), realMs });
    const [received] = product.received;
    if (!received) throw new Error('no callback came');
    const text = (name: string): string => String(received.headers[name]);
    const callback = {
      time: text('x-xl-time'),
      nonce: text('x-xl-nonce'),
      sign: text('x-xl-sign'),
      body: received.raw,
    };

    await expect(callbacks.verify('xinglian', callback)).resolves.toBeUndefined();
    await expect(callbacks.verify('xinglian', { ...callback, body: Buffer.from('{}') })).rejects.toThrow();
    const { state } = JSON.parse(received.raw.toString()) as { state: string };
    expect(carrierVerdict(state)).toBe('opened');
  });

  it('agree on messages and on who somebody is', async () => {
    const sms = httpSms({ url: `${sandbox.url}/sms`, token: 'sms-token', timeoutMs: 5_000 });
    const authority = httpAuthority({ url: `${sandbox.url}/authority`, token: 'authority-token', timeoutMs: 5_000 });
    const { body } = await sandbox.post('/people', { images: false });
    const [name, idNumber] = [String(body['name']), String(body['idNumber'])];

    expect(await sms.send({ reference: 'M1', phone: HOLDER.phone, text: '您好' })).toMatchObject({ kind: 'sent' });
    expect(await authority.verify({ requestId: 'R1', name, idNumber })).toEqual({ kind: 'answered', code: '200' });
    await sandbox.post('/control/faults', { partner: 'authority', effect: 'down' });
    expect(await authority.verify({ requestId: 'R2', name, idNumber })).toMatchObject({ kind: 'down' });
    await Promise.all([sms.close(), authority.close()]);
  });
});

describe('our edge and the sales channel of the sandbox', () => {
  const channels = (): ReturnType<typeof hmacChannelRequests> =>
    hmacChannelRequests({ secrets: { demo: 'channel-secret' }, nonces: freshNonces(), realMs });
  const signed = ({ method, url, headers, raw }: Received): Parameters<ReturnType<typeof channels>['verify']>[0] => {
    const text = (name: string): string => String(headers[`x-cardflow-${name}`]);
    const [channel, timestamp, nonce, signature] = ['channel', 'timestamp', 'nonce', 'signature'].map(text);
    return { method, target: url, channel, timestamp, nonce, signature, body: raw };
  };

  it('agree on how a request is signed, pictures and queries among them', async () => {
    await sandbox.post('/channels/demo/send', {});
    await sandbox.post('/channels/demo/call', { path: '/v1/numbers?planCode=XL29&city=0755' });

    const port = channels();
    expect(product.received).toHaveLength(5);
    for (const received of product.received) expect(await port.verify(signed(received))).toBe('demo');
  });

  it.each([
    ['bad-signature', 0, 'SignatureInvalid'],
    ['stale', 0, 'SignatureStale'],
    ['replayed-nonce', 1, 'NonceReplayed'],
  ])('a request spoiled as %s is refused for exactly that', async (tamper, place, code) => {
    await sandbox.post('/channels/demo/send', { withImages: false, tamper });

    const port = channels();
    const outcomes = await Promise.allSettled(product.received.map((received) => port.verify(signed(received))));
    expect(outcomes[place]).toMatchObject({ status: 'rejected', reason: { code } });
  });

  it('agree on what an order looks like', async () => {
    await sandbox.post('/channels/demo/send', { quantity: 3, agentCode: 'AG01' });

    const sent = product.received.find(({ url }) => url === '/v1/orders');
    const parsed = orderCommand.safeParse(JSON.parse(sent?.raw.toString() ?? 'null'));
    expect(parsed.error).toBeUndefined();
    expect(parsed.data).toMatchObject({ quantity: 3, agentCode: 'AG01', city: '0755' });
  });
});
