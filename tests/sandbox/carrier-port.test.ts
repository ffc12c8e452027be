import { xinglianCarrier } from '../../adapters/carrier/xinglian';
import { yunqiCarrier } from '../../adapters/carrier/yunqi';
import type { Msisdn } from '../../domain/brand';
import { carrierVerdict } from '../../domain/carrier-words';
import type { CarrierPort } from '../../domain/ports/carrier';
import { carrierContract, type CarrierUnderTest } from '../support/carrier.contract';
import { tamperedWire } from '../support/tampered-wire';
import { jump, type Running, runSandbox, SECRETS, settled, YUNQI } from './support';

type Adapter = CarrierPort & { readonly close: () => Promise<void> };

interface Candidate {
  readonly code: string;
  readonly planCode: string;
  readonly adapter: (url: string) => Adapter;
  /** The same with a secret that the carrier does not know. */
  readonly stranger: (url: string) => Adapter;
}

const xinglian = (url: string, appSecret: string): Adapter => {
  const callbackUrl = 'http://127.0.0.1:9/callbacks/carriers/xinglian';
  return xinglianCarrier({ url, appId: SECRETS.appId, appSecret, callbackUrl, timeoutMs: 1_000 });
};
const yunqi = (url: string, secret: string): Adapter =>
  yunqiCarrier({ url, appKey: YUNQI.appKey, secret, timeoutMs: 1_000 });

const CANDIDATES: readonly Candidate[] = [
  {
    code: 'xinglian',
    planCode: 'XL29',
    adapter: (url) => xinglian(url, SECRETS.appSecret),
    stranger: (url) => xinglian(url, 'of-another'),
  },
  {
    code: 'yunqi',
    planCode: 'YQ39',
    adapter: (url) => yunqi(url, YUNQI.secret),
    stranger: (url) => yunqi(url, 'of-another'),
  },
];

let sandbox: Running;
let test: CarrierUnderTest;
let close: () => Promise<void>;

async function open({ code, planCode, adapter, stranger }: Candidate): Promise<void> {
  sandbox = await runSandbox();
  const wire = await tamperedWire(`${sandbox.url}/carriers/${code}`);
  const pair = [adapter(wire.url), stranger(wire.url)] as const;
  test = {
    carrier: pair[0],
    stranger: pair[1],
    wire,
    planCode,
    verdict: (word) => carrierVerdict(code, word),
    booked: async () => {
      const { body } = await sandbox.get(`/carriers/${code}/book`);
      return (body['rows'] as { reference: string }[]).map(({ reference }) => reference);
    },
    work: async () => {
      await jump(sandbox, 150_000);
      await settled(sandbox);
    },
  };
  close = async () => {
    await Promise.all(pair.map((one) => one.close()));
    await wire.close();
    await sandbox.close();
  };
}

afterEach(() => close());

describe.each(CANDIDATES)('the adapter of $code', (candidate) => {
  beforeEach(() => open(candidate));

  carrierContract(() => test);

  const opened = async (): Promise<Msisdn> => {
    const { carrier, planCode, work } = test;
    const batch = await carrier.numbers({ reference: 'B1', planCode, city: '0755', count: 1 });
    const number = batch.kind === 'done' ? batch.numbers[0] : undefined;
    if (number === undefined) throw new Error('no number came');
    await carrier.occupy({ reference: 'O1', number, planCode, minutes: 30 });
    const holder = { name: '王小明', idNumber: '11010519491231002X', phone: '19200000001' };
    const order = { reference: 'S1', occupyReference: 'O1', number, planCode, firstMonthFen: 3905, holder };
    expect((await carrier.submit(order)).kind).toBe('done');
    await work();
    return number;
  };

  it('says who activated a card where and when, and that an active one cannot be withdrawn', async () => {
    const number = await opened();
    const { carrier, verdict } = test;
    const wish = { number, personMatches: false, province: '浙江省', city: '杭州市' };
    const before = Date.parse(String((await sandbox.get('/control/clock')).body['businessNow']));
    await sandbox.post('/control/carrier/activate', wish);
    await settled(sandbox);

    const said = await carrier.query('S1');

    if (said.kind !== 'found') throw new Error(`not found: ${JSON.stringify(said)}`);
    expect(verdict(said.order.word)).toBe('active');
    expect(said.order.activation).toEqual({ personMatches: false, province: '浙江省', city: '杭州市' });
    const at = Date.parse(said.order.activatedAt ?? '');
    expect(Math.abs(at - before)).toBeLessThan(60_000);
    expect((await carrier.cancel('S1')).kind).toBe('refused');
    const { rows } = (await sandbox.get(`/carriers/${candidate.code}/book`)).body as { rows: readonly unknown[] };
    expect(rows).toEqual([expect.objectContaining({ reference: 'S1', number, amountFen: 3905 })]);
  });

  it('can be told to be dark without the other one', async () => {
    const { carrier, planCode } = test;
    await sandbox.post('/control/faults', { partner: 'carrier', effect: 'down', match: { carrier: 'nobody' } });
    expect((await carrier.query('S9')).kind).toBe('absent');
    await sandbox.post('/control/faults', { partner: 'carrier', effect: 'down', match: { carrier: candidate.code } });
    expect((await carrier.numbers({ reference: 'B9', planCode, city: '0755', count: 1 })).kind).toBe('unknown');
  });

  it('keeps what it took in its own book over a restart', async () => {
    const number = await opened();
    await sandbox.restart();

    const { rows } = (await sandbox.get(`/carriers/${candidate.code}/book`)).body as { rows: readonly unknown[] };
    expect(rows).toEqual([expect.objectContaining({ reference: 'S1', number })]);
  });
});

describe('云启 on the wire', () => {
  beforeEach(() => open(CANDIDATES[1] as Candidate));

  it('answers a repeated submit with "in work", and the adapter finds the order number by a query', async () => {
    const { carrier, planCode, wire } = test;
    const batch = await carrier.numbers({ reference: 'B1', planCode, city: '0755', count: 1 });
    const number = (batch.kind === 'done' ? batch.numbers[0] : undefined) as Msisdn;
    await carrier.occupy({ reference: 'O1', number, planCode, minutes: 30 });
    const holder = { name: '王小明', idNumber: '11010519491231002X', phone: '19200000001' };
    const order = { reference: 'S1', occupyReference: 'O1', number, planCode, firstMonthFen: 3900, holder };
    wire.tamper({ kind: 'lost' });
    expect((await carrier.submit(order)).kind).toBe('unknown');

    expect(await carrier.submit(order)).toEqual({ kind: 'done', carrierOrderNo: 'YQ0000000001' });
  });
});
