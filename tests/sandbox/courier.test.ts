import { FormSignatures, orderSign, pushSign, querySign } from '../../sandbox/couriers/kuaidi100/signature';
import { placeOf } from '../../sandbox/couriers/kuaidi100/trace';
import { courierCall, courierQuery, type Fields, form, orderForm, pushOf, pushSignature } from './courier';
import {
  answerJson,
  COURIER,
  jump,
  planned,
  type Reply,
  runReceiver,
  runSandbox,
  type Running,
  settled,
  SILENCE_MS,
  until,
} from './support';

const PHONE = '19200000001';
const RECIPIENT = { name: '王小明', mobile: PHONE, printAddr: '四川省成都市武侯区人民南路1号' };
const DAY_MS = 86_400_000;

let sandbox: Running;
let product: Awaited<ReturnType<typeof runReceiver>>;
/** What the stand-in for the product answers to pushes. */
let answer: { status: number; body: unknown };

beforeEach(async () => {
  answer = { status: 200, body: { result: true, returnCode: '200', message: '成功' } };
  product = await runReceiver((_received, response) => {
    answerJson(response, answer.status, answer.body);
  });
  sandbox = await runSandbox();
});

afterEach(async () => {
  await sandbox.close();
  await product.close();
});

function consignment(changes: Fields = {}): Fields {
  return {
    kuaidicom: 'shunfeng',
    recMan: RECIPIENT,
    thirdOrderId: 'P1',
    iccid: '89860326000000000012',
    callBackUrl: `${product.url}/callbacks/couriers/kuaidi100`,
    salt: 'pepper',
    ...changes,
  };
}

const order = (changes: Fields = {}, timeoutMs?: number): Promise<Reply> =>
  courierCall(sandbox, 'bOrder', consignment(changes), timeoutMs);

const dataOf = ({ body }: Reply): Fields => body['data'] as Fields;

async function ordered(changes: Fields = {}): Promise<string> {
  return String(dataOf(await order(changes))['kuaidinum']);
}

const behave = (habits: Fields): Promise<Reply> => sandbox.post('/customers/behaviour', { phone: PHONE, ...habits });

const plan = (fault: Fields): Promise<Reply> => sandbox.post('/control/faults', { partner: 'courier', ...fault });

/** Jumps to what the sandbox does next, as the demo does. */
async function step(): Promise<void> {
  await settled(sandbox);
  const { body } = await sandbox.get('/control/quiet');
  const next = body['next'] as { at: string } | null;
  if (next) await jump(sandbox, Math.max(0, Date.parse(next.at) - Date.parse(String(body['businessNow']))));
  await settled(sandbox);
}

async function steps(count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await step();
}

/** Goes on until the sandbox has nothing left to do. */
async function toTheEnd(): Promise<void> {
  for (let done = 0; done < 30 && (await planned(sandbox)) !== null; done += 1) await step();
  expect(await planned(sandbox)).toBeNull();
}

const pushes = (): ReturnType<typeof pushOf>[] => product.received.map(pushOf);
const told = (): string[] => pushes().map(({ state }) => state);

async function codes(waybill: string): Promise<string[]> {
  const { body } = await courierQuery(sandbox, waybill);
  return (body['data'] as Fields[]).map(({ statusCode }) => String(statusCode)).reverse();
}

