import type { FastifyInstance } from 'fastify';
import type {
  OrderCommission,
  PayoutPage,
  PayoutsMade,
  PayoutView,
  StatementList,
  StatementPage,
  WaitingList,
} from '../../api/schemas/commission';
import { accrual, DECISION, OTHER_STATEMENT, PAYOUT, STATEMENT } from './fake-money';
import { as, changingAs, fakeApp, ORDER, signed, world } from './fakes';

const maker = changingAs('t-finance', 'finance1');
const checker = changingAs('t-checker', 'finance2');
/** Both roles in one person: the rule is about persons. */
const both = changingAs('t-both', 'finance3');

let app: FastifyInstance;
let w: ReturnType<typeof world>;
beforeEach(async () => {
  w = world();
  app = await fakeApp(w);
});
afterEach(() => app.close());

const make = (statementIds: readonly string[], headers = maker) =>
  app.inject({ method: 'POST', url: '/v1/payouts', headers, payload: { statementIds } });
const release = (headers = checker, id: string = PAYOUT, amountFen = 8_000) =>
  app.inject({ method: 'POST', url: `/v1/payouts/${id}/release`, headers, payload: { amountFen } });
const cancel = (headers = maker, reason = '写错了代理') =>
  app.inject({ method: 'POST', url: `/v1/payouts/${PAYOUT}/cancellation`, headers, payload: { reason } });

const ask = (headers: Record<string, string>, id = ORDER) =>
  app.inject({ url: `/v1/orders/${id}/commission`, headers });

describe('why an order is not paid, over HTTP', () => {
  it('names each condition, what is decided by it and what happens next', async () => {
    const answer = (await ask(as('t-finance'))).json<OrderCommission>();

    expect(answer).toMatchObject({ orderId: ORDER, none: null });
    expect(answer.accruals[0]).toMatchObject({ amountFen: 8_000, state: 'accrued', dueOn: '2026-03-30' });
    expect(answer.accruals[0]?.conditions.map(({ code, value }) => [code, value])).toEqual([
      ['PERSON', true],
      ['PLACE', null],
    ]);
    expect(answer.accruals[0]?.verdict.en).toBe(
      'It cannot be paid now: where it was activated or delivered is not known.',
    );
    expect(answer.accruals[0]?.outlook.map(({ tone, on }) => [tone, on])).toEqual([
      ['ok', '2026-03-30'],
      ['unk', null],
      ['bad', null],
    ]);
  });

  it.each([
    ['accrued', [true, true], /settled from 30 Mar 2026/, ['ok', 'bad']],
    ['due', [true, true], /next settlement/, ['ok', 'bad']],
    ['accrued', [true, false], /will not be paid/, ['bad']],
    ['settled', [true, true], /waiting for finance/, ['ok', 'bad']],
    ['paid', [true, true], /^Paid/, []],
    ['refused', [true, false], /^Not paid: /, []],
  ] as const)('says of a %s one with %j: %s', async (state, values, verdict, tones) => {
    const conditions = accrual.conditions.map((each, index) => ({ ...each, value: values[index] ?? null }));
    w.money.accruals = [{ ...accrual, state, conditions }];

    const [shown] = (await ask(as('t-finance'))).json<OrderCommission>().accruals;

    expect(shown?.verdict.en).toMatch(verdict);
    expect(shown?.outlook.map(({ tone }) => tone)).toEqual(tones);
  });

  it('says why there is nothing', async () => {
    w.money.accruals = [];

    expect((await ask(as('t-auditor'))).json()).toMatchObject({ none: { code: 'NO_AGENT' }, accruals: [] });
  });

  it('is for the channel of the order, finance, support, auditors and operations', async () => {
    const answers = await Promise.all(
      [
        signed,
        { ...signed, 'x-cardflow-channel': 'other' },
        ...['t-finance', 't-checker', 't-support', 't-auditor', 't-operator', 't-officer'].map(as),
      ].map((headers) => ask(headers)),
    );
    const unknown = await ask(as('t-finance'), 'ord_999999999999');

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 404, 200, 200, 200, 200, 200, 403]);
    expect(unknown.json()).toMatchObject({ code: 'OrderNotFound' });
  });
});

