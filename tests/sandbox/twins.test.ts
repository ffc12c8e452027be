import { httpAuthority } from '../../adapters/authority/http-authority';
import { xinglianCarrier } from '../../adapters/carrier/xinglian';
import { kuaidi100Courier } from '../../adapters/courier/kuaidi100';
import { kuaidi100Pushes } from '../../adapters/courier/kuaidi100-pushes';
import { xinglianSignature } from '../../adapters/signatures/carrier-callbacks';
import { hmacChannelRequests } from '../../adapters/signatures/channel-requests';
import { httpSms } from '../../adapters/sms/http-sms';
import { orderCommand } from '../../api/schemas/order';
import { carrierVerdict } from '../../domain/carrier-words';
import { parcelOf } from '../../domain/parcel';
import type { NoncesPort } from '../../domain/ports/channel-requests';
import {
  answerJson,
  COURIER,
  jump,
  type Received,
  runReceiver,
  runSandbox,
  type Running,
  SECRETS,
  settled,
  SILENCE_MS,
} from './support';

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
    else if (url.startsWith('/callbacks/couriers')) answerJson(response, 200, { result: true, returnCode: '200' });
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

    const signature = xinglianSignature({ secret: callbackSecret, nonces: freshNonces(), realMs });
    const [received] = product.received;
    if (!received) throw new Error('no callback came');
    const callback = { header: (name: string) => String(received.headers[name]), body: received.raw };

    await expect(signature(callback)).resolves.toBeUndefined();
    await expect(signature({ ...callback, body: Buffer.from('{}') })).rejects.toThrow();
    const { state } = JSON.parse(received.raw.toString()) as { state: string };
    expect(carrierVerdict('xinglian', state)).toBe('opened');
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

describe('our courier and the courier of the sandbox', () => {
  const recipient = {
    name: HOLDER.name,
    phone: HOLDER.phone,
    province: '四川省',
    city: '成都市',
    district: '武侯区',
    address: '人民南路1号',
  };
  const parcel = (reference: string): { reference: string; iccid: string; recipient: typeof recipient } => ({
    reference,
    iccid: '89860326000000000012',
    recipient,
  });
  let courier: ReturnType<typeof kuaidi100Courier>;

  beforeEach(async () => {
    await sandbox.post('/control/courier-delay', { delayMs: [3_600_000, 3_600_000] });
    courier = kuaidi100Courier({
      url: `${sandbox.url}/couriers/kuaidi100`,
      ...COURIER,
      callbackUrl: `${product.url}/callbacks/couriers/kuaidi100`,
      company: 'shunfeng',
      timeoutMs: 5_000,
    });
  });

  afterEach(async () => {
    await courier.close();
  });

  async function hours(count: number): Promise<void> {
    for (let hour = 0; hour < count; hour += 1) {
      await jump(sandbox, 3_600_000);
      await settled(sandbox);
    }
  }

  it('agree on a parcel from the order to the door, and on who pushes', async () => {
    expect(await courier.find('P1')).toEqual({ kind: 'absent' });
    const sent = await courier.dispatch(parcel('P1'));
    if (sent.kind !== 'done') throw new Error('the parcel was not taken');
    const { waybill, company } = sent;
    expect(await courier.find('P1')).toEqual({ kind: 'found', waybill, company });
    expect(await courier.track({ waybill: 'SF0', company })).toEqual({ kind: 'absent' });
    await hours(5);

    const tracked = await courier.track({ waybill, company });
    if (tracked.kind !== 'found') throw new Error('the parcel was not found');
    expect(parcelOf(tracked.events)).toMatchObject({ state: 'signed-self', trouble: null });
    const pushed = product.received.map(({ raw }) => kuaidi100Pushes({ salt: COURIER.salt }).read(raw));
    expect(pushed).toHaveLength(5);
    expect(pushed.at(-1)).toEqual({
      provider: 'kuaidi100',
      reference: 'P1',
      parcel: { waybill, company },
      events: tracked.events,
    });
    for (const { raw } of product.received) {
      expect(() => kuaidi100Pushes({ salt: 'other' }).read(raw)).toThrow('signature');
    }
  });

  it('agree on what turns round, what is found and what is lost', async () => {
    const send = async (reference: string): Promise<string> => {
      const sent = await courier.dispatch(parcel(reference));
      return sent.kind === 'done' ? sent.waybill : '';
    };
    const door = (kind: string): Promise<unknown> =>
      sandbox.post('/customers/behaviour', { phone: HOLDER.phone, door: kind });
    const state = async (waybill: string): Promise<unknown> => {
      const tracked = await courier.track({ waybill, company: 'shunfeng' });
      return tracked.kind === 'found' ? parcelOf(tracked.events).state : tracked.kind;
    };
    const [turned, carried] = [await send('P1'), await send('P2')];
    await hours(1);
    expect(await courier.intercept({ reference: 'P1', waybill: turned })).toEqual({ kind: 'done' });
    await hours(3);
    expect(await courier.intercept({ reference: 'P2', waybill: carried })).toEqual({
      kind: 'refused',
      text: '快件已派送,无法拦截',
    });
    expect([await state(turned), await state(carried)]).toEqual(['return-signed', 'out-for-delivery']);

    await door('stuck');
    const stuck = await send('P3');
    await hours(9);
    expect(await state(stuck)).toBe('picked-up');
    const asked = await courier.inquire({ reference: 'P3', waybill: stuck });
    expect(asked).toEqual({ kind: 'done', result: 'accepted' });
    await hours(1);
    expect(await state(stuck)).toBe('in-transit');

    await door('lost');
    const lost = await send('P4');
    await hours(9);
    expect(await courier.inquire({ reference: 'P4', waybill: lost })).toEqual({ kind: 'done', result: 'lost' });
  });

  it('agree on a lost reply: silence first, then the parcel is found and there is one', async () => {
    await sandbox.post('/control/faults', {
      partner: 'courier',
      match: { command: 'bOrder' },
      effect: 'timeout-after-acting',
    });
    const hasty = kuaidi100Courier({
      url: `${sandbox.url}/couriers/kuaidi100`,
      ...COURIER,
      callbackUrl: `${product.url}/callbacks/couriers/kuaidi100`,
      company: 'shunfeng',
      timeoutMs: SILENCE_MS,
    });
    expect(await hasty.dispatch(parcel('P1'))).toMatchObject({ kind: 'unknown' });
    await hasty.close();

    const found = await courier.find('P1');
    expect(found).toMatchObject({ kind: 'found' });
    expect(await courier.dispatch(parcel('P1'))).toEqual({ ...found, kind: 'done' });
    await sandbox.post('/control/faults', { partner: 'courier', effect: 'down' });
    expect(await courier.find('P1')).toMatchObject({ kind: 'unknown', why: 'HTTP 503' });
    await sandbox.post('/control/faults', { partner: 'courier', effect: 'refuse', text: '超出派送范围' });
    expect(await courier.dispatch(parcel('P2'))).toEqual({ kind: 'refused', text: '超出派送范围' });
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