describe('signatures', () => {
  const param = '{"com":"ems","num":"em263999513jp","phone":"19200000000","resultv2":"4"}';

  it('are the ones of the published formulas', () => {
    expect(querySign(param, 'KEY', 'CUSTOMER')).toBe('B9F2127686F794A9527CDF96FDB92E85');
    expect(orderSign(param, '1790000000000', 'KEY', 'SECRET')).toBe('28CF0CA8DCF040C3958889EF55B541B3');
    expect(pushSign('{"status":"polling","message":"","lastResult":{"state":"0"}}', 'SALT')).toBe(
      '80FA872A6050FF59BDDB6390B043D303',
    );
  });

  it('may be written small, and bind everything they cover', () => {
    const signatures = new FormSignatures(COURIER);
    const t = String(Date.now());
    const sign = orderSign(param, t, COURIER.key, COURIER.secret);

    expect(signatures.acceptsOrder({ key: COURIER.key, sign: sign.toLowerCase(), t, param })).toBe(true);
    expect(signatures.acceptsOrder({ key: COURIER.key, sign, t: String(Number(t) + 1), param })).toBe(false);
    expect(signatures.acceptsOrder({ key: COURIER.key, sign, t, param: `${param} ` })).toBe(false);
    expect(signatures.acceptsQuery({ customer: 'OTHER', sign: querySign(param, 'KEY', 'OTHER'), param })).toBe(false);
  });

  it.each([
    ['a wrong signature', { sign: 'AB'.repeat(16) }],
    ['another key', { key: 'KEY2' }],
    ['an old time stamp', { t: String(Date.now() - 400_000) }],
    ['another parameter', { param: '{"thirdOrderId":"P2"}' }],
  ])('an order with %s is refused and not taken', async (_what, changes) => {
    const url = `${sandbox.url}/couriers/kuaidi100/order`;
    const reply = await form(url, orderForm('bOrder', consignment(), changes));

    expect(reply.body).toMatchObject({ result: false, returnCode: '401' });
    expect((await sandbox.get('/couriers/kuaidi100/book')).body['rows']).toEqual([]);
  });
});

describe('the desk', () => {
  it('takes a parcel once per reference however often it is asked, also after a restart', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => order()));
    await sandbox.restart();
    replies.push(await order(), await courierCall(sandbox, 'detail', { thirdOrderId: 'P1' }));

    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(replies[0]?.body).toMatchObject({ result: true, returnCode: '200' });
    expect(dataOf(await order({ thirdOrderId: 'P2' }))['kuaidinum']).not.toBe(
      dataOf(await order({ thirdOrderId: 'P1' }))['kuaidinum'],
    );
  });

  it.each([
    ['another content under a used reference', { iccid: '89860326000000000020' }, '409'],
    ['a callback address that is not on this machine', { thirdOrderId: 'P2', callBackUrl: 'http://1.2.3.4/' }, '400'],
    ['no recipient', { thirdOrderId: 'P2', recMan: null }, '400'],
    ['a recipient without a phone', { thirdOrderId: 'P2', recMan: { ...RECIPIENT, mobile: '' } }, '400'],
  ])('refuses %s', async (_what, changes, returnCode) => {
    await order();

    expect((await order(changes)).body).toMatchObject({ result: false, returnCode });
    expect((await sandbox.get('/couriers/kuaidi100/book')).body['rows']).toHaveLength(1);
  });

  it('knows no parcel that nobody ordered, nor one under another waybill or company', async () => {
    const kuaidinum = await ordered();

    for (const method of ['detail', 'cancel', 'inquire']) {
      const reply = await courierCall(sandbox, method, { thirdOrderId: 'P9', kuaidinum });
      expect(reply.body).toMatchObject({ result: false, returnCode: '404' });
    }
    const other = { thirdOrderId: 'P1', kuaidinum: 'SF1' };
    expect((await courierCall(sandbox, 'cancel', other)).body).toMatchObject({ result: false, returnCode: '400' });
    expect((await courierQuery(sandbox, 'SF1')).body).toMatchObject({ result: false, returnCode: '404' });
    expect((await courierQuery(sandbox, kuaidinum, 'ems')).body).toMatchObject({ result: false, returnCode: '404' });
  });

  it('shows a planted difference until it is taken back', async () => {
    const number = await ordered();
    const rows = async (): Promise<unknown> => (await sandbox.get('/couriers/kuaidi100/book')).body['rows'];
    expect(await rows()).toEqual([{ reference: 'P1', status: '101', number, amountFen: 1200 }]);
    const truth = await rows();

    for (const kind of ['amount', 'number', 'status', 'missing', 'extra']) {
      await sandbox.post('/couriers/kuaidi100/book/plant-difference', { kind });
      expect(await rows()).not.toEqual(truth);
    }
    await fetch(`${sandbox.url}/couriers/kuaidi100/book/plant-difference`, { method: 'DELETE' });
    expect(await rows()).toEqual(truth);
  });
});

