import type { FastifyInstance } from 'fastify';
import type { CardSearch, ClearHolder } from '../../api/schemas/audit';
import { as, changingAs, fakeApp, ORDER, staff, world } from './fakes';

const auditor = changingAs('t-auditor', 'auditor1');

describe('a card’s life over HTTP', () => {
  let app: FastifyInstance;
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    w.staff.set('t-lead', staff('lead1', 'compliance_lead'));
    w.staff.set('t-admin', staff('admin1', 'admin'));
    app = await fakeApp(w);
  });
  afterEach(() => app.close());

  const trace = (q: string, headers = as('t-auditor')) =>
    app.inject({ url: `/v1/audit/cards?q=${encodeURIComponent(q)}`, headers });
  const reveal = (payload: object, headers = auditor, id = ORDER) =>
    app.inject({ method: 'POST', url: `/v1/audit/cards/${id}/reveal`, headers, payload });

  it('is one chain of everything, newest first, in sentences', async () => {
    const answer = await trace('193 0000 0001');

    const { matches, card } = answer.json<CardSearch>();
    expect(matches).toMatchObject([{ orderId: ORDER, by: 'number' }]);
    expect(card?.chain.map(({ number, group, text }) => [number, group, text.zh])).toEqual([
      [11, 'money', '佣金已付：分销 ¥80.00'],
      [10, 'money', '付款放行：分销 ¥80.00'],
      [9, 'money', '付款制单：分销 ¥80.00'],
      [8, 'money', '佣金结算：分销 ¥80.00，结算单 stm_000000000001'],
      [7, 'money', '确认核定：放行（激活人）'],
      [6, 'money', '提出核定暂缓佣金：放行（激活人），理由：机主来电确认'],
      [5, 'money', '佣金入账：分销 ¥80.00，应付日 2026-04-07'],
      [4, 'parcel', '包裹已由本人签收（深圳市）'],
      [3, 'card', '提交开户：对方拒绝（号码已占用）'],
      [2, 'identity', expect.stringContaining('开始实名核验')],
      [1, 'card', expect.stringContaining('收到订单')],
    ]);
    expect(card?.chain.slice(0, 4).map(({ who }) => who.zh)).toEqual(['系统', '员工 沈财', '员工 陈财', '系统']);
    expect(card?.chain[8]).toMatchObject({ wrong: true, reference: 'REFERENCE1', who: { zh: '星联' } });
    expect(card?.shares).toMatchObject([{ amountFen: 8000, state: 'paid' }]);
    expect(card?.agents.map(({ name }) => name)).toEqual(['总代', '分销']);
  });

  it('is read by its readers only, and each read is on record', async () => {
    const answers = await Promise.all(
      ['t-auditor', 't-lead', 't-admin', 't-officer', 't-support', 't-operator', 't-finance'].map((token) =>
        trace(ORDER, as(token)),
      ),
    );

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 403, 403, 403, 403]);
    expect(w.looks.map(({ action }) => action)).toEqual(['trace', 'trace', 'trace']);
  });

  it('says that nothing goes by a name, and takes no fragment', async () => {
    const none = await trace('19999999999');
    const short = await trace('199');

    expect([none.statusCode, none.json()]).toEqual([200, { matches: [], card: null }]);
    expect(short.statusCode).toBe(400);
  });

  it('shows the holder in clear for a reason, which is kept', async () => {
    const silent = await reveal({ reason: '  ' });
    const foreign = await reveal({ reason: '省局抽查 26-118' }, changingAs('t-support', 'support1'));
    const shown = await reveal({ reason: '省局抽查 26-118' });
    const unknown = await reveal({ reason: '省局抽查 26-118' }, auditor, 'ord_999999999999');

    expect([silent.statusCode, foreign.statusCode, unknown.statusCode]).toEqual([400, 403, 404]);
    expect(shown.json<ClearHolder>()).toMatchObject({ holder: { name: '张三丰' }, showSeconds: 60 });
    expect(shown.headers['cache-control']).toBe('no-store');
    expect(w.looks).toEqual([
      { user: 'usr_0000auditor1', action: 'reveal', subject: ORDER, reason: '省局抽查 26-118' },
    ]);
    const after = (await trace(ORDER)).json<CardSearch>();
    expect(after.card?.chain.find(({ group }) => group === 'looks')?.text.zh).toBe('看了明文');
    expect(after.card?.looks).toMatchObject([{ clear: true, reason: '省局抽查 26-118' }, { clear: false }]);
  });
});