describe('commission that is due or held, over HTTP', () => {
  it('is listed with what is open, since when, and whom it waits for', async () => {
    const answer = await app.inject({ url: '/v1/commissions?state=held&limit=1', headers: as('t-checker') });
    const { rows, next, counts } = answer.json<WaitingList>();
    const rest = await app.inject({ url: `/v1/commissions?after=${String(next)}`, headers: as('t-checker') });

    expect(rows).toMatchObject([
      {
        orderId: ORDER,
        state: 'held',
        amountFen: 8_000,
        dueOn: '2026-03-30',
        open: [{ code: 'PLACE', value: null, since: '2026-03-01T02:00:00.000Z' }],
        wait: { owner: { zh: '财务', en: 'finance' }, dueAt: '2026-04-20T02:00:00.000Z', escalatedAt: null },
      },
    ]);
    expect(rows[0]?.wait?.sentence.en).toBe(
      'Waiting for finance to decide what the carrier does not say · who: finance · until 04-20 10:00 · then it is escalated to a lead',
    );
    expect(counts).toEqual({ held: 2, due: 0 });
    expect(rest.json<WaitingList>().rows.map(({ wait }) => wait)).toEqual([null]);
  });

  it('is for whoever sees money, and of no other state', async () => {
    const answers = await Promise.all(
      ['t-finance', 't-auditor', 't-operator', 't-support', 't-officer'].map((token) =>
        app.inject({ url: '/v1/commissions', headers: as(token) }),
      ),
    );
    const odd = await app.inject({ url: '/v1/commissions?state=paid', headers: as('t-finance') });

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 403, 403]);
    expect(odd.statusCode).toBe(400);
  });
});

describe('a decision about held commission over HTTP', () => {
  const words = { verdict: 'release', conditions: ['PLACE'], reason: '代理提供了激活地证明' };
  const propose = (headers = maker, payload: object = words) =>
    app.inject({ method: 'POST', url: `/v1/orders/${ORDER}/commission/decisions`, headers, payload });
  const confirm = (headers = checker) =>
    app.inject({ method: 'POST', url: `/v1/commission-decisions/${DECISION}/confirmation`, headers });
  const withdraw = (headers = checker) =>
    app.inject({
      method: 'POST',
      url: `/v1/commission-decisions/${DECISION}/withdrawal`,
      headers,
      payload: { reason: '证明不清楚' },
    });

  it('is proposed by one person, confirmed by another, and says who and why', async () => {
    const before = (await ask(as('t-finance'))).json<OrderCommission>();
    const proposed = await propose(both);
    const own = await confirm(both);
    const confirmed = await confirm();

    expect([before.decidable, before.wait?.owner.en]).toEqual([['PLACE'], 'finance']);
    expect([proposed.statusCode, proposed.json<OrderCommission>().decisions]).toEqual([
      201,
      [expect.objectContaining({ id: DECISION, state: 'proposed', maker: { id: 'usr_0000finance3', name: '许青' } })],
    ]);
    expect(own.json()).toMatchObject({ code: 'MakerMayNotConfirm', status: 403 });
    expect(confirmed.json<OrderCommission>().decisions).toMatchObject([
      { ...words, state: 'confirmed', checker: { id: 'usr_0000finance2' } },
    ]);
    expect((await withdraw()).json()).toMatchObject({ code: 'DecisionClosed', status: 409 });
  });

  it('takes a maker to propose, a checker to confirm, and either to take it back with a reason', async () => {
    const refused = [await propose(checker), await confirm(maker), await withdraw(changingAs('t-auditor', 'auditor1'))];
    const missing = await confirm();
    const wordless = await propose(maker, { ...words, reason: ' ' });
    const stale = await propose(maker, { ...words, conditions: ['PERSON', 'PLACE'] });
    await propose();
    const back = await withdraw(maker);

    expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403]);
    expect([missing, wordless, stale].map((answer) => answer.json<{ code: string }>().code)).toEqual([
      'DecisionNotFound',
      'BodyInvalid',
      'EvidenceChanged',
    ]);
    expect(back.json<OrderCommission>().decisions).toMatchObject([
      { state: 'withdrawn', withdrawReason: '证明不清楚', withdrawnBy: { id: 'usr_0000finance1' } },
    ]);
  });

  it('shows a channel neither names nor words of ours', async () => {
    await propose();

    const shown = (await ask(signed)).json<OrderCommission>();

    expect([shown.decisions, shown.decidable]).toEqual([[], []]);
  });
});