describe('a parcel', () => {
  it('travels about two days, is taken by herself, and every push carries all of the way so far', async () => {
    const waybill = await ordered();
    const start = Date.parse(String((await sandbox.get('/control/clock')).body['businessNow']));
    await steps(5);

    const way = ['101', '103', '1002', '1001', '5', '301'];
    expect(await codes(waybill)).toEqual(way);
    expect(pushes().map((push) => push.codes)).toEqual(
      way.slice(1).map((_, place) => way.slice(0, place + 2).reverse()),
    );
    expect(pushes().map(({ status }) => status)).toEqual(['polling', 'polling', 'polling', 'polling', 'shutdown']);
    const end = Date.parse(String((await sandbox.get('/control/clock')).body['businessNow']));
    expect(end - start).toBeGreaterThan(DAY_MS);
    expect(end - start).toBeLessThan(3 * DAY_MS);
    for (const { sign, param, reference } of pushes()) {
      expect(sign).toBe(pushSignature(param, 'pepper'));
      expect(reference).toBe('P1');
    }
  });

  it('is proved to be delivered by a row that says how, where and when, and names nobody', async () => {
    const waybill = await ordered();
    await steps(5);

    const { body } = await courierQuery(sandbox, waybill);
    expect(body).toMatchObject({
      message: 'ok',
      status: '200',
      state: '301',
      com: 'shunfeng',
      nu: waybill,
      ischeck: '1',
    });
    const [proof] = body['data'] as Fields[];
    expect(proof).toMatchObject({ statusCode: '301', status: '本人签收', signedBy: '本人', areaName: '成都市' });
    expect(proof?.['time']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(Date.parse(`${String(proof?.['time']).replace(' ', 'T')}+08:00`)).toBeGreaterThan(Date.now() + DAY_MS);
    expect(JSON.stringify(body)).not.toContain(RECIPIENT.name);
    expect(JSON.stringify(body)).not.toContain(PHONE);
  });

  it('is signed with the agreed salt where the order names none', async () => {
    await ordered({ salt: undefined });
    await step();

    const [push] = pushes();
    expect(push?.sign).toBe(pushSignature(push?.param ?? '', COURIER.salt));
  });

  it('goes on where it was after a restart in the middle, and no push is lost or made up', async () => {
    const waybill = await ordered();
    for (let done = 0; done < 5; done += 1) {
      await sandbox.restart();
      await step();
    }
    await sandbox.restart();
    await settled(sandbox);

    expect(await codes(waybill)).toEqual(['101', '103', '1002', '1001', '5', '301']);
    expect(told()).toEqual(['103', '1002', '1001', '5', '301']);
  });

  it.each([
    ['is refused and comes back', 'refuses', ['14', '6', '4']],
    ['is taken by another', 'other', ['303']],
    ['is put into a locker', 'locker', ['304']],
  ])('%s', async (_what, door, end) => {
    await behave({ door, activates: 'never' });
    const waybill = await ordered();
    await toTheEnd();

    expect(await codes(waybill)).toEqual(['101', '103', '1002', '1001', '5', ...end]);
    expect(told().slice(-end.length)).toEqual(end);
    expect(pushes().at(-1)?.status).toBe('shutdown');
  });

  it('that is stuck tells nothing more until somebody asks for it, and then goes on to its end', async () => {
    await behave({ door: 'stuck' });
    const kuaidinum = await ordered();
    await toTheEnd();
    await jump(sandbox, 10 * DAY_MS);
    await sandbox.restart();
    expect(await codes(kuaidinum)).toEqual(['101', '103']);

    const asked = await courierCall(sandbox, 'inquire', { thirdOrderId: 'P1', kuaidinum });
    expect(dataOf(asked)).toEqual({ result: 'accepted' });
    await sandbox.restart();
    await step();
    expect(await codes(kuaidinum)).toEqual(['101', '103', '1002']);
    await steps(3);

    expect(await codes(kuaidinum)).toEqual(['101', '103', '1002', '1001', '5', '301']);
  });

  it('that is lost stays lost, and the courier says so when it is asked', async () => {
    await behave({ door: 'lost' });
    const kuaidinum = await ordered();
    await toTheEnd();

    for (let time = 0; time < 2; time += 1) {
      const asked = await courierCall(sandbox, 'inquire', { thirdOrderId: 'P1', kuaidinum });
      expect(dataOf(asked)).toEqual({ result: 'lost' });
      await sandbox.restart();
    }
    expect(await planned(sandbox)).toBeNull();
    expect(await codes(kuaidinum)).toEqual(['101', '103']);
    const turned = await courierCall(sandbox, 'cancel', { thirdOrderId: 'P1', kuaidinum });
    expect(turned.body).toMatchObject({ result: false, message: '快件已遗失,无法拦截' });
  });

  it('that moves is not changed by being asked for', async () => {
    const kuaidinum = await ordered();
    const before = await planned(sandbox);

    expect(dataOf(await courierCall(sandbox, 'inquire', { thirdOrderId: 'P1', kuaidinum }))).toEqual({
      result: 'accepted',
    });
    expect(await planned(sandbox)).toEqual(before);
  });
});

describe('interception', () => {
  const intercept = (kuaidinum: string): Promise<Reply> =>
    courierCall(sandbox, 'cancel', { thirdOrderId: 'P1', kuaidinum });

  it('turns a parcel round that is not out for delivery yet', async () => {
    const kuaidinum = await ordered();
    await steps(2);
    const first = await intercept(kuaidinum);
    expect(first.body).toMatchObject({ result: true, returnCode: '200' });
    await sandbox.restart();
    const before = await planned(sandbox);
    expect((await intercept(kuaidinum)).body).toEqual(first.body);
    expect(await planned(sandbox)).toEqual(before);
    await toTheEnd();

    expect(await codes(kuaidinum)).toEqual(['101', '103', '1002', '6', '4']);
    expect(told()).toEqual(['103', '1002', '6', '4']);
  });

  it('also turns one round that lies somewhere', async () => {
    await behave({ door: 'stuck' });
    const kuaidinum = await ordered();
    await toTheEnd();
    await intercept(kuaidinum);
    await toTheEnd();

    expect(await codes(kuaidinum)).toEqual(['101', '103', '6', '4']);
  });

  it('comes too late once it is carried to the door, and says why', async () => {
    const kuaidinum = await ordered();
    await steps(4);
    expect(await codes(kuaidinum)).toHaveLength(5);
    expect((await intercept(kuaidinum)).body).toEqual({
      result: false,
      returnCode: '409',
      message: '快件已派送,无法拦截',
    });
    await step();

    expect((await intercept(kuaidinum)).body).toMatchObject({ result: false, message: '快件已签收,无法拦截' });
    expect(await codes(kuaidinum)).toContain('301');
  });
});

describe('planned faults', () => {
  it('can take a parcel and keep silent: asking finds it, and asking twice sends one', async () => {
    await plan({ match: { command: 'bOrder', phone: PHONE }, effect: 'timeout-after-acting' });

    await expect(order({}, SILENCE_MS)).rejects.toThrow('timeout');
    const found = await courierCall(sandbox, 'detail', { thirdOrderId: 'P1' });
    expect(found.body).toMatchObject({ result: true });
    expect((await order()).body).toEqual(found.body);

    expect((await sandbox.get('/couriers/kuaidi100/book')).body['rows']).toHaveLength(1);
    expect(await planned(sandbox)).toMatchObject({ what: "courier's pickup of P1" });
  });

  it('can keep silent without taking it', async () => {
    await plan({ match: { command: 'bOrder' }, effect: 'timeout-before' });

    await expect(order({}, SILENCE_MS)).rejects.toThrow('timeout');

    const found = await courierCall(sandbox, 'detail', { thirdOrderId: 'P1' });
    expect(found.body).toMatchObject({ result: false, returnCode: '404' });
  });

  it('can be down, and can refuse with a text, aimed at one person', async () => {
    const { body: person } = await sandbox.post('/people', { images: false });
    const to = { ...RECIPIENT, mobile: person['phone'] };
    await plan({ match: { personId: person['personId'] }, effect: 'down' });
    await plan({ match: { personId: person['personId'] }, effect: 'refuse', text: '超出派送范围' });

    expect((await order()).body).toMatchObject({ result: true });
    expect((await order({ thirdOrderId: 'P2', recMan: to })).status).toBe(503);
    expect((await order({ thirdOrderId: 'P2', recMan: to })).body).toEqual({
      result: false,
      returnCode: '403',
      message: '超出派送范围',
    });
    expect((await order({ thirdOrderId: 'P2', recMan: to })).body).toMatchObject({ result: true });
  });

  it('can hold a reply until it is let go, having acted', async () => {
    await plan({ match: { command: 'bOrder' }, effect: 'hold' });
    const held = order();
    await until(
      'the reply is held',
      async () => ((await sandbox.get('/control/held')).body['held'] as unknown[]).length === 1,
    );
    expect((await courierCall(sandbox, 'detail', { thirdOrderId: 'P1' })).body).toMatchObject({ result: true });
    await sandbox.post('/control/release', {});

    expect((await held).body).toMatchObject({ result: true });
  });

  it('can push the same five times', async () => {
    await plan({ match: { command: 'push' }, effect: 'answer-twice', nth: 2 });
    await ordered();
    await steps(3);

    expect(told()).toEqual(['103', '1002', '1002', '1002', '1002', '1002', '1001']);
    expect(new Set(pushes().map(({ param }) => param)).size).toBe(3);
  });

  it('can push late: with what was known when it was written', async () => {
    await plan({ match: { command: 'push', reference: 'P1' }, effect: 'answer-late', delayMs: 10 * DAY_MS });
    await behave({ activates: 'never' });
    await ordered();
    await toTheEnd();

    expect(told()).toEqual(['1002', '1001', '5', '301', '103']);
    expect(pushes().at(-1)?.codes).toEqual(['103', '101']);
  });

  it('can push out of order', async () => {
    await plan({ match: { command: 'push' }, effect: 'out-of-order', nth: 4 });
    await behave({ activates: 'never' });
    await ordered();
    await toTheEnd();

    expect(told()).toEqual(['103', '1002', '1001', '301', '5']);
  });

  it.each([
    ['an error', { status: 500, body: {} }],
    ['a no', { status: 200, body: { result: false, returnCode: '500', message: '失败' } }],
    ['a yes of the carrier', { status: 200, body: { code: '0' } }],
  ])(
    'a push answered with %s comes again, the same, until it is accepted, also after a restart',
    async (_what, bad) => {
      answer = bad;
      await ordered();
      await step();
      expect(product.received).toHaveLength(1);
      await sandbox.restart();
      await step();
      answer = { status: 200, body: { result: true, returnCode: '200', message: '成功' } };
      await step();
      const attempts = product.received.length;
      await jump(sandbox, 3_600_000);
      await settled(sandbox);

      expect(attempts).toBeGreaterThanOrEqual(3);
      expect(product.received).toHaveLength(attempts);
      expect(new Set(pushes().map(({ param }) => param)).size).toBe(1);
    },
  );
});

describe('an address', () => {
  it.each([
    ['广东省深圳市南山区科技路1号', '广东省', '深圳市'],
    ['北京市北京市朝阳区建设路2号', '北京市', '北京市'],
    ['上海市浦东新区世纪大道3号', '上海市', '上海市'],
    ['内蒙古自治区呼和浩特市新城区1号', '内蒙古自治区', '呼和浩特市'],
    ['吉林省延边朝鲜族自治州延吉市1号', '吉林省', '延边朝鲜族自治州'],
    ['黑龙江省大兴安岭地区漠河市1号', '黑龙江省', '大兴安岭地区'],
    ['湖北省仙桃市仙桃市解放路4号', '湖北省', '仙桃市'],
    ['海南省陵水黎族自治县陵水黎族自治县1号', '海南省', '陵水黎族自治县'],
    ['四川省 成都市 武侯区 人民南路1号', '四川省', '成都市'],
  ])('%s lies in a province and a city', (address, province, city) => {
    expect(placeOf(address)).toEqual({ province, city });
  });
});
