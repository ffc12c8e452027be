import { randomInt } from 'node:crypto';
import { dice } from '../../scripts/demo/dice';
import { endings, openedAtCarrier, page, person, place, send, times } from '../../scripts/demo/actions';
import { commissionOf, inFen } from '../../scripts/demo/money';
import { untilQuiet } from '../../scripts/demo/travel';
import { expectStatus } from '../../scripts/demo/world';
import type { OrderView, TimelineView } from '../../api/schemas/order';
import { borrowProduct, type Product } from './product';

const draws = dice(randomInt(1_000_000), 'order');
let product: Product;

beforeAll(async () => {
  product = await borrowProduct();
});
afterAll(() => {
  (product as Product | undefined)?.giveBack();
});

/** A signed call of the sales channel, as its own system would make it. */
async function asChannel(path: string): Promise<unknown> {
  const { sandbox, call } = product.world;
  const answer = expectStatus(
    await call<{ status: number; body: unknown }>(`${sandbox}/channels/demo/call`, { path }),
    200,
    path,
  );
  return expectStatus(answer, 200, path);
}

const timeline = async (orderId: string): Promise<TimelineView> =>
  (await asChannel(`/v1/orders/${orderId}/timeline`)) as TimelineView;

describe('an order from a sales channel', () => {
  it('becomes an active number at the carrier, parcel and activation included, and its timeline tells how', async () => {
    const { world } = product;
    const who = await person(world, draws, 'ordinary');
    const [orderId = ''] = await place(world, { personId: who.personId, agentCode: 'AG01' });

    expect(await endings(world, [orderId])).toBe('active');

    const { order, entries, track } = await timeline(orderId);
    expect(order).toMatchObject({ stage: 'active', reasonCode: null, wait: null });
    expect(order.number).toMatch(/^193\d{8}$/);
    expect(track.map(({ stage }) => stage)).toEqual([
      'received',
      'verifying',
      'provisioning',
      'shipping',
      'activating',
      'active',
    ]);
    expect(entries.map(({ version }) => version)).toEqual(entries.map((_entry, at) => at + 1));
    expect(entries.at(0)?.actor.kind).toBe('channel');
    expect(entries.at(-1)?.actor.kind).toBe('carrier');
    expect(await openedAtCarrier(world, [orderId])).toBe(1);
    expect(await times(world, orderId, 'opened', 'dispatched', 'signed', 'activated')).toBe(
      '1 opened, 1 dispatched, 1 signed, 1 activated',
    );
    expect(inFen(await commissionOf(world, orderId))).toBe('8000 accrued, 2000 accrued');
  });

  it('is refused at once when the holder is too young, with what could be had instead, and leaves no order', async () => {
    const { world } = product;
    const who = await person(world, draws, 'under-age');
    const { externalRef, results } = await send(world, { personId: who.personId, planCode: 'XL29' });

    expect(results[0]).toMatchObject({
      status: 422,
      body: { code: 'OrderRefused', reasons: [{ code: 'UNDER_AGE' }], alternatives: [expect.anything()] },
    });
    const operator = await world.staff('operator1');
    const found = await operator.get<{ rows: unknown[] }>(`/v1/console/orders?q=${externalRef}`);
    expect(found.body.rows).toEqual([]);
  });

  it('is one order when it comes again, before and after its end', async () => {
    const { world } = product;
    const who = await person(world, draws, 'ordinary');
    const wish = { personId: who.personId, externalRef: `E2E-${String(draws.below('reference', 1_000_000_000))}` };

    const first = (await send(world, wish)).results[0];
    const again = (await send(world, wish)).results[0];
    const orderId = first?.body.orders?.[0]?.id ?? '';
    expect(await endings(world, [orderId])).toBe('active');
    const late = (await send(world, wish)).results[0];

    expect([first?.status, again?.status, late?.status]).toEqual([202, 200, 200]);
    expect(late?.body).toMatchObject({
      purchaseId: first?.body.purchaseId,
      orders: [{ id: orderId, stage: 'active' }],
    });
    expect(await openedAtCarrier(world, [orderId])).toBe(1);
  });

  it('says in one sentence what it waits for, who owes it, until when and what happens then', async () => {
    const { world } = product;
    const who = await person(world, draws, 'ordinary');
    const [orderId = ''] = await place(world, { personId: who.personId, withImages: false, behaviour: 'silent' });
    await untilQuiet(world);

    const { wait } = (await asChannel(`/v1/orders/${orderId}`)) as OrderView;

    expect(wait).toMatchObject({ owner: 'customer', overdue: false });
    expect(wait?.sentence.zh).toMatch(/证件照片.*客户.*\d\d-\d\d \d\d:\d\d.*订单结束/);
    expect(wait?.sentence.en).toMatch(/customer/);
    expect(Date.parse(wait?.dueAt ?? '') - Date.parse(wait?.openedAt ?? '')).toBe(72 * 3_600_000);
    expect(await endings(world, [orderId])).toBe('expired DOCUMENTS_NOT_SENT');
    expect((await timeline(orderId)).order.wait).toBeNull();
  });
});

describe('who may ask', () => {
  it('is told nothing of an order without a session or a signature', async () => {
    const { world } = product;
    const who = await person(world, draws, 'ordinary');
    const [orderId = ''] = await place(world, { personId: who.personId });

    for (const path of [`/v1/orders/${orderId}`, `/v1/orders/${orderId}/timeline`, `/v1/console/orders/${orderId}`]) {
      expect((await world.call(`${world.api}${path}`)).status).toBe(401);
    }
    expect(await endings(world, [orderId])).toBe('active');
  });

  it('sees the holder masked on the order page', async () => {
    const { world } = product;
    const who = await person(world, draws, 'ordinary');
    const [orderId = ''] = await place(world, { personId: who.personId });
    await endings(world, [orderId]);

    const shown = JSON.stringify(await page(world, orderId));

    expect(shown).not.toContain(who.phone);
    expect(shown).toContain('*');
  });
});

it('serves a description of every route to programs, and a page of it to people', async () => {
  const { world } = product;
  const { body } = await world.call<{ openapi: string; paths: Record<string, Record<string, { responses: object }>> }>(
    `${world.api}/openapi.json`,
  );

  expect(body.openapi).toMatch(/^3\./);
  for (const path of ['/v1/orders', '/v1/orders/{id}', '/v1/orders/{id}/timeline', '/v1/blobs', '/v1/self-service']) {
    expect(Object.keys(body.paths)).toContain(path);
  }
  const operations = Object.values(body.paths).flatMap((path) => Object.values(path));
  expect(operations.every(({ responses }) => Object.keys(responses).length > 0)).toBe(true);
  const docs = await fetch(`${world.api}/docs`);
  expect([docs.status, docs.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
});
