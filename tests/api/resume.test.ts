import { changingAs, fakeApp, ORDER, signed, world } from './fakes';

const WAIT = 'wai_000000000001';

describe('letting a parked order go on', () => {
  const url = `/v1/orders/${ORDER}/resumption`;
  const payload = { waitId: WAIT, reasonCode: 'PARTNER_SET_RIGHT' };

  it('is handed on with who did it, which wait and why', async () => {
    const w = world();
    const app = await fakeApp(w);

    const answer = await app.inject({ method: 'POST', url, headers: changingAs('t-support', 'support1'), payload });

    expect([answer.statusCode, answer.json()]).toEqual([200, { stage: 'provisioning', status: 'awaiting-carrier' }]);
    expect(w.resumed).toEqual([{ orderId: ORDER, userId: 'usr_0000support1', ...payload }]);
    await app.close();
  });

  it('is support’s and the operator’s alone', async () => {
    const w = world();
    const app = await fakeApp(w);
    const by = (headers: Record<string, string>) => app.inject({ method: 'POST', url, headers, payload });

    const answers = [
      await by(changingAs('t-operator', 'operator1')),
      await by(changingAs('t-officer', 'officer1')),
      await by(changingAs('t-auditor', 'auditor1')),
      await by(signed),
      await by({}),
    ];

    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 403, 403, 401, 401]);
    expect(w.resumed).toHaveLength(1);
    await app.close();
  });

  it('wants a reason that exists and a wait', async () => {
    const w = world();
    const app = await fakeApp(w);
    const post = (body: object) =>
      app.inject({ method: 'POST', url, headers: changingAs('t-support', 'support1'), payload: body });

    const answers = [
      await post({ waitId: WAIT }),
      await post({ waitId: WAIT, reasonCode: 'BECAUSE' }),
      await post({ reasonCode: 'TRY_AGAIN' }),
      await post({ waitId: '../x', reasonCode: 'TRY_AGAIN' }),
    ];

    expect(answers.map((answer) => answer.statusCode)).toEqual([400, 400, 400, 400]);
    expect(w.resumed).toEqual([]);
    await app.close();
  });
});
