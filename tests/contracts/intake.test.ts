import { createHash, randomBytes } from 'node:crypto';
import { blindIndex } from '../../adapters/keys/blind-index';
import type { Msisdn } from '../../domain/brand';
import { canonicalJson } from '../../domain/canonical-json';
import { DAY_MS } from '../../domain/time';
import { acceptOrders } from '../../domain/use-cases/accept-order';
import { stockNumber, stockOf } from '../support/world/catalogue';
import { command, idNumberOf, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;

const START_MS = storyClock().nowMs();

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 12, cooldownDays: 30 });
});
beforeEach(async () => {
  world.clock.set(START_MS);
  await world.clear();
});
afterAll(() => world.close());

const count = async (table: string): Promise<number> =>
  (await world.pool.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]?.n ?? 0;

const codesOf = (answer: Awaited<ReturnType<typeof world.accept>>): readonly string[] =>
  answer.kind === 'refused' ? answer.reasons.map(({ code }) => code) : [answer.kind];

describe('the same command', () => {
  it.each([5, 50])(
    'sent %i times at once makes one purchase, and everybody hears of the same orders',
    async (times) => {
      const wish = command(somebody(), { quantity: 2 });

      const answers = await Promise.all(Array.from({ length: times }, () => world.accept({ ...wish })));

      expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(answers.filter(({ kind }) => kind === 'repeat')).toHaveLength(times - 1);
      const heard = new Set(
        answers.map((answer) =>
          answer.kind === 'refused' ? 'refused' : JSON.stringify([answer.purchaseId, answer.orders]),
        ),
      );
      expect(heard.size).toBe(1);
      expect([await count('purchases'), await count('orders'), await count('kyc_cases')]).toEqual([1, 2, 1]);
      expect(await stockOf(world.pool)).toMatchObject({ held: 2, free: 10 });
      const starts = await world.pool.query(`select 1 from outbox where topic = 'start-order'`);
      expect(starts.rowCount).toBe(2);
    },
  );

  it('written in another order of fields is still the same', async () => {
    const wish = command(somebody());
    await world.accept(wish);

    const again = await world.accept(Object.fromEntries(Object.entries(wish).reverse()) as unknown as typeof wish);

    expect(again.kind).toBe('repeat');
  });

  it('answers with where the orders are now', async () => {
    const wish = command(somebody());
    await world.accept(wish);
    await world.pool.query(`update orders set stage = 'active', status = 'ended'`);

    const again = await world.accept(wish);

    expect(again).toMatchObject({ kind: 'repeat', orders: [{ stage: 'active' }] });
  });
});

describe('what is kept of a command', () => {
  const kept = async () =>
    (
      await world.pool.query<{ text: string }>(
        `select body_hash as text from intake_keys union all select body_hash from refusals
         union all select detail::text from conflict_cases`,
      )
    ).rows.map(({ text }) => text);

  it('can be tried by nobody who has the table alone: its hash is keyed wherever it stands', async () => {
    const wish = command(somebody());
    const other = { ...wish, quantity: 3 };
    const tooYoung = command(somebody('20200307'));
    await world.accept(wish);
    await world.accept(other);
    expect((await world.accept(tooYoung)).kind).toBe('refused');

    const rows = (await kept()).join(' ');

    expect(await kept()).toHaveLength(3);
    for (const each of [wish, other, tooYoung]) {
      const text = canonicalJson({ ...each });
      expect(rows).not.toContain(createHash('sha256').update(text).digest('hex'));
      expect(rows).toContain(world.blindIndex.digest('command', text)[0]?.digest);
    }
  });

  it('is known again after a newer key came, and written under the newer one from then on', async () => {
    const newer = blindIndex([{ generation: 2, keyBase64: randomBytes(32).toString('base64') }]);
    const rotated: typeof newer = {
      digest: (kind, value) => [...newer.digest(kind, value), ...world.blindIndex.digest(kind, value)],
    };
    const intake = acceptOrders({ ...world, blindIndex: rotated });
    const before = command(somebody());
    const after = command(somebody());
    await world.accept(before);

    const again = await intake.accept('demo', before);
    const changed = await intake.accept('demo', { ...before, quantity: 2 });
    const fresh = await intake.accept('demo', after);

    expect([again.kind, changed.kind, fresh.kind]).toEqual(['repeat', 'conflict', 'accepted']);
    expect(await kept()).toContain(newer.digest('command', canonicalJson({ ...after }))[0]?.digest);
  });
});

