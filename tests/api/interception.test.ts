import { DomainError } from '../../domain/errors';
import { changingAs, fakeApp, ORDER, signed, world } from './fakes';

describe('having a parcel turned round', () => {
  const url = `/v1/orders/${ORDER}/interception`;
  const payload = { reasonCode: 'ADDRESS_WRONG' };
  const support = changingAs('t-support', 'support1');

  it('is handed on with who wants it and why, and answered with what the courier said', async () => {
    const w = world();
    const app = await fakeApp(w);

    const done = await app.inject({ method: 'POST', url, headers: support, payload });
    w.interception = () => Promise.resolve({ outcome: 'refused', courierText: '快件已派送,无法拦截' });
    const refused = await app.inject({ method: 'POST', url, headers: support, payload });

    expect([done.statusCode, done.json()]).toEqual([200, { outcome: 'intercepted' }]);
    expect([refused.statusCode, refused.json()]).toEqual([
      200,
      { outcome: 'refused', courierText: '快件已派送,无法拦截' },
    ]);
    expect(w.intercepted[0]).toEqual({ orderId: ORDER, userId: 'usr_0000support1', ...payload });
    await app.close();
  });

  it('is accepted while the courier is silent, and says where its end is told', async () => {
    const w = world();
    w.interception = () => Promise.resolve({ outcome: 'asked' });
    const app = await fakeApp(w);

    const answer = await app.inject({ method: 'POST', url, headers: support, payload });

    expect([answer.statusCode, answer.json()]).toEqual([202, { outcome: 'asked' }]);
    expect(answer.headers.location).toBe(`/v1/orders/${ORDER}`);
    await app.close();
  });

  it('is refused with how it stands', async () => {
    const w = world();
    w.interception = () =>
      Promise.reject(new DomainError('StepRefused', 'order is shipping, in-transit; its parcel is out-for-delivery'));
    const app = await fakeApp(w);

    const answer = await app.inject({ method: 'POST', url, headers: support, payload });

    expect(answer.statusCode).toBe(409);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'StepRefused',
      detail: expect.stringContaining('out-for-delivery') as string,
    });
    await app.close();
  });

  it('is for support and compliance', async () => {
    const w = world();
    const app = await fakeApp(w);
    const by = (headers: Record<string, string>) => app.inject({ method: 'POST', url, headers, payload });

    const answers = [
      await by(changingAs('t-officer', 'officer1')),
      await by(changingAs('t-operator', 'operator1')),
      await by(changingAs('t-auditor', 'auditor1')),
      await by(changingAs('t-channel', 'channel1')),
      await by(signed),
      await by({}),
    ];

    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 403, 403, 403, 401, 401]);
    expect(w.intercepted).toHaveLength(1);
    await app.close();
  });

  it('wants a reason that exists, and names where it is missing', async () => {
    const w = world();
    const app = await fakeApp(w);
    const post = (body: object) => app.inject({ method: 'POST', url, headers: support, payload: body });

    const answers = [
      await post({}),
      await post({ reasonCode: 'ORDER_GIVEN_UP' }),
      await post({ ...payload, waybill: 'SF1' }),
    ];

    expect(answers.map((answer) => answer.statusCode)).toEqual([400, 400, 400]);
    expect(answers[0]?.json()).toMatchObject({ errors: [{ pointer: '/reasonCode' }] });
    expect(w.intercepted).toEqual([]);
    await app.close();
  });
});
