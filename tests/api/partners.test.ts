import { as, fakeApp, world } from './fakes';

const callback = {
  carrierOrderNo: 'XL0000000001',
  reference: '00000000000101S01',
  state: '已开户',
  message: '',
  number: '19300000001',
  iccid: null,
  eventId: 'e-1',
  at: '2026-03-02T02:00:00.000Z',
};

describe('partners over HTTP', () => {
  it('keeps a signed callback as a hint and answers as the carrier wants it', async () => {
    const w = world();
    const app = await fakeApp(w);
    const post = (sign: string) =>
      app.inject({
        method: 'POST',
        url: '/callbacks/carriers/xinglian',
        headers: { 'x-xl-time': '1', 'x-xl-nonce': 'n', 'x-xl-sign': sign },
        payload: callback,
      });

    const good = await post('good');
    const bad = await post('bad');

    expect(good.json()).toEqual({ code: '0' });
    expect(bad.statusCode).toBe(401);
    expect(w.hints).toEqual([{ reference: callback.reference, word: '已开户' }]);
    await app.close();
  });

  it.each([
    ['carriers/xinglian', 'xinglian'],
    ['bank', 'bank'],
    ['sms', 'sms'],
    ['authority', 'authority'],
  ])('opens our book of %s to finance', async (path, partner) => {
    const app = await fakeApp();

    const answer = await app.inject({ url: `/v1/reconciliation/${path}`, headers: as('t-finance') });

    expect(answer.json()).toEqual({ rows: [{ reference: `${partner}-1`, status: 'sent' }], next: `${partner}-1` });
    await app.close();
  });

  it.each(['sms', 'ledger'])('turns over the pages of a book, and no page is endless: %s', async (book) => {
    const w = world();
    const app = await fakeApp(w);
    const get = (query: string) => app.inject({ url: `/v1/reconciliation/${book}${query}`, headers: as('t-finance') });

    const answers = await Promise.all(['', '?after=sms-1&limit=1000', '?limit=1001', '?after='].map(get));
    const nowhere = await get('?after=nowhere');

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 400, 400]);
    expect(w.bookPages.slice(0, 2)).toEqual([{ limit: 200 }, { after: 'sms-1', limit: 1000 }]);
    expect(nowhere.headers['content-type']).toContain('application/problem+json');
    expect(nowhere.json()).toMatchObject({
      code: 'BodyInvalid',
      status: 400,
      errors: [{ pointer: '/querystring/after' }],
    });
    await app.close();
  });

  it('opens the trial balance to finance', async () => {
    const app = await fakeApp();

    const answer = await app.inject({ url: '/v1/reconciliation/ledger', headers: as('t-finance') });

    expect(answer.json()).toMatchObject({
      whole: { transfers: 1, unbalanced: [], togetherFen: 0 },
      accounts: [{ agent: null }, { agent: 'AG01' }],
      next: null,
    });
    await app.close();
  });

  it('moves business time forward and never back', async () => {
    const app = await fakeApp();
    const move = (payload: object) => app.inject({ method: 'POST', url: '/sandbox/clock', payload });

    const forward = await move({ advanceMs: 60_000 });
    const back = await move({ to: '2020-01-01T00:00:00.000Z' });

    expect(forward.json()).toMatchObject({ offsetMs: Date.parse('2026-03-02T02:01:00.000Z') });
    expect(back.json()).toMatchObject({ code: 'ClockInvalid', status: 422 });
    await app.close();
  });

  it('tells the supervisor whether it can serve', async () => {
    const w = world();
    const app = await fakeApp(w);

    const up = await app.inject('/healthz');
    w.databaseUp = false;
    const down = await app.inject('/healthz');

    expect([up.statusCode, down.statusCode]).toEqual([200, 503]);
    await app.close();
  });
});
