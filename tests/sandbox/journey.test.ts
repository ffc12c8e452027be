import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { courierCall, courierQuery, type Fields } from './courier';
import { answerJson, jump, planned, type Received, runReceiver, runSandbox, type Running, settled } from './support';

const HOLDER = { name: '王小明', idNumber: '11010519491231002X', phone: '19200000001' };
const PHONE = HOLDER.phone;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let sandbox: Running;
let product: Awaited<ReturnType<typeof runReceiver>>;
let number: string;

beforeEach(async () => {
  product = await runReceiver(({ url }, response) => {
    answerJson(response, 200, url.includes('couriers') ? { result: true, returnCode: '200' } : { code: '0' });
  });
  sandbox = await runSandbox();
  [number = ''] = await numbers('B1');
  await open('S1', number, HOLDER);
});
afterEach(async () => {
  await sandbox.close();
  await product.close();
});

async function numbers(reference: string): Promise<string[]> {
  const batch = { reference, planCode: 'XL29', city: '0755', count: 1 };
  return (await sandbox.carrier('/numbers/batch', batch)).body['numbers'] as string[];
}

/** Has the carrier open a card under this reference. */
async function open(reference: string, chosen: string, holder: Fields): Promise<void> {
  const place = { number: chosen, planCode: 'XL29' };
  const occupyReference = `O-${reference}`;
  await sandbox.carrier('/numbers/occupy', { ...place, reference: occupyReference, minutes: 60 });
  const callbackUrl = `${product.url}/callbacks/carriers/xinglian`;
  const order = { ...place, reference, occupyReference, firstMonthFen: 2900, holder, callbackUrl };
  expect((await sandbox.carrier('/orders/submit', order)).body['code']).toBe('0');
  await jump(sandbox, 150_000);
  await settled(sandbox);
}

async function carrierOrder(reference = 'S1'): Promise<Fields> {
  return (await sandbox.carrier('/orders/query', { reference })).body['order'] as Fields;
}

/** Sends the card; resolves with the waybill. */
async function dispatch(): Promise<string> {
  const { iccid } = await carrierOrder();
  const { body } = await courierCall(sandbox, 'bOrder', {
    kuaidicom: 'shunfeng',
    recMan: { name: HOLDER.name, mobile: PHONE, printAddr: '四川省成都市武侯区人民南路1号' },
    thirdOrderId: 'P1',
    iccid,
    callBackUrl: `${product.url}/callbacks/couriers/kuaidi100`,
  });
  return String((body['data'] as Fields)['kuaidinum']);
}

const behave = (habits: Fields): ReturnType<Running['post']> =>
  sandbox.post('/customers/behaviour', { phone: PHONE, ...habits });

async function now(): Promise<number> {
  return Date.parse(String((await sandbox.get('/control/clock')).body['businessNow']));
}

const customerRows = (): string[] => readFileSync(join(sandbox.dataDir, 'customers.jsonl'), 'utf8').trim().split('\n');

/** Jumps from event to event, as the demo does; `between` is done after each. True while something was left to do. */
async function step(): Promise<boolean> {
  await settled(sandbox);
  const next = await planned(sandbox);
  if (!next) return false;
  await jump(sandbox, Math.max(0, Date.parse(next.at) - (await now())));
  await settled(sandbox);
  return true;
}

async function toTheEnd(between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  for (let steps = 0; steps < 40; steps += 1) {
    if (!(await step())) return;
    await between();
  }
  throw new Error('the sandbox goes round in circles');
}

const signedAt = async (waybill: string): Promise<number> => {
  const { body } = await courierQuery(sandbox, waybill);
  const [row] = body['data'] as Fields[];
  return Date.parse(`${String(row?.['time']).replace(' ', 'T')}+08:00`);
};

const carrierWords = (): unknown[] =>
  product.received
    .filter(({ url }: Received) => url.includes('carriers'))
    .map(({ raw }) => (JSON.parse(raw.toString()) as Fields)['state']);

it('a card is activated hours after it was handed over, where the parcel went, and not before', async () => {
  const waybill = await dispatch();
  for (let steps = 0; steps < 5; steps += 1) {
    expect(await carrierOrder()).toMatchObject({ state: '已开户', activation: null });
    await step();
  }
  expect(await planned(sandbox)).toMatchObject({ what: 'customer activates a card' });
  await toTheEnd();

  const { state, activatedAt, activation } = await carrierOrder();
  expect(state).toBe('已激活');
  expect(activation).toEqual({ personMatches: true, province: '四川省', city: '成都市' });
  const waited = Date.parse(String(activatedAt)) - (await signedAt(waybill));
  expect(waited).toBeGreaterThan(HOUR_MS);
  expect(waited).toBeLessThan(DAY_MS);
  expect(carrierWords()).toEqual(['已开户', '已激活']);
});

it('comes to the same end over a restart at every step, and the card is used once', async () => {
  await dispatch();
  await toTheEnd(() => sandbox.restart());

  expect(carrierWords()).toEqual(['已开户', '已激活']);
  await sandbox.restart();
  expect(await planned(sandbox)).toBeNull();
  expect(customerRows().filter((row) => row.includes('"t":"card"'))).toHaveLength(1);
});

it('is handed over although the courier was killed between writing down who signed and handing it over', async () => {
  await behave({ activates: 'never' });
  await dispatch();
  await toTheEnd();
  const kept = customerRows().filter((row) => !row.includes('"t":"card"'));
  writeFileSync(join(sandbox.dataDir, 'customers.jsonl'), `${kept.join('\n')}\n`);
  await sandbox.restart();
  await behave({ activates: 'soon' });
  await toTheEnd();

  expect((await carrierOrder())['state']).toBe('已激活');
});

