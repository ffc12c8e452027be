import type { JumpView } from '../../api/schemas/sandbox';
import type { JumpPort } from '../../domain/ports/use-cases';
import { as, fakeApp, ports, world } from './fakes';

const AT = '2026-03-04T01:00:00.000Z';

/** The edge in sandbox mode, whose next jumps end so. */
const appWith = (...ends: Awaited<ReturnType<JumpPort['jump']>>[]) => {
  const w = world();
  const { sandbox } = ports(w);
  if (sandbox === null) throw new Error('the fakes play a sandbox');
  let jumps = 0;
  const jump = (): ReturnType<JumpPort['jump']> => {
    const end = ends[jumps];
    jumps += 1;
    return end ? Promise.resolve(end) : Promise.reject(new Error('one jump too many'));
  };
  return { app: fakeApp(w, { sandbox: { ...sandbox, jumps: { jump } } }), asked: () => jumps };
};

describe('a jump over HTTP', () => {
  it('says where time went, what is still under way, or that nothing is left', async () => {
    const { app: opening, asked } = appWith(
      { kind: 'moved', at: AT, what: 'wait parcel' },
      { kind: 'busy', blockers: ['outbox message'] },
      { kind: 'nothing' },
    );
    const app = await opening;
    const jump = () => app.inject({ method: 'POST', url: '/sandbox/jump' });

    const answers = [await jump(), await jump(), await jump()];

    expect(answers.map((answer) => [answer.statusCode, answer.json<JumpView>()])).toEqual([
      [200, { kind: 'moved', at: AT, what: 'wait parcel' }],
      [200, { kind: 'busy', blockers: ['outbox message'] }],
      [200, { kind: 'nothing' }],
    ]);
    expect(asked()).toBe(3);
    await app.close();
  });

  it('is one a request, and takes no wish where to go', async () => {
    const { app: opening, asked } = appWith({ kind: 'nothing' });
    const app = await opening;
    const post = (payload: object | string) =>
      app.inject({ method: 'POST', url: '/sandbox/jump', headers: { 'content-type': 'application/json' }, payload });

    const refused = [await post({ to: AT }), await post({ times: 3 }), await post('[]'), await post('{')];
    const taken = await post({});

    expect(refused.map((answer) => answer.statusCode)).toEqual([400, 400, 400, 400]);
    expect(refused[0]?.json()).toMatchObject({ code: 'BodyInvalid' });
    expect(taken.statusCode).toBe(200);
    expect(asked()).toBe(1);
    await app.close();
  });

  it('asks for no sign-in: who reaches the loopback address of a sandbox may', async () => {
    const { app: opening } = appWith({ kind: 'nothing' }, { kind: 'nothing' });
    const app = await opening;

    const nobody = await app.inject({ method: 'POST', url: '/sandbox/jump' });
    const agent = await app.inject({ method: 'POST', url: '/sandbox/jump', headers: as('t-support') });

    expect([nobody.statusCode, agent.statusCode]).toEqual([200, 200]);
    await app.close();
  });

  it('is nothing in production', async () => {
    const app = await fakeApp(world(), { sandbox: null });

    const answers = [
      await app.inject({ method: 'POST', url: '/sandbox/jump' }),
      await app.inject({ method: 'POST', url: '/sandbox/jump', headers: as('t-operator'), payload: {} }),
      await app.inject('/sandbox/jump'),
    ];

    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 404, 404]);
    await app.close();
  });
});