describe('statements over HTTP', () => {
  it('are paged by key and filtered by state', async () => {
    const first = (await app.inject({ url: '/v1/statements?limit=1', headers: as('t-finance') })).json<StatementList>();
    const second = await app.inject({
      url: `/v1/statements?limit=1&after=${String(first.next)}`,
      headers: as('t-finance'),
    });
    const paid = await app.inject({ url: '/v1/statements?state=paid', headers: as('t-finance') });

    expect(first.rows.map(({ id }) => id)).toEqual([OTHER_STATEMENT]);
    expect(second.json()).toMatchObject({ rows: [{ id: STATEMENT }], next: null });
    expect(paid.json()).toMatchObject({ rows: [] });
  });

  it('open with their lines, and the sum is right', async () => {
    const answer = await app.inject({ url: `/v1/statements/${STATEMENT}`, headers: as('t-auditor') });

    const { statement, rows } = answer.json<StatementPage>();
    expect(rows).toMatchObject([{ orderId: ORDER, amountFen: 8_000 }]);
    const { openingFen, accruedFen, clawedBackFen, setAsideFen, paidFen, closingFen } = statement;
    expect(openingFen + accruedFen - clawedBackFen - setAsideFen - paidFen).toBe(closingFen);
  });

  it('are not for support or officers, and unknown ones are not found', async () => {
    const answers = await Promise.all(
      ['t-support', 't-officer'].map((token) => app.inject({ url: '/v1/statements', headers: as(token) })),
    );
    const unknown = await app.inject({ url: '/v1/statements/stm_999999999999', headers: as('t-finance') });
    const odd = await app.inject({ url: '/v1/statements?state=odd', headers: as('t-finance') });

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403]);
    expect(unknown.json()).toMatchObject({ code: 'StatementNotFound', status: 404 });
    expect(odd.json()).toMatchObject({ code: 'BodyInvalid', status: 400 });
  });
});

describe('payouts over HTTP', () => {
  it('are made by one person and released by another', async () => {
    const made = await make([STATEMENT, STATEMENT]);
    const before = await app.inject({ url: `/v1/payouts/${PAYOUT}`, headers: as('t-checker') });
    const released = await release();

    expect(made.statusCode).toBe(201);
    expect(made.json<PayoutsMade>().payouts).toMatchObject([
      { id: PAYOUT, state: 'created', amountFen: 8_000, statementIds: [STATEMENT], maker: { id: 'usr_0000finance1' } },
    ]);
    expect(before.json<PayoutPage>().statements).toMatchObject([{ id: STATEMENT, state: 'in-payout' }]);
    expect(released.json<PayoutView>()).toMatchObject({ state: 'released', checker: { id: 'usr_0000finance2' } });
    expect(w.money.released).toEqual([{ id: PAYOUT, by: 'usr_0000finance2' }]);
  });

  it('are never released by whoever made them, though the person has both roles', async () => {
    await make([STATEMENT], both);

    const own = await release(both);
    const other = await release();
    const late = await release(both);

    expect(own.json()).toMatchObject({ code: 'MakerMayNotRelease', status: 403 });
    expect(other.statusCode).toBe(200);
    expect(late.statusCode).toBe(403);
    expect(w.money.released).toHaveLength(1);
  });

  it('take a maker to make and a checker to release', async () => {
    const made = await make([STATEMENT], checker);
    await make([STATEMENT]);
    const released = await release(maker);

    expect([made.statusCode, released.statusCode]).toEqual([403, 403]);
    expect([made, released].map((answer) => answer.json<{ code: string }>().code)).toEqual([
      'NotAllowed',
      'NotAllowed',
    ]);
    expect(w.money.released).toEqual([]);
  });

  it('refuse what is in another payout, what is not there and what is released already', async () => {
    await make([STATEMENT]);

    const again = await make([STATEMENT, OTHER_STATEMENT]);
    const missing = await make(['stm_999999999999']);
    const none = await make([]);
    await release();
    const twice = await release();
    const unknown = await release(checker, 'pay_999999999999');

    expect([again, missing, none, twice, unknown].map((answer) => answer.json<{ code: string }>().code)).toEqual([
      'StatementNotReady',
      'StatementNotFound',
      'BodyInvalid',
      'PayoutClosed',
      'PayoutNotFound',
    ]);
  });

  it('are released for the amount that was seen, and tell the amount of now', async () => {
    await make([STATEMENT]);

    const stale = await release(checker, PAYOUT, 16_000);
    const blind = await app.inject({ method: 'POST', url: `/v1/payouts/${PAYOUT}/release`, headers: checker });

    expect(stale.json()).toMatchObject({
      code: 'PayoutAmountChanged',
      status: 409,
      errors: [{ pointer: '/amountFen', detail: '8000' }],
    });
    expect(blind.json()).toMatchObject({ code: 'BodyInvalid', status: 400 });
    expect(w.money.released).toEqual([]);
  });

  it('are taken back with a reason by either side of finance, until they are released', async () => {
    await make([STATEMENT]);

    const answers = await Promise.all([cancel(changingAs('t-auditor', 'auditor1')), cancel(maker, ' ')]);
    const cancelled = await cancel(checker);
    const late = await release();

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 400]);
    expect(cancelled.json()).toMatchObject({
      state: 'cancelled',
      cancelledBy: { id: 'usr_0000finance2' },
      cancelReason: '写错了代理',
    });
    expect(late.json()).toMatchObject({ code: 'PayoutClosed', status: 409 });
  });

  it('need the protection token', async () => {
    const answer = await make([STATEMENT], as('t-finance'));

    expect(answer.json()).toMatchObject({ code: 'CsrfMissing' });
    expect(w.money.payouts).toEqual([]);
  });
});
