import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../domain/errors';
import { as, fakeApp, ORDER, PURCHASE, signed, world } from './fakes';

const command = {
  externalRef: 'T-1',
  planCode: 'XL29',
  city: '0755',
  holder: { name: '张三丰', idNumber: '11010519491231002X', phone: '19200000888' },
  delivery: { province: '广东省', city: '深圳市', district: '南山区', address: '科技园 1 号' },
};

describe('orders over HTTP', () => {
  let app: FastifyInstance;
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    app = await fakeApp(w);
  });
  afterEach(() => app.close());

  const send = (payload: unknown, headers: Record<string, string> = signed) =>
    app.inject({
      method: 'POST',
      url: '/v1/orders',
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  it('takes an order in with 202 and hands the parsed command on', async () => {
    const answer = await send({ ...command, quantity: 3 });

    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({
      purchaseId: PURCHASE,
      orders: [{ id: ORDER, stage: 'received', status: 'accepted', number: null }],
    });
    expect(w.commands).toEqual([{ channel: 'demo', command: { ...command, quantity: 3 } }]);
  });

  it('answers a repeat with 200', async () => {
    w.intake = () => Promise.resolve({ kind: 'repeat', purchaseId: PURCHASE, orders: [] });

    expect((await send(command)).statusCode).toBe(200);
  });

  it('answers another body under the same reference with 409', async () => {
    w.intake = () => Promise.resolve({ kind: 'conflict', purchaseId: PURCHASE, orders: [] });

    const answer = await send(command);

    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'ReferenceConflict', type: 'urn:cardflow:problem:ReferenceConflict' });
  });

  it('refuses with every reason and an alternative', async () => {
    w.intake = () =>
      Promise.resolve({
        kind: 'refused',
        reasons: [{ code: 'CR_AGE', text: { zh: '未满 18 周岁', en: 'under 18' }, pointer: '/holder/idNumber' }],
        alternatives: [{ planCode: 'XL29', planName: '星联 29 元', text: { zh: '可办 29 元', en: '¥29 fits' } }],
      });

    const answer = await send(command);

    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'OrderRefused',
      reasons: [{ code: 'CR_AGE' }],
      alternatives: [{ planCode: 'XL29' }],
    });
  });

  it('promises nothing while the database is down', async () => {
    w.intake = () => Promise.reject(new DomainError('DatabaseUnavailable', 'no connection'));

    const answer = await send(command);

    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 'DatabaseUnavailable' });
  });

  it('points at every wrong field and repeats none of the values', async () => {
    const answer = await send({ ...command, quantity: 9, holder: { ...command.holder, phone: '5551234' }, more: 1 });

    expect(answer.statusCode).toBe(400);
    const body = answer.json<{ code: string; errors: { pointer: string }[] }>();
    expect(body.code).toBe('BodyInvalid');
    expect(body.errors.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(['/quantity', '/holder/phone']));
    expect(answer.body).not.toContain('5551234');
    expect(w.commands).toEqual([]);
  });

  it('looks at the signature before it parses anything', async () => {
    const answer = await send('{ not json', { ...signed, 'x-cardflow-signature': 'bad' });

    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'SignatureInvalid' });
    expect((await send('{ not json')).json()).toMatchObject({ code: 'BodyInvalid', status: 400 });
  });

  it('takes no other content and no endless body', async () => {
    const xml = await send('<x/>', { ...signed, 'content-type': 'application/xml' });
    const long = await send({ ...command, note: 'x'.repeat(70_000) });

    expect(xml.json()).toMatchObject({ code: 'MediaTypeUnsupported', status: 415 });
    expect(long.json()).toMatchObject({ code: 'BodyTooLarge', status: 413 });
  });

  it('says in one sentence why an order waits', async () => {
    const answer = await app.inject({ url: `/v1/orders/${ORDER}/timeline`, headers: signed });

    expect(answer.json()).toMatchObject({
      order: {
        reason: { zh: '证件照片不够清晰' },
        wait: {
          overdue: false,
          nextReminderAt: '2026-03-02T03:00:05.000Z',
          what: { zh: '客户上传证件照片', en: 'the customer to send their documents' },
          then: { zh: '订单结束', en: 'the order ends' },
          sentence: {
            zh: '等什么：客户上传证件照片 · 谁：客户 · 截止：03-05 09:00 · 到期则：订单结束',
            en: 'Waiting for the customer to send their documents · who: the customer · until 03-05 09:00 · then the order ends',
          },
        },
      },
      entries: [
        { event: 'received', text: { zh: '收到订单（第 1 张），已保留号码 193 0000 0001' } },
        { event: 'verificationStarted', actor: { kind: 'system' } },
      ],
      track: [
        { stage: 'received', milliseconds: 5000, wrong: false },
        { stage: 'verifying', milliseconds: null },
      ],
    });
  });

  it('does not know an order that is not there, nor an id of another form', async () => {
    const none = await app.inject({ url: '/v1/orders/ord_00000000000z', headers: signed });
    const malformed = await app.inject({ url: '/v1/orders/17', headers: signed });

    expect([none.statusCode, malformed.statusCode]).toEqual([404, 400]);
    expect(malformed.json()).toMatchObject({ errors: [{ pointer: '/params/id' }] });
  });

  it('takes pictures as they are', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/blobs?kind=front',
      headers: { ...signed, 'content-type': 'image/png' },
      payload: Buffer.alloc(2_000_000),
    });
    const text = await app.inject({
      method: 'POST',
      url: '/v1/blobs?kind=front',
      headers: { ...signed, 'content-type': 'text/plain' },
      payload: 'x',
    });

    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({ blobId: 'blb_000000000001' });
    expect(w.uploads).toEqual([{ who: 'demo', part: 'front', bytes: 2_000_000 }]);
    expect(text.statusCode).toBe(415);
  });

  it('lists free numbers', async () => {
    const answer = await app.inject({ url: '/v1/numbers?planCode=XL29&city=0755', headers: signed });

    expect(answer.json()).toEqual({ numbers: ['19300000002'] });
  });

  it('shows staff the list and the page, masked', async () => {
    const list = await app.inject({ url: '/v1/console/orders?stage=verifying', headers: as('t-support') });
    const page = await app.inject({ url: `/v1/console/orders/${ORDER}`, headers: as('t-support') });

    expect(list.json()).toMatchObject({ rows: [{ id: ORDER, holder: '张*丰' }], counts: { verifying: 1 } });
    expect(page.json()).toMatchObject({ holder: { idNumber: '110***********0017' }, entries: [{}, {}] });
  });
});