it('runs the same at the same seed: the demo can be repeated', async () => {
  const whats: string[] = [];
  await dispatch();
  await toTheEnd(async () => {
    whats.push((await planned(sandbox))?.what ?? 'nothing');
  });

  expect(whats).toEqual([
    "courier's line of P1",
    "courier's city of P1",
    "courier's out of P1",
    "courier's door of P1",
    'customer activates a card',
    'nothing',
  ]);
});

it('never: the card stays opened, until she is told otherwise', async () => {
  await behave({ activates: 'never' });
  await dispatch();
  await toTheEnd();
  await jump(sandbox, 40 * DAY_MS);
  await sandbox.restart();
  expect(await carrierOrder()).toMatchObject({ state: '已开户', activatedAt: null });

  await behave({ activates: 'soon' });
  await settled(sandbox);
  expect((await carrierOrder())['state']).toBe('已激活');
});

it('late-news: she activates in time, the desk withdraws the order, and takes it back weeks later', async () => {
  await behave({ activates: 'late-news' });
  const waybill = await dispatch();
  for (let steps = 0; steps < 6; steps += 1) await step();
  const signed = await signedAt(waybill);
  expect(await carrierOrder()).toMatchObject({ state: '已开户', activatedAt: null, activation: null });
  await jump(sandbox, 32 * DAY_MS);
  await settled(sandbox);
  expect((await sandbox.carrier('/orders/cancel', { reference: 'S1' })).body).toEqual({ code: '0' });
  expect((await carrierOrder())['state']).toBe('已撤单');
  await sandbox.restart();
  await toTheEnd();

  const { state, activatedAt, activation } = await carrierOrder();
  expect(state).toBe('已激活');
  expect(activation).toMatchObject({ personMatches: true });
  expect(Date.parse(String(activatedAt)) - signed).toBeLessThan(DAY_MS);
  expect((await now()) - signed).toBeGreaterThan(31 * DAY_MS);
  expect(carrierWords()).toEqual(['已开户', '已激活']);
});

it('the news may be told to be late by so many days', async () => {
  await behave({ activates: 'late-news', newsLateDays: 3 });
  await dispatch();
  await toTheEnd();

  const { activatedAt } = await carrierOrder();
  const late = (await now()) - Date.parse(String(activatedAt));
  expect(late).toBeGreaterThanOrEqual(3 * DAY_MS);
  expect(late).toBeLessThan(3 * DAY_MS + HOUR_MS);
});

it('a withdrawn order stays withdrawn although the card arrives', async () => {
  await dispatch();
  await sandbox.carrier('/orders/cancel', { reference: 'S1' });
  await toTheEnd();

  expect(await carrierOrder()).toMatchObject({ state: '已撤单', activatedAt: null });
  expect(carrierWords()).toEqual(['已开户']);
});

it.each(['refuses', 'lost', 'stuck'])('a parcel that somebody %s is never activated', async (door) => {
  await behave({ door });
  await dispatch();
  await toTheEnd();

  expect((await carrierOrder())['state']).toBe('已开户');
});

it.each(['other', 'locker'])('a parcel left with %s reaches her a day later', async (door) => {
  await behave({ door });
  const waybill = await dispatch();
  await toTheEnd();

  const { activatedAt } = await carrierOrder();
  expect(Date.parse(String(activatedAt)) - (await signedAt(waybill))).toBeGreaterThan(DAY_MS);
});

it('another person elsewhere may be the one who activates', async () => {
  await behave({ activation: { personMatches: false, province: '云南省', city: '昆明市' } });
  await dispatch();
  await toTheEnd();

  expect((await carrierOrder())['activation']).toEqual({ personMatches: false, province: '云南省', city: '昆明市' });
});

it('what somebody was told stays told: later words change only what they name, also after a restart', async () => {
  await behave({ door: 'locker' });
  await behave({ activates: 'never' });
  await behave({ behaviour: 'silent' });
  await sandbox.restart();
  const waybill = await dispatch();
  await toTheEnd();

  expect((await courierQuery(sandbox, waybill)).body['state']).toBe('304');
  expect((await carrierOrder())['state']).toBe('已开户');
  expect((await behave({ door: 'sleeps' })).status).toBe(400);
});

it('may be hurried for a measurement', async () => {
  await sandbox.post('/control/courier-delay', { delayMs: [1_000, 1_000] });
  await sandbox.post('/control/activation-delay', { delayMs: [2_000, 2_000] });
  await dispatch();
  const start = await now();
  await toTheEnd();

  expect((await now()) - start).toBeLessThan(20_000);
  expect((await carrierOrder())['state']).toBe('已激活');
});

it('a card is suspended by person or by number, and only one that is in use', async () => {
  const { body: person } = await sandbox.post('/people', { images: false });
  const { name, idNumber, phone, personId } = person;
  const suspend = (who: Fields): ReturnType<Running['post']> => sandbox.post('/control/carrier/suspend', who);
  const [hers = ''] = await numbers('B2');
  await open('S2', hers, { name, idNumber, phone });
  for (const who of [{ personId }, { personId: 'nobody' }, { number: hers }]) {
    expect((await suspend(who)).status).toBe(404);
  }
  expect((await suspend({})).status).toBe(400);
  for (const who of [{ personId }, { number }]) await sandbox.post('/control/carrier/activate', who);
  await settled(sandbox);

  expect((await suspend({ personId })).body).toEqual({ stopped: 1 });
  await settled(sandbox);
  expect(await carrierOrder('S2')).toMatchObject({ state: '已停机', activation: { province: '广东省' } });
  expect((await carrierOrder())['state']).toBe('已激活');
  expect((await suspend({ number })).body).toEqual({ stopped: 1 });
  expect((await carrierOrder())['state']).toBe('已停机');
});
