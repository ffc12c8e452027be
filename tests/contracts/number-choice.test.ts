import { postgresSelfService } from '../../adapters/postgres/self-service';
import type { LinkId, Msisdn, OrderId, PurchaseId, UserId } from '../../domain/brand';
import { selfServiceStep } from '../../domain/self-service';
import { DAY_MS, MINUTE_MS } from '../../domain/time';
import { afterRefusal } from '../../domain/use-cases/after-refusal';
import { chooseNumber } from '../../domain/use-cases/choose-number';
import { openAtCarrier } from '../../domain/use-cases/open-at-carrier';
import { next, provisioningStep } from '../../domain/use-cases/provisioning-step';
import { reissueLink } from '../../domain/use-cases/reissue-link';
import { releaseLapsedHolds } from '../../domain/use-cases/release-lapsed-holds';
import { HOLD_MS } from '../../domain/waits';
import { stockNumber, stockOf } from '../support/world/catalogue';
import { somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
const START_MS = storyClock().nowMs();
const POOL = 12;
const LOST = stockNumber(3) as Msisdn;

beforeEach(async () => {
  world = await openWorld(storyClock(), { numbers: POOL });
});
afterEach(() => world.close());

interface Placed {
  readonly purchaseId: PurchaseId;
  readonly ids: readonly OrderId[];
  readonly id: OrderId;
}

/** Verified, and the numbers went to somebody else after their holds lapsed. */
async function withoutNumber(numbers: readonly Msisdn[] | null = [LOST]): Promise<Placed> {
  const quantity = numbers?.length ?? 1;
  const { purchaseId, ids } = await world.place(somebody(), null, { quantity, ...(numbers ? { numbers } : {}) });
  world.clock.set(START_MS + HOLD_MS);
  await releaseLapsedHolds(world)();
  await world.place(somebody(), null, { quantity, ...(numbers ? { numbers } : {}) });
  await world.pool.query(
    `update orders o set stage = 'provisioning', status = 'opening' from purchases p where p.id = o.purchase_id and p.public_id = $1`,
    [purchaseId],
  );
  await world.pool.query(
    `update kyc_cases k set state = 'passed', needed = '{}' from purchases p where p.id = k.purchase_id and p.public_id = $1`,
    [purchaseId],
  );
  const [id] = ids;
  if (!id) throw new Error('an order');
  return { purchaseId, ids, id };
}

const step = (orderId: OrderId) => provisioningStep(world)({ orderId, woke: null });
async function asked(id: OrderId) {
  const said = await step(id);
  if (said.kind !== 'wait') throw new Error(`not a wait: ${said.kind}`);
  const { waitId } = said.wait;
  return { waitId, later: () => provisioningStep(world)({ orderId: id, woke: waitId }) };
}
const choose = ({ purchaseId, id }: Pick<Placed, 'purchaseId' | 'id'>, number: Msisdn) =>
  chooseNumber(world).choose({ purchaseId, orderId: id, number });
const page = () => postgresSelfService(world);
const templates = async () =>
  (await world.pool.query<{ template: string }>('select template from notifications order by id')).rows.map(
    ({ template }) => template,
  );
const stateOf = async (number: Msisdn) =>
  (await world.pool.query<{ state: string }>('select state from numbers where msisdn = $1', [number])).rows[0]?.state;

describe('a chosen number that was taken meanwhile', () => {
  it('is told once with a link, behind which another one is chosen and the order goes on with it', async () => {
    const order = await withoutNumber();
    await asked(order.id);
    await step(order.id);
    const link = await world.pool.query<{ id: LinkId }>(
      'select l.public_id as id from links l join notifications n on n.link_id = l.id',
    );

    const { purchaseId } = await page().exchange(world.links.token(link.rows[0]?.id as LinkId), undefined);
    const facts = await page().facts(purchaseId);
    const offered = await page().offers(purchaseId, order.id);
    const number = offered[0] as Msisdn;
    await choose(order, number);

    expect(await templates()).toEqual(['number-lost']);
    expect([purchaseId, selfServiceStep(facts, true)]).toEqual([order.purchaseId, 'number']);
    expect(facts.deadline).not.toBeNull();
    expect(offered).toHaveLength(6);
    expect(offered).not.toContain(LOST);
    expect(await world.openWaits(order.id)).toEqual([]);
    const news = await world.pool.query(`select source, kind from facts where dispatched_at is null`);
    expect(news.rows).toEqual([{ source: 'customer', kind: 'resumed' }]);
    expect((await step(order.id)).kind).toBe('open');
    expect((await world.order(order.id)).state).toMatchObject({ status: 'opening', number });
    expect(await world.events(order.id)).toEqual([
      'received',
      'numberLapsed',
      'numberAsked',
      'numberChosen',
      'openingStarted',
    ]);
    const verified = await world.pool.query(
      `select state from kyc_cases k join purchases p on p.id = k.purchase_id where p.public_id = $1`,
      [order.purchaseId],
    );
    expect(verified.rows).toEqual([{ state: 'passed' }]);
    expect(await page().offers(purchaseId, order.id)).toEqual([]);
  });

  it('is chosen once however often it is said, and not in another way afterwards', async () => {
    const order = await withoutNumber();
    await asked(order.id);
    const [number, other] = [stockNumber(7) as Msisdn, stockNumber(8) as Msisdn];

    await Promise.all([choose(order, number), choose(order, number)]);
    await choose(order, number);

    await expect(choose(order, other)).rejects.toMatchObject({ code: 'StepRefused' });
    expect((await world.events(order.id)).filter((event) => event === 'numberChosen')).toHaveLength(1);
    expect(await stockOf(world.pool)).toMatchObject({ held: 2, free: POOL - 2 });
  });

  it('goes to one of two who choose the same, and the other is still asked', async () => {
    const first = await withoutNumber();
    world.clock.set(START_MS);
    const second = await withoutNumber([stockNumber(4) as Msisdn]);
    await asked(first.id);
    await asked(second.id);
    const wanted = stockNumber(9) as Msisdn;

    const said = await Promise.allSettled([choose(first, wanted), choose(second, wanted)]);

    const refused = said.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toMatchObject([{ code: 'NumberTaken' }]);
    const loser = said[0].status === 'rejected' ? first : second;
    expect((await world.order(loser.id)).state).toMatchObject({ status: 'awaiting-number', number: null });
    await choose(loser, stockNumber(10) as Msisdn);
  });

  it("is nobody else's to choose for, nor from another pool", async () => {
    const order = await withoutNumber();
    await asked(order.id);
    const stranger = await world.place(somebody(), null);

    await expect(choose({ ...order, purchaseId: stranger.purchaseId }, stockNumber(7) as Msisdn)).rejects.toMatchObject(
      {
        code: 'OrderNotFound',
      },
    );
    expect(await page().offers(stranger.purchaseId, order.id)).toEqual([]);
    await expect(choose(order, '13999999999' as Msisdn)).rejects.toMatchObject({ code: 'NumberTaken' });
  });

  it('stays held after its half hour until the order goes on, and a deadline that passed meanwhile ends nothing', async () => {
    const order = await withoutNumber();
    const { later } = await asked(order.id);
    const number = stockNumber(7) as Msisdn;
    await choose(order, number);
    world.clock.set(START_MS + 4 * DAY_MS);

    expect(await releaseLapsedHolds(world)()).toBe(1); // The one of whoever was quicker.
    expect((await later()).kind).toBe('open');

    const held = await world.pool.query<{ held_until: string }>('select held_until from numbers where msisdn = $1', [
      number,
    ]);
    expect(Date.parse(held.rows[0]?.held_until ?? '')).toBe(START_MS + 7 * DAY_MS);
  });

  it('ends the order where nobody chooses, after a reminder with the link, and takes no choice then', async () => {
    const order = await withoutNumber();
    const { later } = await asked(order.id);
    world.clock.set(START_MS + DAY_MS + HOLD_MS);
    await later();
    await step(order.id);
    world.clock.set(START_MS + 4 * DAY_MS);

    const end = await later();

    expect(end).toMatchObject({ kind: 'ended', end: { stage: 'expired', reasonCode: 'NUMBER_NOT_CHOSEN' } });
    expect(await templates()).toEqual(['number-lost', 'number-reminder', 'number-expired']);
    await expect(choose(order, stockNumber(7) as Msisdn)).rejects.toMatchObject({ code: 'StepRefused' });
    expect((await stockOf(world.pool)).held).toBe(1);
  });

  it('is taken back without a word where it is free again at the reminder', async () => {
    const order = await withoutNumber();
    const { later } = await asked(order.id);
    world.clock.set(START_MS + DAY_MS + HOLD_MS);
    await releaseLapsedHolds(world)();

    expect((await later()).kind).toBe('open');

    expect((await world.order(order.id)).state.number).toBe(LOST);
    expect(await templates()).toEqual(['number-lost']);
  });

  it('is one message for two cards that ask at the same time, behind which each has its turn', async () => {
    const order = await withoutNumber([LOST, stockNumber(4) as Msisdn]);
    const [, second = order.id] = order.ids;
    let late: Promise<unknown> | undefined;
    await world.work.inTransaction(async (tx) => {
      const first = await tx.orders.lock(order.id);
      if (first) await next(tx, world, first);
      late = asked(second);
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await late;
    const waiting = async () =>
      (await page().facts(order.purchaseId)).orders.filter(({ status }) => status === 'awaiting-number').length;

    expect(await templates()).toEqual(['number-lost']);
    expect(await waiting()).toBe(2);
    await choose(order, stockNumber(7) as Msisdn);
    expect(await waiting()).toBe(1);
    await choose({ ...order, id: second }, stockNumber(8) as Msisdn);
    expect(await waiting()).toBe(0);
  });

  it('can be chosen with a link that support sent again', async () => {
    const order = await withoutNumber();
    await asked(order.id);

    const { linkId } = await reissueLink(world).reissue({ orderId: order.id, by: 'usr_000000000001' as UserId });

    await expect(page().exchange(world.links.token(linkId), undefined)).resolves.toMatchObject({
      purchaseId: order.purchaseId,
    });
    expect(await world.events(order.id)).toContain('linkReissued');
  });
});

describe('a number that was lost a second time', () => {
  /** Chosen anew, and refused by the carrier. */
  async function refused() {
    const order = await withoutNumber();
    await asked(order.id);
    const number = stockNumber(7) as Msisdn;
    await choose(order, number);
    const opening = await step(order.id);
    if (opening.kind !== 'open') throw new Error(opening.kind);
    world.carrier.refuse('occupy', '已预占');
    const said = await openAtCarrier(world)(opening.opening, { pausesMs: [], sleep: () => Promise.resolve() });
    if (said.kind !== 'refused') throw new Error(said.kind);
    const { submitReference } = said.opening;
    return { order, number, judge: () => afterRefusal(world)({ orderId: order.id, code: said.code, submitReference }) };
  }

  it('is asked for and told again, and the first one is not put in its place', async () => {
    const { order, number, judge } = await refused();
    await world.pool.query(`update numbers set state = 'free', order_id = null, held_until = null where msisdn = $1`, [
      LOST,
    ]);

    expect((await judge()).kind).toBe('wait');
    await step(order.id);

    expect((await world.order(order.id)).state).toMatchObject({ status: 'awaiting-number', number: null });
    expect([await stateOf(number), await stateOf(LOST)]).toEqual(['withdrawn', 'free']);
    expect(await templates()).toEqual(['number-lost', 'number-lost']);
  });

  it('costs the next choice nothing where the answer to the refusal got lost', async () => {
    const { order, judge } = await refused();
    const third = stockNumber(8) as Msisdn;
    await judge();
    world.clock.set(world.clock.nowMs() + MINUTE_MS);
    await choose(order, third);

    expect((await judge()).kind).toBe('open');

    expect((await world.order(order.id)).state.number).toBe(third);
    expect(await stateOf(third)).toBe('held');
  });
});

describe('a number that was drawn', () => {
  it('is waited for with the carrier where the pool is empty: nobody has to choose, and the end says why', async () => {
    const order = await withoutNumber(null);
    await world.pool.query(`update orders set msisdn = null`);
    await world.pool.query(`update numbers set state = 'withdrawn', order_id = null, held_until = null`);
    const { later } = await asked(order.id);
    const waits = await world.pool.query(`select what, owner_kind from waits where closed_at is null`);
    await expect(choose(order, stockNumber(7) as Msisdn)).rejects.toMatchObject({ code: 'StepRefused' });
    world.clock.set(START_MS + 4 * DAY_MS);

    const end = await later();

    expect(waits.rows).toEqual([{ what: 'number-stock', owner_kind: 'carrier' }]);
    expect(end).toMatchObject({ kind: 'ended', end: { stage: 'expired', reasonCode: 'CR_NO_STOCK' } });
    expect(await templates()).toEqual(['number-none']);
  });
});
