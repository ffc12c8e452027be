import { postgresReading } from '../../adapters/postgres/read/reading';
import { addPurchase, addReview, type EdgeWorld, edgeWorld, HOLDER } from './edge-world';

describe('reading orders', () => {
  let world: EdgeWorld;
  beforeAll(async () => {
    world = await edgeWorld();
  });
  afterAll(() => world.close());

  const reading = () => postgresReading(world);

  it('tells the order with its wait, and nothing of it to another channel', async () => {
    const { orders } = await addPurchase(world);
    const id = orders[0] ?? '';

    const own = await reading().order(id, 'demo');
    const foreign = await reading().order(id, 'rival');

    expect(own).toMatchObject({
      id,
      planName: '星联 29 元套餐',
      carrierName: '星联',
      cityName: '深圳',
      feeFen: 2900,
      wait: { what: 'documents', ownerKind: 'customer', reminded: 0, thenWhat: 'end-expired' },
    });
    expect(own?.wait?.reminders).toEqual(['2026-03-02T04:00:00.000Z']);
    expect(foreign).toBeNull();
  });

  it('tells the journal oldest first with names of those who acted', async () => {
    const { orders } = await addPurchase(world);

    const story = await reading().story(orders[0] ?? '');

    expect(story?.journal.map(({ event, actorName }) => [event, actorName])).toEqual([
      ['received', '演示渠道'],
      ['verificationStarted', null],
    ]);
  });

  it('explains an order in review by the officer’s wait', async () => {
    const bought = await addPurchase(world, 2);
    const review = await addReview(world, bought);
    await world.pool.query(`update orders set status = 'in-review' where purchase_id = $1`, [bought.row]);
    await world.pool.query(
      `insert into waits (public_id, subject_kind, subject_id, workflow_id, what, owner_kind, opened_at, due_at, then_what)
       select 'wai_00000000000r', 'review', id, 'w', 'review', 'officer', $2, due_at, 'escalate' from reviews where public_id = $1`,
      [review, world.clock.now()],
    );

    const waits = await Promise.all(bought.orders.map(async (id) => (await reading().order(id))?.wait?.what));

    expect(waits).toEqual(['review', 'review']);
  });

  it('pages through the list without losing or repeating a row', async () => {
    await addPurchase(world, 5);
    const all = await reading().list({ limit: 200 });

    const pages: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<ReturnType<typeof reading>['list']>> = await reading().list({
        limit: 2,
        ...(after === null ? {} : { after }),
      });
      pages.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== null);

    expect(pages).toEqual(all.rows.map(({ id }) => id));
    expect(all.counts['verifying']).toBe(pages.length);
    expect(all.counts['waiting:customer']).toBe(pages.length);
    expect(all.rows[0]).toMatchObject({ holder: '欧**国', phone: '192****0888' });
  });

  it('finds by reference, ids and nothing similar', async () => {
    const bought = await addPurchase(world, 1, 'REF-77');

    const found = await Promise.all(
      ['REF-77', bought.purchase, bought.orders[0] ?? '', 'REF-7'].map((q) => reading().list({ q, limit: 5 })),
    );

    expect(found.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 0]);
    expect((await reading().list({ owner: 'officer', q: 'REF-77', limit: 5 })).rows).toEqual([]);
  });

  it('masks the person on the order page and survives their erasure', async () => {
    const bought = await addPurchase(world, 2);
    const id = bought.orders[0] ?? '';

    const page = await reading().page(id);
    await world.keys.destroy(bought.party, ['identity', 'contact']);
    const erased = await reading().page(id);

    expect(page?.holder).toEqual({
      name: '欧**国',
      idNumber: '110***********002X',
      phone: '192****0888',
      address: '广东省深圳市南山区***',
    });
    expect(page?.siblings).toHaveLength(1);
    expect(page?.kyc).toMatchObject({ state: 'awaiting-documents', round: 1, reviewIds: [] });
    expect(JSON.stringify(page)).not.toContain(HOLDER.name);
    expect(erased?.holder).toEqual({ name: '—', idNumber: '—', phone: '—', address: '—' });
  });

  it('offers free numbers of the asked pool only', async () => {
    await world.pool.query(
      `with batch as (
         insert into number_batches (carrier_code, plan_code, city_code, reference, wanted, asked_at)
         values ('xinglian', 'XL29', '0755', 'B1', 3, $1) returning id
       )
       insert into numbers (msisdn, carrier_code, plan_code, city_code, batch_id, state, changed_at)
       select n.msisdn, 'xinglian', n.plan, n.city, batch.id, n.state, $1 from batch, (values
         ('19300000011', 'XL29', '0755', 'free'), ('19300000012', 'XL29', '0571', 'free'),
         ('19300000013', 'XL59', '0755', 'free'), ('19300000014', 'XL29', '0755', 'withdrawn')) n (msisdn, plan, city, state)`,
      [world.clock.now()],
    );

    expect(await reading().freeNumbers('XL29', '0755', 10, '')).toEqual(['19300000011']);
    expect(await reading().freeNumbers('XL29', '0755', 10, '011')).toEqual(['19300000011']);
    expect(await reading().freeNumbers('XL29', '0755', 10, '7')).toEqual([]);
  });

  it('keeps a book in the carrier’s words, without what never reached it', async () => {
    const { orders } = await addPurchase(world);
    const call = (command: string, number: number, state: string, outcome: object): Promise<unknown> =>
      world.pool.query(
        `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, state, outcome, opened_at)
         select 'xinglian', $2, $3, id, 1, $4, '{"number":"19300000009","amountFen":2900}', $5, $6, $7 from orders where public_id = $1`,
        [orders[0], command, `R${command}${String(number)}`, number, state, JSON.stringify(outcome), world.clock.now()],
      );
    await call('occupy', 1, 'refused', { text: '号码已被占用' });
    await call('submit', 1, 'refused', { text: '号码已被占用' });
    await call('occupy', 2, 'done', {});
    await call('submit', 2, 'done', { carrierOrderNo: 'XL1', word: '已激活' });
    await call('submit', 3, 'open', {});

    expect(await reading().book('xinglian', { limit: 10 })).toEqual({
      rows: [{ reference: 'Rsubmit2', status: '已激活', number: '19300000009', amountFen: 2900 }],
      next: null,
    });
  });

  it('turns over the pages of every book, each row once, and is sent nowhere by a place of another book', async () => {
    const { row, orders } = await addPurchase(world);
    for (const at of [1, 2, 3]) {
      await world.pool.query(
        `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, state, outcome, opened_at)
         select c.partner, c.command, c.reference, o.id, 1, $2::int, '{"number":"19300000009","amountFen":2900}', 'done', '{"word":"已激活"}', $3
         from orders o, (values ('xinglian', 'submit', 'C' || $2::int), ('bank', 'transfer', 'B' || $2::int), ('authority', 'verify', 'A' || $2::int)) c (partner, command, reference)
         where o.public_id = $1`,
        [orders[0], at, world.clock.now()],
      );
      await world.pool.query(
        `insert into notifications (purchase_id, template, reference, params, created_at) values ($1, 't', 'N' || $2::int, '{}', $3)`,
        [row, at, world.clock.now()],
      );
      await world.pool.query(
        `insert into shipments (public_id, order_id, attempt, provider, reference, company, waybill, iccid, province, city, opened_at)
         select 'shp_00000000000' || $2::int, id, 1, 'kuaidi100', 'P' || $2::int, 'shunfeng', 'SF' || $2::int, '898600', '广东省', '深圳市', $3
         from orders where public_id = $1`,
        [orders[0], at, world.clock.now()],
      );
    }

    for (const partner of ['xinglian', 'bank', 'authority', 'sms', 'kuaidi100'] as const) {
      const whole = (await reading().book(partner, { limit: 1000 }))?.rows ?? [];
      const pages: unknown[] = [];
      for (let after: string | null = ''; after !== null;) {
        const page = await reading().book(partner, { limit: 2, ...(after === '' ? {} : { after }) });
        if (page === null) throw new Error('a page');
        pages.push(...page.rows);
        after = page.next;
      }

      expect(whole.length).toBeGreaterThanOrEqual(3);
      expect(pages).toEqual(whole);
      expect(await reading().book(partner, { limit: 2, after: 'nowhere' })).toBeNull();
      expect(
        await reading().book(partner === 'bank' ? 'sms' : 'bank', { limit: 2, after: whole[0]?.reference ?? '' }),
      ).toBeNull();
    }
  });
});