describe('another command under the same reference', () => {
  it('changes nothing and opens one case, however often it comes', async () => {
    const wish = command(somebody());
    const first = await world.accept(wish);
    const other = { ...wish, quantity: 3 };

    const answers = await Promise.all(Array.from({ length: 5 }, () => world.accept(other)));

    expect(answers.map(({ kind }) => kind)).toEqual(Array(5).fill('conflict'));
    expect(answers[0]).toMatchObject({ purchaseId: first.kind === 'accepted' ? first.purchaseId : '' });
    expect([await count('purchases'), await count('orders'), await count('conflict_cases')]).toEqual([1, 1, 1]);
  });

  it('racing with the first: one wins, the other is the conflict', async () => {
    const wish = command(somebody());

    const kinds = (await Promise.all([world.accept(wish), world.accept({ ...wish, quantity: 2 })])).map(
      ({ kind }) => kind,
    );

    expect([...kinds].sort()).toEqual(['accepted', 'conflict']);
    expect(await count('purchases')).toBe(1);
  });

  it('is a repeat where only the ID number was typed in another way', async () => {
    const withX = [...Array(30).keys()].map((n) => idNumberOf('19900101', n)).find((id) => id.endsWith('X')) ?? '';
    const wish = command({ ...somebody(), idNumber: withX });
    const first = await world.accept(wish);

    const typed = await world.accept({
      ...wish,
      holder: { ...wish.holder, idNumber: `${withX.slice(0, 6)} ${withX.slice(6).toLowerCase()}` },
    });

    expect([first.kind, typed.kind]).toEqual(['accepted', 'repeat']);
    expect(await count('conflict_cases')).toBe(0);
  });

  it('is not a conflict in another channel', async () => {
    const wish = command(somebody());
    await world.accept(wish);
    const answer = await world.acceptFrom('other', { ...wish, holder: somebody() });

    expect(answer.kind).toBe('accepted');
  });
});

describe('several cards at once', () => {
  it('are all accepted or none', async () => {
    const none = await world.accept(command(somebody(), { quantity: 5 }));
    const five = await world.accept(command(somebody(), { quantity: 5 }));
    const tooMany = await world.accept(command(somebody(), { quantity: 3 }));

    expect([none.kind, five.kind]).toEqual(['accepted', 'accepted']);
    expect(codesOf(tooMany)).toEqual(['OUT_OF_STOCK']);
    expect(await stockOf(world.pool)).toMatchObject({ free: 2, held: 10 });
    expect(await count('orders')).toBe(10);
  });

  it('with chosen numbers of which one is taken: none is held, and the taken one is named', async () => {
    const chosen = [3, 4].map((index) => stockNumber(index) as Msisdn);
    await world.accept(command(somebody(), { numbers: [stockNumber(4) as Msisdn] }));

    const answer = await world.accept(command(somebody(), { quantity: 2, numbers: chosen }));

    expect(answer).toMatchObject({ kind: 'refused', reasons: [{ code: 'NUMBER_TAKEN', pointer: '/numbers/1' }] });
    if (answer.kind !== 'refused') throw new Error('refused');
    const [same] = answer.alternatives;
    expect(same).toMatchObject({ planCode: 'XL29' });
    expect(same?.numbers).not.toContain(stockNumber(4));
    expect(await stockOf(world.pool)).toMatchObject({ held: 1 });
  });

  it('belong to one holder, one case, and lines that count up', async () => {
    await world.accept(command(somebody(), { quantity: 3 }));

    const lines = await world.pool.query<{ line: number }>('select line from orders order by line');
    const lead = await world.pool.query(
      'select 1 from kyc_cases k join orders o on o.id = k.lead_order_id where o.line = 1',
    );
    expect(lines.rows.map((r) => r.line)).toEqual([1, 2, 3]);
    expect([await count('parties'), lead.rowCount]).toEqual([1, 1]);
  });
});

