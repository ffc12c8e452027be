import type { FastifyInstance } from 'fastify';
import type { ConflictCase, ConflictList } from '../../api/schemas/conflict';
import { as, changingAs, conflict, fakeApp, ORDER, world } from './fakes';

const operator = changingAs('t-operator', 'operator1');

describe('conflict cases over HTTP', () => {
  let app: FastifyInstance;
  let w: ReturnType<typeof world>;
  beforeEach(async () => {
    w = world();
    app = await fakeApp(w);
  });
  afterEach(() => app.close());

  const settle = (payload: object, headers = operator) =>
    app.inject({ method: 'POST', url: `/v1/conflict-cases/${conflict.id}/resolution`, headers, payload });

  it('shows both sides and marks what differs', async () => {
    const answer = await app.inject({ url: '/v1/conflict-cases', headers: as('t-auditor') });

    const { rows, counts } = answer.json<ConflictList>();
    expect(counts).toEqual({ open: 1, closed: 0 });
    expect(rows[0]).toMatchObject({ kind: 'reference-reused', externalRef: 'T-1', orders: [{ id: ORDER }] });
    const differing = rows[0]?.sides.rows.filter(({ differs }) => differs).map(({ label }) => label.en);
    expect(differing).toEqual(['Plan', 'Digest']);
    expect(rows[0]?.sides.remark).toBeNull();
    expect(rows[0]?.options.map(({ reasonCode }) => reasonCode)).toContain('FIRST_STANDS');
  });

  it('says where the difference must lie when everything shown is the same', async () => {
    w.conflicts[0] = {
      ...conflict,
      detail: { ...conflict.detail, asked: { ...(conflict.detail['asked'] as object), planCode: 'XL29' } },
    };

    const answer = await app.inject({ url: `/v1/conflict-cases/${conflict.id}`, headers: as('t-operator') });

    expect(answer.json<ConflictCase>().sides.remark?.en).toMatch(/customer’s data/);
  });

  it('shows our end beside the carrier’s word', async () => {
    w.conflicts[0] = {
      ...conflict,
      kind: 'terminal-resurrected',
      detail: { reference: 'REFERENCE1', word: '已激活', stage: 'expired' },
      orders: [{ id: ORDER, line: 1, stage: 'expired', number: null, endedAt: '2026-03-02T01:20:00.000Z' }],
    };

    const answer = await app.inject({ url: `/v1/conflict-cases/${conflict.id}`, headers: as('t-operator') });

    expect(answer.json<ConflictCase>().sides.rows[0]).toMatchObject({
      ours: { en: 'Expired' },
      theirs: { zh: '已激活' },
      differs: true,
    });
  });

  it('pages by key and filters by state', async () => {
    w.conflicts.push({ ...conflict, id: 'cas_000000000002' as typeof conflict.id });

    const first = await app.inject({ url: '/v1/conflict-cases?limit=1', headers: as('t-operator') });
    const { next } = first.json<ConflictList>();
    const second = await app.inject({
      url: `/v1/conflict-cases?limit=1&after=${String(next)}`,
      headers: as('t-operator'),
    });
    const closed = await app.inject({ url: '/v1/conflict-cases?state=closed', headers: as('t-operator') });

    expect(second.json<ConflictList>()).toMatchObject({ rows: [{ id: 'cas_000000000002' }], next: null });
    expect(closed.json<ConflictList>().rows).toEqual([]);
  });

  it('is settled once, with a reason that fits', async () => {
    const unfit = await settle({ reasonCode: 'UNDONE_AT_PARTNER' });
    const done = await settle({ reasonCode: 'FIRST_STANDS', note: '已电话告知' });
    const again = await settle({ reasonCode: 'NO_EFFECT' });
    const unknown = await app.inject({
      method: 'POST',
      url: '/v1/conflict-cases/cas_999999999999/resolution',
      headers: operator,
      payload: { reasonCode: 'NO_EFFECT' },
    });

    expect(unfit.json()).toMatchObject({ code: 'BodyInvalid', errors: [{ pointer: '/reasonCode' }] });
    expect(done.json()).toMatchObject({ resolution: { reasonCode: 'FIRST_STANDS', note: '已电话告知' }, options: [] });
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, 'ConflictClosed']);
    expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([404, 'ConflictNotFound']);
  });

  it('is read by auditors and officers and settled by others only; support agents and finance see none', async () => {
    const read = await Promise.all(
      ['t-auditor', 't-operator', 't-support', 't-finance', 't-officer'].map((token) =>
        app.inject({ url: '/v1/conflict-cases', headers: as(token) }),
      ),
    );
    const settled = await settle({ reasonCode: 'NO_EFFECT' }, changingAs('t-auditor', 'auditor1'));

    expect(read.map(({ statusCode }) => statusCode)).toEqual([200, 200, 403, 403, 200]);
    expect(settled.statusCode).toBe(403);
  });
});

describe('a new link over HTTP', () => {
  it('is sent by support, in their name, and never shown to them', async () => {
    const w = world();
    const app = await fakeApp(w);
    const send = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: `/v1/orders/${ORDER}/links`, headers });

    const sent = await send(changingAs('t-support', 'support1'));
    const refused = await send(changingAs('t-officer', 'officer1'));

    expect(sent.statusCode).toBe(201);
    expect(Object.keys(sent.json<object>())).toEqual(['linkId', 'expiresAt']);
    expect(w.reissues).toEqual([{ orderId: ORDER, by: 'usr_0000support1' }]);
    expect(refused.statusCode).toBe(403);
    await app.close();
  });
});
