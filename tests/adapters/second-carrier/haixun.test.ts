import { carrierContract, type CarrierUnderTest } from '../../support/carrier.contract';
import { tamperedWire } from '../../support/tampered-wire';
import { HAIXUN_WORDS, haixunCarrier } from './haixun';
import { haixunTwin } from './haixun-twin';

const ACCOUNT = { dealer: 'D7', key: 'a-key-of-the-dealer' };

let twin: Awaited<ReturnType<typeof haixunTwin>>;
let test: CarrierUnderTest;
let close: () => Promise<void>;

beforeEach(async () => {
  twin = await haixunTwin(ACCOUNT);
  const wire = await tamperedWire(twin.url);
  // Long enough for the first answer on a busy machine, which a shorter wait took for silence.
  const settings = { url: wire.url, ...ACCOUNT, timeoutMs: 2_000 };
  const carrier = haixunCarrier(settings);
  const stranger = haixunCarrier({ ...settings, key: 'of-another' });
  test = {
    carrier,
    stranger,
    wire,
    planCode: 'HX19',
    verdict: (word) => HAIXUN_WORDS.get(word) ?? 'unknown',
    booked: () => Promise.resolve(twin.booked()),
    work: () => {
      twin.move('W', 'K');
      return Promise.resolve();
    },
  };
  close = async () => {
    await Promise.all([carrier.close(), stranger.close()]);
    await wire.close();
    await twin.close();
  };
});

afterEach(() => close());

describe('the adapter of a second carrier, with another wire', () => {
  carrierContract(() => test);

  it('says when a card went active, in our form of a moment, and not who used it where', async () => {
    const { carrier, planCode } = test;
    const batch = await carrier.numbers({ reference: 'B1', planCode, city: '0755', count: 1 });
    const number = batch.kind === 'done' ? batch.numbers[0] : undefined;
    if (number === undefined) throw new Error('no number came');
    await carrier.occupy({ reference: 'O1', number, planCode, minutes: 30 });
    await carrier.submit({
      reference: 'S1',
      occupyReference: 'O1',
      number,
      planCode,
      firstMonthFen: 1905,
      holder: { name: '王小明', idNumber: '11010519491231002X', phone: '19200000001' },
    });
    twin.move('W', 'J', new Date('2026-03-02T08:00:00Z'));

    expect(await carrier.query('S1')).toMatchObject({
      kind: 'found',
      order: { word: 'J', activatedAt: '2026-03-02T08:00:00.000Z', activation: null },
    });
    expect((await carrier.cancel('S1')).kind).toBe('refused');
  });
});
