import type { FastifyInstance } from 'fastify';
import { as, changingAs, fakeApp, REVIEW, world } from './fakes';

const officer = changingAs('t-officer', 'officer1');

describe('the review desk over HTTP', () => {
  let app: FastifyInstance;
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    app = await fakeApp(w);
  });
  afterEach(() => app.close());

  it('shows the queue with the weightiest reason', async () => {
    const answer = await app.inject({ url: '/v1/reviews?state=open', headers: as('t-officer') });

    expect(answer.json()).toMatchObject({
      rows: [{ id: REVIEW, topReason: { code: 'RN_FACE_REVIEW' }, reasons: 1, lease: null }],
      counts: { open: 1 },
    });
  });

  it('hands out the next case, or nothing', async () => {
    const first = await app.inject({ method: 'POST', url: '/v1/reviews/next', headers: officer });
    const second = await app.inject({ method: 'POST', url: '/v1/reviews/next', headers: officer });

    expect(first.json()).toEqual({ reviewId: REVIEW });
    expect([second.statusCode, second.body]).toEqual([204, '']);
  });

  it('says calmly that someone else holds a case', async () => {
    w.leaseHolder = 'usr_0000officer2';

    const answer = await app.inject({ method: 'POST', url: `/v1/reviews/${REVIEW}/claim`, headers: officer });

    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ code: 'LeaseLost' });
  });

  it('claims, renews and gives back', async () => {
    const claim = await app.inject({ method: 'POST', url: `/v1/reviews/${REVIEW}/claim`, headers: officer });
    const renew = await app.inject({ method: 'POST', url: `/v1/reviews/${REVIEW}/lease`, headers: officer });
    const back = await app.inject({ method: 'DELETE', url: `/v1/reviews/${REVIEW}/lease`, headers: officer });

    expect([claim.statusCode, renew.statusCode, back.statusCode]).toEqual([200, 200, 204]);
    expect(w.leaseHolder).toBeNull();
  });

  it('gives the case with what may be chosen and what the customer will read', async () => {
    const answer = await app.inject({ url: `/v1/reviews/${REVIEW}`, headers: as('t-officer') });

    const body = answer.json<{ options: { decision: string; customerText: { zh: string } }[] }>();
    expect(body).toMatchObject({
      clear: false,
      serverNow: '2026-11-24T00:00:00.000Z',
      validity: { text: { zh: '有效，还有 13 年以上' } },
    });
    expect(new Set(body.options.map(({ decision }) => decision))).toEqual(new Set(['approve', 'retake', 'reject']));
    for (const option of body.options) expect(option.customerText.zh === '').toBe(option.decision === 'approve');
  });

  it('streams a picture to the holder of the lease only, never to be stored', async () => {
    const url = `/v1/reviews/${REVIEW}/images/front`;
    const before = await app.inject({ url, headers: as('t-officer') });
    await app.inject({ method: 'POST', url: `/v1/reviews/${REVIEW}/claim`, headers: officer });
    const after = await app.inject({ url, headers: as('t-officer') });

    expect(before.statusCode).toBe(409);
    expect(after.body).toBe('jpeg');
    expect(after.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'no-store',
      'x-cardflow-watermark': `officer1 ${REVIEW} 2026-11-24T00:00:00.000Z`,
    });
  });

  it('passes a decision on with the evidence it saw', async () => {
    const payload = { decision: 'approve', reasonCode: 'SAME_PERSON', evidenceHash: 'a'.repeat(64), note: '看过' };

    const answer = await app.inject({
      method: 'POST',
      url: `/v1/reviews/${REVIEW}/decision`,
      headers: officer,
      payload,
    });

    expect(answer.json()).toEqual({
      reviewId: REVIEW,
      state: 'decided',
      outcome: 'approve',
      approvals: 1,
      approvalsNeeded: 1,
    });
    expect(w.decisions).toEqual([{ ...payload, reviewId: REVIEW, userId: 'usr_0000officer1' }]);
  });
});
