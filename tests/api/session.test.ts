import { as, changingAs, fakeApp, world } from './fakes';

const signIn = (password: string, login = 'officer1') => ({
  method: 'POST' as const,
  url: '/v1/session',
  payload: { login, password },
});

describe('signing in', () => {
  it('sets a cookie that scripts and other sites cannot use', async () => {
    const app = await fakeApp();

    const answer = await app.inject(signIn('right'));

    expect(answer.json()).toEqual({
      user: { id: 'usr_0000officer1', login: 'officer1', name: 'officer1', roles: ['compliance_officer'] },
      csrf: 'csrf-of-officer1',
      sandbox: true,
    });
    expect(answer.cookies).toMatchObject([
      { name: '__Host-cardflow', value: 't-officer', httpOnly: true, secure: true, sameSite: 'Strict', path: '/' },
    ]);
    await app.close();
  });

  it('does not tell an unknown login from a wrong password', async () => {
    const app = await fakeApp();

    const answers = await Promise.all([app.inject(signIn('wrong')), app.inject(signIn('right', 'nobody'))]);

    expect(answers.map((answer) => answer.json<{ code: string }>().code)).toEqual([
      'WrongCredentials',
      'WrongCredentials',
    ]);
    await app.close();
  });

  it('lets nobody guess: the thirty-first try in a minute waits', async () => {
    const app = await fakeApp();

    const answers = [];
    for (let attempt = 0; attempt < 31; attempt += 1) answers.push(await app.inject(signIn('wrong')));
    const other = await app.inject(signIn('wrong', 'somebody-else'));

    expect(answers.slice(0, 30).every((answer) => answer.statusCode === 401)).toBe(true);
    expect(answers[30]?.json()).toMatchObject({ code: 'TooManyRequests', status: 429 });
    expect(other.statusCode).toBe(401);
    await app.close();
  });

  it('ends a session for good', async () => {
    const app = await fakeApp(world());

    const out = await app.inject({
      method: 'DELETE',
      url: '/v1/session',
      headers: changingAs('t-officer', 'officer1'),
    });
    const after = await app.inject({ url: '/v1/session', headers: as('t-officer') });

    expect([out.statusCode, after.statusCode]).toEqual([204, 401]);
    await app.close();
  });

  it('takes a sign-in from its own site only', async () => {
    const app = await fakeApp();

    const answer = await app.inject({ ...signIn('right'), headers: { origin: 'https://evil.example' } });

    expect(answer.statusCode).toBe(403);
    await app.close();
  });
});
