import type { FastifyInstance } from 'fastify';
import { as, changingAs, device, fakeApp, ORDER, PURCHASE, world } from './fakes';
import { TICKET } from './fake-tickets';

const support = changingAs('t-support', 'support1');

describe('tickets over HTTP', () => {
  let app: FastifyInstance;
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    app = await fakeApp(w);
  });
  afterEach(() => app.close());

  it('lists a view with its filters, in words', async () => {
    const answer = await app.inject({
      url: `/v1/tickets?view=unassigned&kind=T-LOG-1&after=${TICKET}&limit=20`,
      headers: as('t-support'),
    });

    expect(w.tickets.listings).toEqual([
      { view: 'unassigned', kind: 'T-LOG-1', after: TICKET, limit: 20, skills: ['support'] },
    ]);
    expect(answer.json()).toMatchObject({
      rows: [{ id: TICKET, title: { zh: '包裹没动' }, wait: { what: { zh: '客服答复客户' } } }],
      counts: { mine: 1 },
      next: null,
    });
  });

  it('shows a ticket with the order beside it and answers to start from', async () => {
    const answer = await app.inject({ url: `/v1/tickets/${TICKET}`, headers: as('t-support') });
    const missing = await app.inject({ url: '/v1/tickets/tkt_00000000000x', headers: as('t-support') });

    expect(answer.json()).toMatchObject({
      clear: true,
      entries: [{ words: '我的卡到哪了', actor: { kind: 'customer' } }],
      order: { id: ORDER },
      parcel: { waybill: 'SF0012345678', state: { zh: '运输中' } },
    });
    expect(answer.json<{ templates: { text: string }[] }>().templates[0]?.text).toContain('运单尾号 5678');
    expect([missing.statusCode, missing.json<{ code: string }>().code]).toEqual([404, 'TicketNotFound']);
  });

  it('hands every command on with who gave it', async () => {
    const post = (rest: string, payload?: object) =>
      app.inject({
        method: 'POST',
        url: `/v1/tickets/${TICKET}/${rest}`,
        headers: support,
        ...(payload === undefined ? {} : { payload }),
      });

    const answers = [
      await post('claim'),
      await post('answer', { text: ' 明天到 ', key: 'a-key-of-mine' }),
      await post('answer', { text: '后天到', waits: false, key: 'another-key' }),
      await post('note', { text: '已联系快递', key: 'a-third-key' }),
      await post('courier-inquiry'),
      await post('handover', {}),
      await post('handover', { to: 'usr_00000support' }),
      await post('close', { outcome: 'solved' }),
    ];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200, 200, 200]);
    const user = w.staff.get('t-support')?.user.id;
    expect(w.tickets.done).toEqual([
      ['claim', TICKET, user, w.staff.get('t-support')?.user.roles],
      ['answer', TICKET, user, '明天到', true, 'a-key-of-mine'],
      ['answer', TICKET, user, '后天到', false, 'another-key'],
      ['note', TICKET, user, '已联系快递', 'a-third-key'],
      ['askCourier', TICKET, user],
      ['handover', TICKET, user, null],
      ['handover', TICKET, user, 'usr_00000support'],
      ['close', TICKET, user, 'solved'],
    ]);
  });

  it('refuses an empty or endless answer, and an outcome that does not exist', async () => {
    const post = (rest: string, payload: object) =>
      app.inject({ method: 'POST', url: `/v1/tickets/${TICKET}/${rest}`, headers: support, payload });

    const answers = [
      await post('answer', { text: '   ', key: 'a-key-of-mine' }),
      await post('answer', { text: 'x'.repeat(1001), key: 'a-key-of-mine' }),
      await post('close', { outcome: 'solved-by-itself' }),
    ];

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400]);
    expect(w.tickets.done).toEqual([]);
  });

  it.each([
    ['post', `/v1/tickets/${TICKET}/answer`, '/v1/tickets/{id}/answer'],
    ['post', `/v1/tickets/${TICKET}/note`, '/v1/tickets/{id}/note'],
    ['post', '/v1/self-service/tickets', '/v1/self-service/tickets'],
    ['post', `/v1/self-service/tickets/${TICKET}/replies`, '/v1/self-service/tickets/{id}/replies'],
  ] as const)('takes no words without a key, and says so beforehand: %s %s', async (method, url, published) => {
    const headers = url.startsWith('/v1/tickets') ? support : device;
    const post = (payload: object) => app.inject({ method: 'POST', url, headers, payload });

    const refused = [await post({ text: '明天到' }), await post({ text: '明天到', key: 'short' })];
    const { paths } = (await app.inject('/openapi.json')).json<{
      paths: Record<
        string,
        Record<string, { requestBody: { content: Record<string, { schema: { required: string[] } }> } }>
      >;
    }>();

    expect(refused.map(({ statusCode }) => statusCode)).toEqual([400, 400]);
    expect(refused[0]?.json()).toMatchObject({ code: 'BodyInvalid', errors: [{ pointer: '/key' }] });
    expect(w.tickets.done).toEqual([]);
    expect(paths[published]?.[method]?.requestBody.content['application/json']?.schema.required).toEqual(
      expect.arrayContaining(['text', 'key']),
    );
  });

  it('lets support go on duty and see who else is', async () => {
    const on = await app.inject({
      method: 'PUT',
      url: '/v1/session/duty',
      headers: support,
      payload: { onDuty: true },
    });

    expect(on.json()).toMatchObject({ onDuty: true, colleagues: [{ name: '李客服', open: 2 }] });
    expect(w.tickets.done).toEqual([['duty', w.staff.get('t-support')?.user.id, true]]);
  });

  it.each([
    ['t-finance', 'GET', '/v1/tickets'],
    ['t-finance', 'POST', `/v1/tickets/${TICKET}/claim`],
    ['t-auditor', 'POST', `/v1/tickets/${TICKET}/claim`],
    ['t-auditor', 'PUT', '/v1/session/duty'],
  ] as const)('refuses %s at %s %s', async (token, method, url) => {
    const login = { 't-finance': 'finance1', 't-auditor': 'auditor1' }[token];
    const answer = await app.inject({ method, url, headers: changingAs(token, login), payload: {} });

    expect(answer.statusCode).toBe(403);
  });

  it('shows the customer how the card stands, what was said, and nothing that is our own affair', async () => {
    const answer = await app.inject({ url: '/v1/self-service/tickets', headers: device });

    expect(answer.json()).toMatchObject({
      orders: [{ title: { zh: '卡在路上' }, parcel: { state: { zh: '运输中' } } }],
      tickets: [
        {
          canReply: false,
          entries: [{ from: 'customer', words: '我的卡到哪了' }, { text: { zh: '已办结。7 天内回复可重新打开。' } }],
        },
      ],
    });
  });

  it('takes questions and replies of a customer, about their own purchase', async () => {
    const ask = await app.inject({
      method: 'POST',
      url: '/v1/self-service/tickets',
      headers: device,
      payload: { text: '我的卡到哪了？', orderId: ORDER, key: 'key-of-a-phone' },
    });
    const reply = await app.inject({
      method: 'POST',
      url: `/v1/self-service/tickets/${TICKET}/replies`,
      headers: device,
      payload: { text: '还没到', key: 'other-key-of-it' },
    });
    const stranger = await app.inject({ method: 'POST', url: '/v1/self-service/tickets', payload: { text: '?' } });

    expect([ask.statusCode, reply.statusCode, stranger.statusCode]).toEqual([201, 201, 410]);
    expect(w.tickets.done).toEqual([
      ['ask', PURCHASE, '我的卡到哪了？', ORDER, 'key-of-a-phone'],
      ['reply', PURCHASE, TICKET, '还没到', 'other-key-of-it'],
    ]);
  });
});
