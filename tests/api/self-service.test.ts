import type { FastifyInstance } from 'fastify';
import { CONSENTS } from '../../domain/consents';
import { device, fakeApp, ORDER, PURCHASE, selfServiceFacts, world } from './fakes';

const allConsents = CONSENTS.map(({ kind, textHash }) => ({ kind, textHash }));

describe('self-service over HTTP', () => {
  let app: FastifyInstance;
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    app = await fakeApp(w);
  });
  afterEach(() => app.close());

  const stepOf = async (): Promise<string> =>
    (await app.inject({ url: '/v1/self-service', headers: device })).json<{ step: string }>().step;

  it('exchanges a link for a cookie of this device', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/self-service/session',
      payload: { token: 'a-token-that-is-long' },
    });

    expect(answer.json()).toMatchObject({ step: 'consents', holder: '张*丰' });
    expect(answer.cookies).toMatchObject([{ name: '__Host-cardflow-device', value: 'd-1', sameSite: 'Strict' }]);
  });

  it('does not take a spent or invented link, nor a device without one', async () => {
    const payload = { token: 'another-token-as-long' };
    const link = await app.inject({ method: 'POST', url: '/v1/self-service/session', payload });
    const stranger = await app.inject('/v1/self-service');

    expect([link.statusCode, stranger.statusCode]).toEqual([410, 410]);
    expect(link.json()).toMatchObject({ code: 'LinkInvalid' });
  });

  it('asks for consents first, then pictures, then the hand-in', async () => {
    const steps = [await stepOf()];
    await app.inject({
      method: 'POST',
      url: '/v1/self-service/consents',
      headers: device,
      payload: { given: allConsents },
    });
    steps.push(await stepOf());
    w.facts = { ...w.facts, needed: [], received: ['front', 'back', 'selfie'] };
    steps.push(await stepOf());
    w.facts = { ...w.facts, caseState: 'submitted' };
    steps.push(await stepOf());
    w.facts = { ...w.facts, caseState: 'passed' };
    steps.push(await stepOf());

    expect(steps).toEqual(['consents', 'documents', 'confirm', 'checking', 'done']);
  });

  it('lets the face consent be declined, and nothing else', async () => {
    const face = allConsents.filter(({ kind }) => kind === 'face');
    const others = allConsents.filter(({ kind }) => kind !== 'face');
    const answer = (payload: object) =>
      app.inject({ method: 'POST', url: '/v1/self-service/consents', headers: device, payload });

    const undecided = await answer({ given: others });
    expect(undecided.json()).toMatchObject({ step: 'consents' });
    for (const payload of [{ declined: others }, { given: face, declined: face }, { given: [], declined: [] }]) {
      expect((await answer(payload)).json()).toMatchObject({ code: 'BodyInvalid' });
    }
    const declined = await answer({ declined: face });

    expect(declined.json()).toMatchObject({ step: 'documents' });
    const { consents } = declined.json<{ consents: { kind: string; given: boolean; declined: boolean }[] }>();
    expect(consents.filter((consent) => consent.declined).map(({ kind }) => kind)).toEqual(['face']);
  });

  it('takes a consent only to the words in force', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/self-service/consents',
      headers: device,
      payload: { given: [allConsents[0], { kind: 'face', textHash: '0'.repeat(64) }] },
    });

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ pointer: '/given/1' }] });
    expect(w.facts.consentsGiven).toEqual([]);
  });

  it('judges a picture at once and says what to do', async () => {
    const put = (bytes: number) =>
      app.inject({
        method: 'PUT',
        url: '/v1/self-service/documents/front',
        headers: { ...device, 'content-type': 'image/jpeg' },
        payload: Buffer.alloc(bytes),
      });

    const small = await put(3);
    const good = await put(300_000);
    const endless = await put(9 * 1024 * 1024);

    expect(small.json()).toMatchObject({
      accepted: false,
      hints: [{ code: 'TOO_SMALL', text: { zh: '照片太小，请靠近一些重新拍摄。' } }],
    });
    expect(good.json()).toEqual({ accepted: true, hints: [] });
    expect(endless.json()).toMatchObject({ code: 'BodyTooLarge' });
  });

  it('hands the round in with what was typed', async () => {
    const payload = { confirmed: { name: '买买提·吐尔逊' } };

    const answer = await app.inject({ method: 'POST', url: '/v1/self-service/submission', headers: device, payload });

    expect(answer.statusCode).toBe(202);
    expect(w.submissions).toEqual([{ purchaseId: PURCHASE, confirmed: { name: '买买提·吐尔逊' } }]);
  });

  it('asks for another number where the chosen one is gone, and takes it', async () => {
    const lost = {
      stage: 'provisioning',
      status: 'awaiting-number',
      reasonCode: 'NUMBER_TAKEN',
      number: null,
    } as const;
    w.facts = { ...w.facts, caseState: 'passed', orders: [{ id: ORDER, ...lost }] };
    const url = `/v1/self-service/orders/${ORDER}`;
    const put = (number: string) =>
      app.inject({ method: 'PUT', url: `${url}/number`, headers: device, payload: { number } });

    const state = await app.inject({ url: '/v1/self-service', headers: device });
    const offers = await app.inject({ url: `${url}/numbers`, headers: device });
    const chosen = await put('19300000002');
    const unreadable = await put('193');

    expect(state.json()).toMatchObject({ step: 'number', result: null, orders: [{ id: ORDER, choosesNumber: true }] });
    expect(offers.json()).toEqual({ numbers: ['19300000002', '19300000003'] });
    expect([chosen.statusCode, unreadable.statusCode]).toEqual([200, 400]);
    expect(w.numberChoices).toEqual([{ purchaseId: PURCHASE, orderId: ORDER, number: '19300000002' }]);
  });

  it('goes on by itself where a number was drawn: nobody has to choose', async () => {
    const dry = { stage: 'provisioning', status: 'awaiting-number', reasonCode: 'CR_NO_STOCK', number: null } as const;
    w.facts = { ...w.facts, caseState: 'passed', orders: [{ id: ORDER, ...dry }] };

    const state = await app.inject({ url: '/v1/self-service', headers: device });

    expect(state.json()).toMatchObject({
      step: 'done',
      result: { outcome: 'passed', text: { zh: '暂时没有号码，运营商补号后自动接着开卡。' } },
    });
  });

  it('ends with a reason, a remedy and a way to appeal', async () => {
    w.facts = {
      ...selfServiceFacts,
      caseState: 'rejected',
      orders: [
        { id: 'ord_000000000001', stage: 'rejected', status: 'ended', reasonCode: 'RN_FACE_REFUSED', number: null },
      ],
    };

    const answer = await app.inject({ url: '/v1/self-service', headers: device });

    const { result } = answer.json<{ result: { outcome: string; text: { zh: string }; appeal: unknown } }>();
    expect(result.outcome).toBe('rejected');
    expect(result.text.zh).toContain('自拍与身份证照片不是同一人');
    expect(result.text.zh).not.toMatch(/RN_/);
    expect(result.appeal).not.toBeNull();
  });

  it('refuses a changing call from another site', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/self-service/submission',
      headers: { ...device, origin: 'https://evil.example' },
      payload: {},
    });

    expect(answer.statusCode).toBe(403);
    expect(w.submissions).toEqual([]);
  });
});