describe('a refusal', () => {
  it('names every reason and what would work instead, is on record, and binds nothing', async () => {
    await world.pool.query(
      `insert into numbers (msisdn, carrier_code, plan_code, city_code, batch_id, state, changed_at)
       select '13600000000', 'xinglian', 'XL59', '0755', id, 'free', now() from number_batches limit 1`,
    );
    const wish = command(
      { ...somebody(), idNumber: idNumberOf('20110101', 5) },
      { delivery: { province: '西藏', city: '拉萨市', district: '城关区', address: '1 号' }, quantity: 1 },
    );

    const answer = await world.accept(wish);
    const later = await world.accept({ ...wish, holder: somebody(), delivery: { ...wish.delivery, province: '广东' } });

    expect(codesOf(answer)).toEqual(['UNDER_AGE', 'AREA_BANNED']);
    expect(await count('refusals')).toBe(1);
    expect(later.kind).toBe('accepted');
    expect(await stockOf(world.pool)).toMatchObject({ held: 1 });
  });

  it('offers another plan to somebody too old for the one that was asked for', async () => {
    await world.pool.query(`update plans set max_age = 50 where code = 'XL59'`);
    await world.pool.query(
      `insert into numbers (msisdn, carrier_code, plan_code, city_code, batch_id, state, changed_at)
       select '13600000000', 'xinglian', 'XL59', '0755', id, 'free', now() from number_batches limit 1`,
    );

    const answer = await world.accept(
      command({ ...somebody(), idNumber: idNumberOf('19700101', 7) }, { planCode: 'XL59' }),
    );

    expect(answer).toMatchObject({
      kind: 'refused',
      reasons: [{ code: 'OVER_AGE' }],
      alternatives: [{ planCode: 'XL29', city: '0755' }],
    });
  });

  it('offers the plan with numbers of another city where those of this one are used up', async () => {
    await world.pool.query(
      `insert into cities (code, name, province) values ('0571', '杭州', '浙江'), ('0512', '苏州', '江苏') on conflict do nothing`,
    );
    await world.pool.query(
      `insert into numbers (msisdn, carrier_code, plan_code, city_code, batch_id, state, changed_at)
       select (13600000000 + n)::text, 'xinglian', 'XL29', case when n = 0 then '0512' else '0571' end, b.id, 'free', now()
       from generate_series(0, 2) as n, (select id from number_batches limit 1) b`,
    );
    await world.pool.query(`update numbers set state = 'withdrawn' where city_code = '0755'`);

    const two = await world.accept(command(somebody(), { quantity: 2 }));
    const young = await world.accept(command({ ...somebody(), idNumber: idNumberOf('20200101', 3) }));

    expect(codesOf(two)).toEqual(['OUT_OF_STOCK']);
    expect(two).toMatchObject({
      alternatives: [{ planCode: 'XL29', city: '0571', numbers: ['13600000001', '13600000002'] }],
    });
    expect(codesOf(young)).toEqual(['UNDER_AGE', 'OUT_OF_STOCK']);
    expect(young).toMatchObject({ alternatives: [{ notBefore: expect.any(String) as string }] });
  });

  it('says when a second purchase is possible again, and then it is', async () => {
    const person = somebody();
    await world.accept(command(person));

    const answer = await world.accept(command(person));
    world.clock.set(world.clock.nowMs() + 30 * DAY_MS);
    const later = await world.accept(command(person));

    expect(codesOf(answer)).toEqual(['COOL_DOWN']);
    expect(answer).toMatchObject({ alternatives: [{ planCode: 'XL29', notBefore: '2026-04-01T01:00:00.000Z' }] });
    expect(later.kind).toBe('accepted');
  });

  it('counts the cards of a person, but not those that came to nothing', async () => {
    const person = somebody();
    await world.accept(command(person, { quantity: 5 }));
    world.clock.set(world.clock.nowMs() + 31 * DAY_MS);

    const sixth = await world.accept(command(person));
    await world.pool.query(`update orders set stage = 'expired', status = 'ended'`);
    const afterwards = await world.accept(command(person));

    expect(codesOf(sixth)).toEqual(['CARD_LIMIT']);
    expect(afterwards.kind).toBe('accepted');
  });

  it('knows people and phones on a risk list, by keyed digests only', async () => {
    const person = somebody();
    const [digest] = world.blindIndex.digest('phone', person.phone);
    await world.pool.query(
      `insert into risk_entries (kind, generation, digest, source, evidence, entered_at) values ('phone', $1, $2, 'blacklist', 'x', $3)`,
      [digest?.generation, digest?.digest, world.clock.now()],
    );

    expect(codesOf(await world.accept(command(person)))).toEqual(['RISK_LISTED']);
    expect(codesOf(await world.accept(command(somebody())))).toEqual(['accepted']);
  });
});

describe('a command that names what does not exist', () => {
  it.each([
    ['plan', { planCode: 'NOPE' }, '/planCode'],
    ['city', { city: '9999' }, '/city'],
    ['agent', { agentCode: 'NOPE' }, '/agentCode'],
    ['number of another count', { quantity: 2, numbers: [stockNumber(0) as Msisdn] }, '/numbers'],
    [
      'picture',
      { images: { front: 'blb_000000000000', back: 'blb_000000000001', selfie: 'blb_000000000002' } },
      '/images',
    ],
  ])('%s: is told where, and leaves nothing behind', async (_what, change, pointer) => {
    const answer = world.accept(command(somebody(), change as never));

    await expect(answer).rejects.toMatchObject({ code: 'BodyInvalid', errors: [{ pointer }] });
    expect([await count('orders'), await count('parties'), await count('intake_keys')]).toEqual([0, 0, 0]);
    expect(await stockOf(world.pool)).toMatchObject({ held: 0 });
  });

  it('takes each picture once', async () => {
    const person = somebody();
    const first = await world.place(person, world.honest(person));
    const used = await world.pool.query<{ kind: string; id: string }>('select kind, public_id as id from blobs');

    const again = world.accept(
      command(somebody(), { images: Object.fromEntries(used.rows.map((r) => [r.kind, r.id])) as never }),
    );

    expect(first.ids).toHaveLength(1);
    await expect(again).rejects.toMatchObject({ errors: [{ pointer: '/images' }] });
  });
});
