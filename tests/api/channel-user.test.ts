import type { FastifyInstance } from 'fastify';
import { channelsPage } from '../../api/views/order.view';
import { as, changingAs, fakeApp, NOW, order, ORDER, ports, staff, story, world, type World } from './fakes';

/** Every route that a channel's person gets an answer from, beside those that ask nobody who they are. */
const THEIRS = [
  'DELETE /v1/session',
  'GET /v1/console/events',
  'GET /v1/console/orders',
  'GET /v1/console/orders/{id}',
  'GET /v1/orders/{id}',
  'GET /v1/orders/{id}/commission',
  'GET /v1/orders/{id}/timeline',
  'GET /v1/session',
];
/** These ask for no session; the courier's signature is a field of its form. */
const OPEN = [
  'GET /healthz',
  'POST /callbacks/couriers/kuaidi100',
  'POST /v1/self-service/session',
  'POST /v1/session',
];
/** No session, no right, and no link of this device. */
const REFUSED = [401, 403, 410];

describe('a person of a channel', () => {
  let w: World;
  let app: FastifyInstance;
  beforeEach(async () => {
    w = world();
    app = await fakeApp(w, { sandbox: null });
  });
  afterEach(() => app.close());

  const person = staff('channel1', 'channel_user');
  const get = (url: string) => app.inject({ url, headers: as('t-channel') });

  it('is refused by every route but those of their own orders', async () => {
    const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );

    const admitted: string[] = [];
    for (const { method, path } of routes) {
      const route = `${method} ${path}`;
      if (route === 'GET /v1/console/events') {
        admitted.push(route); // A stream does not end; what it tells is tested beside the other streams.
        continue;
      }
      const url = path.replace('{id}', ORDER).replace('{part}', 'front');
      const answer = await app.inject({
        method: method as 'GET',
        url,
        headers: changingAs('t-channel', 'channel1'),
        ...(method === 'GET' || method === 'DELETE' ? {} : { payload: {} }),
      });
      if (!REFUSED.includes(answer.statusCode)) admitted.push(route);
      if (route === 'DELETE /v1/session') w.staff.set('t-channel', person);
    }

    expect(routes.length).toBeGreaterThan(50);
    expect(admitted.toSorted()).toEqual([...THEIRS, ...OPEN].toSorted());
  });

  it('gets the list of their channel, whatever else was asked for', async () => {
    const answer = await get('/v1/console/orders?q=T-1&channel=rival');

    expect(answer.statusCode).toBe(200);
    expect(w.listings).toEqual([{ limit: 50, q: 'T-1', channel: 'demo' }]);
    await app.inject({ url: '/v1/console/orders', headers: as('t-support') });
    expect(w.listings[1]).toEqual({ limit: 50 });
  });

  it('is told by no door that another channel has such an order', async () => {
    w.staff.set('t-rival', { ...person, user: { ...person.user, channel: 'rival' } });

    const answers = await Promise.all(
      [
        `/v1/console/orders/${ORDER}`,
        `/v1/orders/${ORDER}`,
        `/v1/orders/${ORDER}/timeline`,
        `/v1/orders/${ORDER}/commission`,
      ].map((url) => app.inject({ url, headers: as('t-rival') })),
    );

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404]);
    expect(answers.every((answer) => answer.json<{ code: string }>().code === 'OrderNotFound')).toBe(true);
  });

  it('reads what an order waits for, and neither who of us has it nor what the identity check found', async () => {
    const page = await ports(w).reading.page(ORDER);
    if (!page) throw new Error('no order');
    const wait = { ...order.wait, ownerName: '陈敏', ownerKind: 'officer' } as NonNullable<typeof order.wait>;
    const shown = channelsPage(
      {
        ...page,
        order: { ...order, wait },
        journal: [
          ...story.journal,
          {
            at: NOW,
            version: 3,
            event: 'identityPassed',
            stage: 'verifying',
            status: 'in-review',
            actor: { kind: 'officer', id: 'usr_1' },
            actorName: '陈敏',
            body: { by: 'officer', round: 1, reviewId: 'rev_1' },
          },
        ],
        kyc: {
          caseId: 'kyc_1',
          state: 'in-review',
          round: 1,
          reasonCodes: ['RN_FACE_REVIEW'],
          faceDistance: 0.475,
          reviewIds: ['rev_1'],
        },
        carrierCalls: [
          { reference: 'R1', command: 'submit', state: 'done', openedAt: NOW, closedAt: NOW, text: 'as they said' },
        ],
      },
      NOW,
    );

    expect(shown.order.wait?.sentence.zh).toContain('等什么：');
    expect(shown.entries.map(({ actor }) => actor)).toEqual([
      { kind: 'channel', name: '演示渠道' },
      { kind: 'system', name: null },
      { kind: 'officer', name: null },
    ]);
    expect(shown).toMatchObject({ kyc: null, carrierCalls: [], handover: null });
    expect(JSON.stringify(shown)).not.toMatch(/陈敏|0\.475|rev_1|RN_FACE_REVIEW|as they said|usr_1/);
  });
});
