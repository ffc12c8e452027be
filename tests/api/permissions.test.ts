import Fastify from 'fastify';
import { PermissionMissing, requirePermissions } from '../../api/permissions';
import { as, changingAs, fakeApp, ORDER, REVIEW, signed, world } from './fakes';

describe('permissions', () => {
  it('does not start with a route that does not say who may call it', () => {
    const app = Fastify();
    requirePermissions(app, { '/docs': 'public' });

    expect(() => app.get('/open', () => 'x')).toThrow(PermissionMissing);
    expect(() => app.get('/docs/x', () => 'x')).not.toThrow();
    expect(() => app.get('/stated', { config: { permission: 'public' } }, () => 'x')).not.toThrow();
  });

  it('asks for a session before anything else', async () => {
    const app = await fakeApp();

    const answers = await Promise.all(
      ['/v1/console/orders', `/v1/console/orders/${ORDER}`, '/v1/reviews', `/v1/reviews/${REVIEW}`, '/v1/session'].map(
        (url) => app.inject(url),
      ),
    );

    expect(answers.map((answer) => answer.json<{ code: string }>().code)).toEqual(Array(5).fill('NotSignedIn'));
    expect(answers.every((answer) => answer.statusCode === 401)).toBe(true);
    await app.close();
  });

  it.each([
    ['t-support', 'GET', '/v1/reviews'],
    ['t-finance', 'GET', `/v1/reviews/${REVIEW}`],
    ['t-support', 'GET', '/v1/reconciliation/carriers/xinglian'],
    ['t-support', 'GET', '/v1/reconciliation/ledger'],
    ['t-support', 'GET', '/v1/payouts'],
    ['t-officer', 'GET', `/v1/orders/${ORDER}/commission`],
    ['t-auditor', 'GET', `/v1/reviews/${REVIEW}/images/front`],
  ] as const)('refuses %s at %s %s', async (token, method, url) => {
    const app = await fakeApp();

    const answer = await app.inject({ method, url, headers: as(token) });

    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'NotAllowed', status: 403 });
    await app.close();
  });

  it('lets an auditor read a case but not claim it', async () => {
    const app = await fakeApp();

    const read = await app.inject({ url: `/v1/reviews/${REVIEW}`, headers: as('t-auditor') });
    const claim = await app.inject({
      method: 'POST',
      url: `/v1/reviews/${REVIEW}/claim`,
      headers: changingAs('t-auditor', 'auditor1'),
    });

    expect([read.statusCode, claim.statusCode]).toEqual([200, 403]);
    await app.close();
  });

  it('refuses a changing call without the protection token, and one from another site', async () => {
    const w = world();
    const app = await fakeApp(w);
    const claim = { method: 'POST', url: `/v1/reviews/${REVIEW}/claim` } as const;

    const without = await app.inject({ ...claim, headers: as('t-officer') });
    const wrong = await app.inject({ ...claim, headers: { ...as('t-officer'), 'x-csrf-token': 'csrf-of-officer2' } });
    const foreign = await app.inject({
      ...claim,
      headers: { ...changingAs('t-officer', 'officer1'), origin: 'https://evil.example' },
    });

    expect([without, wrong, foreign].map((answer) => answer.json<{ code: string }>().code)).toEqual(
      Array(3).fill('CsrfMissing'),
    );
    expect(w.leaseHolder).toBeNull();
    await app.close();
  });

  it('shows a channel its own orders only, and staff everyone’s', async () => {
    const app = await fakeApp();
    const url = `/v1/orders/${ORDER}/timeline`;

    const own = await app.inject({ url, headers: signed });
    const other = await app.inject({ url, headers: { ...signed, 'x-cardflow-channel': 'rival' } });
    const support = await app.inject({ url, headers: as('t-support') });

    expect([own.statusCode, other.statusCode, support.statusCode]).toEqual([200, 404, 200]);
    expect(other.json()).toMatchObject({ code: 'OrderNotFound' });
    await app.close();
  });

  it('has no sandbox routes in production', async () => {
    const app = await fakeApp(world(), { sandbox: null });

    const answers = await Promise.all([
      app.inject('/sandbox/quiet'),
      app.inject({ method: 'POST', url: '/sandbox/clock', payload: { advanceMs: 1 } }),
      app.inject({ method: 'POST', url: '/sandbox/colleagues', payload: { on: true } }),
    ]);

    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 404, 404]);
    await app.close();
  });
});
