import { type OrderId, type TicketId, type UserId, userId } from '../../domain/brand';
import type { Change } from '../../domain/ports/changes';
import { SOMEBODY } from '../../domain/partner-text';
import { giveUp } from '../../domain/use-cases/give-up';
import { interceptParcel } from '../../domain/use-cases/intercept-parcel';
import { openWait } from '../../domain/use-cases/order-changes';
import { receiveParcelNews } from '../../domain/use-cases/receive-parcel-news';
import { requestInterception } from '../../domain/use-cases/request-interception';
import { type Dispatch, dispatchParcel, intendDispatch, shippingStep } from '../../domain/use-cases/ship-order';
import { until } from '../support/until';
import { type Person, somebody } from '../support/world/people';
import { openService, type Service } from '../support/world/service';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
let service: Service;
beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 40 });
  service = await openService(world);
});
afterAll(() => world.close());
beforeEach(() => {
  world.courier.down = false;
  world.courier.losesReplies = 0;
});

const AGENT: UserId = userId('usr_00000support');

interface OnTheWay {
  readonly id: OrderId;
  readonly waybill: string;
  readonly person: Person;
  /** The customer's ticket about the address. */
  readonly ticket: TicketId;
}

/** An order whose card is on its way, and whose customer has written that the address is wrong. */
async function onTheWay(): Promise<OnTheWay> {
  const person = somebody();
  const { ids, purchaseId } = await world.place(person, null);
  const [id] = ids;
  if (id === undefined) throw new Error('one order');
  await world.pool.query(`update orders set stage = 'shipping', status = 'in-transit' where public_id = $1`, [id]);
  const waybill = await service.ship(id);
  await world.work.inTransaction(async (tx) => {
    const order = await tx.orders.lock(id);
    if (order) await openWait(tx, order, 'parcel');
  });
  const { ticketId } = await service.customers.ask(purchaseId, '地址写错了', null);
  return { id, waybill, person, ticket: ticketId };
}

/** Wishes it and does not wait for the courier. */
const wish = (id: OrderId, reasonCode: 'ADDRESS_WRONG' | 'IDENTITY_RISK' = 'ADDRESS_WRONG') =>
  requestInterception({
    work: world.work,
    changes: { subscribe: () => () => undefined },
    pause: () => Promise.resolve(),
  }).intercept({ orderId: id, userId: AGENT, reasonCode });

/** Wishes it and waits until the courier has answered, looking again whenever `hear` is called. */
async function asking(id: OrderId) {
  const listeners = new Set<(change: Change) => void>();
  const answer = requestInterception({
    work: world.work,
    changes: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    pause: () => new Promise(() => undefined),
  }).intercept({ orderId: id, userId: AGENT, reasonCode: 'ADDRESS_WRONG' });
  await until('it to be waited for', () => listeners.size > 0);
  const hear = (): void => {
    for (const listener of listeners) listener({ kind: 'order', id, purchaseId: null, channel: null });
  };
  return { answer, hear };
}

const calls = async (id: OrderId) =>
  (
    await world.pool.query<{ reference: string; state: string }>(
      `select c.reference, c.state from partner_calls c join orders o on o.id = c.order_id
       where o.public_id = $1 and c.command = 'intercept' order by c.id`,
      [id],
    )
  ).rows;

/** What the outbox does with the last of them. */
async function carriedOut(id: OrderId): Promise<void> {
  const reference = (await calls(id)).at(-1)?.reference ?? '';
  await interceptParcel(world)({ reference });
}

const inOutbox = async (id: OrderId): Promise<number> => {
  const references = (await calls(id)).map(({ reference }) => reference);
  const found = await world.pool.query(
    `select 1 from outbox where topic = 'intercept-parcel' and body ->> 'reference' = any($1)`,
    [references],
  );
  return found.rows.length;
};

const told = (waybill: string, code: string) =>
  receiveParcelNews(world).receive({
    provider: 'kuaidi100',
    reference: null,
    parcel: { waybill, company: 'shunfeng' },
    events: [{ code, at: world.clock.now(), area: '深圳市' }],
  });

const templates = async (id: OrderId): Promise<readonly string[]> =>
  (
    await world.pool.query<{ template: string }>(
      `select n.template from notifications n join orders o on o.purchase_id = n.purchase_id where o.public_id = $1 order by n.id`,
      [id],
    )
  ).rows.map(({ template }) => template);

const happened = async (id: OrderId): Promise<readonly string[]> =>
  (await world.events(id)).filter((event) => /nterception|ntercepted/.test(event));

const standing = async (id: OrderId) => (await world.order(id)).state;

describe('a parcel that somebody of ours wants back', () => {
  it('is asked for after the wish is committed, and the answer is what the courier says', async () => {
    const { id, waybill, ticket } = await onTheWay();
    const { answer, hear } = await asking(id);
    const committed = [await calls(id), await inOutbox(id), world.courier.parcels.get(waybill)?.isTurned];
    await carriedOut(id);
    hear();

    expect(await answer).toEqual({ outcome: 'intercepted' });
    const reference = `${id.slice(4).toUpperCase()}01X01`;
    expect(committed).toEqual([[{ reference, state: 'open' }], 1, false]);
    expect(await calls(id)).toEqual([{ reference, state: 'done' }]);
    expect(world.courier.parcels.get(waybill)?.isTurned).toBe(true);
    expect(await standing(id)).toMatchObject({ stage: 'shipping', status: 'returning' });
    expect(await world.openWaits(id)).toEqual(['parcel-back']);
    expect(await happened(id)).toEqual(['interceptionAsked', 'parcelIntercepted']);
    expect((await service.events(ticket)).slice(-2)).toEqual(['interceptionAsked', 'parcelIntercepted']);
    expect((await templates(id)).filter((template) => template === 'parcel-intercepted')).toHaveLength(1);
  });

  it('stands in the journal with who wants it and why', async () => {
    const { id } = await onTheWay();
    await wish(id, 'IDENTITY_RISK');

    const found = await world.pool.query(
      `select j.actor_kind, j.actor_id, j.body ->> 'reasonCode' as why from journal j join orders o on o.id = j.order_id
       where o.public_id = $1 and j.event = 'interceptionAsked'`,
      [id],
    );
    expect(found.rows).toEqual([{ actor_kind: 'staff', actor_id: AGENT, why: 'IDENTITY_RISK' }]);
  });

  it('is waited for by its order’s story from then on, and ends as every parcel that comes back', async () => {
    const { id, waybill } = await onTheWay();
    await wish(id);
    await carriedOut(id);
    const step = () => shippingStep(world)({ orderId: id, woke: null });

    const facts = await world.pool.query(
      `select f.kind from facts f join orders o on o.id = f.order_id where o.public_id = $1`,
      [id],
    );
    expect(facts.rows).toEqual([{ kind: 'courier' }]);
    expect((await step()).kind).toBe('wait');
    await told(waybill, '6');
    expect((await step()).kind).toBe('wait');
    expect(await world.openWaits(id)).toEqual(['parcel-back']);
    await told(waybill, '4');
    expect(await step()).toEqual({ kind: 'undo', ending: 'returned' });
  });

  it('that is handed over all the same is in its customer’s hands', async () => {
    const { id, waybill } = await onTheWay();
    await wish(id);
    await carriedOut(id);

    await told(waybill, '301');

    expect(await shippingStep(world)({ orderId: id, woke: null })).toEqual({ kind: 'delivered' });
    expect(await standing(id)).toMatchObject({ stage: 'activating', status: 'awaiting-activation' });
    expect(await world.openWaits(id)).toEqual([]);
  });

  it('is asked for again by the same reference while the courier is silent, however often it is wished', async () => {
    const { id, waybill } = await onTheWay();
    world.courier.down = true;
    const first = await wish(id);
    await expect(carriedOut(id)).rejects.toMatchObject({ code: 'PartnerDown' });
    await expect(carriedOut(id)).rejects.toMatchObject({ code: 'PartnerDown' });
    const again = await wish(id);
    world.courier.down = false;
    await carriedOut(id);

    expect([first, again, await wish(id)]).toEqual([
      { outcome: 'asked' },
      { outcome: 'asked' },
      { outcome: 'intercepted' },
    ]);
    expect(await calls(id)).toEqual([expect.objectContaining({ state: 'done' })]);
    expect(await inOutbox(id)).toBe(1);
    expect(world.courier.parcels.get(waybill)?.isTurned).toBe(true);
  });

  it('is turned round once when the reply is lost, or when we are killed before we noted it', async () => {
    const { id } = await onTheWay();
    await wish(id);
    world.courier.losesReplies = 1;
    await expect(carriedOut(id)).rejects.toMatchObject({ code: 'PartnerDown' });
    const meanwhile = await standing(id);
    await carriedOut(id);
    await carriedOut(id);

    expect(meanwhile.status).toBe('in-transit');
    expect(await happened(id)).toEqual(['interceptionAsked', 'parcelIntercepted']);
    expect((await templates(id)).filter((template) => template === 'parcel-intercepted')).toHaveLength(1);
  });

  it('is told of once when two runs of the same command meet', async () => {
    const { id } = await onTheWay();
    await wish(id);
    const reference = (await calls(id)).at(-1)?.reference ?? '';
    let asked = 0;
    const courier = {
      ...world.courier,
      intercept: async () => {
        asked += 1;
        await until('both to have asked', () => asked === 2);
        return { kind: 'done' } as const;
      },
    };
    const run = () => interceptParcel({ ...world, courier })({ reference });

    await Promise.all([run(), run()]);

    expect(await happened(id)).toEqual(['interceptionAsked', 'parcelIntercepted']);
  });

  it('that the courier carries to the door already goes on, its no is told, and another wish is another command', async () => {
    const { id, waybill, ticket } = await onTheWay();
    world.courier.tell(waybill, '5', world.clock.now());
    await wish(id);
    await carriedOut(id);
    await wish(id);
    await carriedOut(id);

    const prefix = `${id.slice(4).toUpperCase()}01X0`;
    expect(await calls(id)).toEqual([
      { reference: `${prefix}1`, state: 'refused' },
      { reference: `${prefix}2`, state: 'refused' },
    ]);
    expect(await standing(id)).toMatchObject({ stage: 'shipping', status: 'in-transit', reasonCode: null });
    expect(await world.openWaits(id)).toEqual(['parcel']);
    expect((await service.events(ticket)).slice(-2)).toEqual(['interceptionAsked', 'interceptionRefused']);
    expect(await templates(id)).not.toContain('parcel-intercepted');
  });

  it('is answered with the courier’s words, without the people in them', async () => {
    const { id, person } = await onTheWay();
    const courier = {
      ...world.courier,
      intercept: () => Promise.resolve({ kind: 'refused', text: `${person.name}的快件已派送` } as const),
    };
    const { answer, hear } = await asking(id);
    const reference = (await calls(id)).at(-1)?.reference ?? '';
    await interceptParcel({ ...world, courier })({ reference });
    hear();

    expect(await answer).toEqual({ outcome: 'refused', courierText: `${SOMEBODY}的快件已派送` });
  });

  it.each([
    ['out for delivery', '5'],
    ['signed for', '301'],
    ['in a locker', '501'],
    ['coming back', '6'],
    ['back', '4'],
  ])('is not asked for where it is known to be %s: who asks is told how it stands', async (_how, code) => {
    const { id, waybill } = await onTheWay();
    await told(waybill, code);

    await expect(wish(id)).rejects.toMatchObject({
      code: 'StepRefused',
      detail: expect.stringContaining(`order ${id} is shipping, in-transit; its parcel is`) as string,
    });
    expect(await calls(id)).toEqual([]);
  });

  it('is not asked for before it was sent, or once somebody has the card', async () => {
    const { id } = await onTheWay();
    await world.pool.query(`update orders set stage = 'activating' where public_id = $1`, [id]);
    const { ids } = await world.place(somebody(), null);

    await expect(wish(id)).rejects.toMatchObject({ code: 'StepRefused' });
    await expect(wish(ids[0] as OrderId)).rejects.toMatchObject({ code: 'StepRefused' });
    await expect(wish('ord_000000000000' as OrderId)).rejects.toMatchObject({ code: 'OrderNotFound' });
  });
});

describe('an order that is given up while its parcel is on its way', () => {
  async function givenUp(before: (way: OnTheWay) => Promise<unknown> = () => Promise.resolve()): Promise<OnTheWay> {
    const way = await onTheWay();
    await world.pool.query(`update tickets set state = 'closed', closed_at = opened_at where public_id = $1`, [
      way.ticket,
    ]);
    await before(way);
    await world.pool.query(`update orders set status = 'parked', reason_code = 'STEP_FAILED' where public_id = $1`, [
      way.id,
    ]);
    expect(await giveUp(world)({ orderId: way.id })).toMatchObject({ kind: 'ended', end: { stage: 'failed' } });
    return way;
  }
  const ticketsOf = async (id: OrderId) =>
    (
      await world.pool.query<{ kind: string; source: string }>(
        `select t.kind, t.source from tickets t join orders o on o.id = t.order_id where o.public_id = $1 and t.state <> 'closed'`,
        [id],
      )
    ).rows;

  it('has it turned round, in the transaction that ends it', async () => {
    const { id, waybill } = await givenUp();
    const intended = [await inOutbox(id), (await calls(id)).map(({ state }) => state)];
    await carriedOut(id);

    expect(intended).toEqual([1, ['open']]);
    expect(world.courier.parcels.get(waybill)?.isTurned).toBe(true);
    expect((await world.events(id)).slice(-2)).toEqual(['interceptionAsked', 'parkedExpired']);
    expect(await templates(id)).not.toContain('parcel-intercepted');
    expect(await ticketsOf(id)).toEqual([]);
  });

  it('gives it to support where the courier says no: nobody else would hear of it', async () => {
    const { id } = await givenUp(({ waybill }) => {
      world.courier.tell(waybill, '5', world.clock.now());
      return told(waybill, '5');
    });
    await carriedOut(id);
    await carriedOut(id);

    expect((await calls(id)).map(({ state }) => state)).toEqual(['refused']);
    expect(await ticketsOf(id)).toEqual([{ kind: 'T-LOG-2', source: 'engine' }]);
  });

  it.each([
    ['signed for', '301'],
    ['coming back', '14'],
    ['back', '4'],
  ])('asks nobody for one that is %s', async (_how, code) => {
    const { id } = await givenUp(({ waybill }) => told(waybill, code));

    expect(await calls(id)).toEqual([]);
  });

  it('asks once for one that somebody of ours wanted back already', async () => {
    const { id } = await givenUp((way) => wish(way.id));

    expect(await calls(id)).toHaveLength(1);
  });
});

describe('an order that is given up while nobody knows whether the courier has its parcel', () => {
  const IMPATIENT = { pausesMs: [], sleep: () => Promise.resolve() };
  /** Hands the card over; what the courier does with it, `before` decides. */
  async function dispatched(before: () => void): Promise<{ id: OrderId; dispatch: Dispatch }> {
    const [id] = (await world.place(somebody(), null)).ids;
    if (id === undefined) throw new Error('one order');
    const carded = `stage = 'shipping', status = 'dispatching', iccid = '89860000000000000000'`;
    await world.pool.query(`update orders set ${carded} where public_id = $1`, [id]);
    const dispatch = await world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (!order) throw new Error('the order');
      return intendDispatch(tx, order);
    });
    before();
    await dispatchParcel(world)(dispatch, IMPATIENT);
    world.courier.down = false;
    return { id, dispatch };
  }
  async function endsParked(id: OrderId): Promise<void> {
    await world.pool.query(`update orders set status = 'parked', reason_code = 'STEP_FAILED' where public_id = $1`, [
      id,
    ]);
    expect(await giveUp(world)({ orderId: id })).toMatchObject({ kind: 'ended', end: { stage: 'failed' } });
  }
  const isTurned = ({ reference }: Dispatch) => world.courier.parcels.get(reference)?.isTurned;
  const dispatchState = async ({ reference }: Dispatch) =>
    (
      await world.pool.query<{ state: string; outcome: object }>(
        'select state, outcome from partner_calls where reference = $1',
        [reference],
      )
    ).rows[0];
  const losesReply = (): void => {
    world.courier.losesReplies = 1;
  };
  const isDown = (): void => {
    world.courier.down = true;
  };
  const news = ({ reference }: Dispatch, code: string) =>
    receiveParcelNews(world).receive({
      provider: 'kuaidi100',
      reference,
      parcel: { waybill: `SF${reference}`, company: 'shunfeng' },
      events: [{ code, at: world.clock.now(), area: '深圳市' }],
    });

  it('has it found by our reference and turned round; both books say that it was sent', async () => {
    const { id, dispatch } = await dispatched(losesReply);
    await endsParked(id);
    const intended = (await calls(id)).map(({ state }) => state);
    await carriedOut(id);
    await carriedOut(id);

    expect(intended).toEqual(['open']);
    expect(isTurned(dispatch)).toBe(true);
    expect((await calls(id)).map(({ state }) => state)).toEqual(['done']);
    expect(await dispatchState(dispatch)).toMatchObject({
      state: 'done',
      outcome: { waybill: `SF${dispatch.reference}` },
    });
  });

  it('turns nothing round where the courier never had it', async () => {
    const { id, dispatch } = await dispatched(isDown);
    await endsParked(id);
    await carriedOut(id);

    expect((await calls(id)).map(({ state }) => state)).toEqual(['undone']);
    expect(await dispatchState(dispatch)).toMatchObject({ state: 'undone' });
    expect(world.courier.parcels.has(dispatch.reference)).toBe(false);
  });

  it('asks again for as long as the courier is silent', async () => {
    const { id, dispatch } = await dispatched(losesReply);
    await endsParked(id);
    world.courier.down = true;
    await expect(carriedOut(id)).rejects.toMatchObject({ code: 'PartnerDown' });
    world.courier.down = false;
    await carriedOut(id);

    expect(isTurned(dispatch)).toBe(true);
  });

  it('has it turned round though the courier had none at first, once news of it comes', async () => {
    const { id, dispatch } = await dispatched(isDown);
    await endsParked(id);
    await carriedOut(id);
    await news(dispatch, '103');
    await news(dispatch, '1');

    expect((await calls(id)).map(({ state }) => state)).toEqual(['undone', 'open']);
    expect(await dispatchState(dispatch)).toMatchObject({ state: 'done' });
  });

  it('has it turned round where news of it comes while the courier says that it has none', async () => {
    const { id, dispatch } = await dispatched(losesReply);
    await endsParked(id);
    const reference = (await calls(id)).at(-1)?.reference ?? '';
    const courier = {
      ...world.courier,
      async find() {
        await news(dispatch, '103');
        return { kind: 'absent' } as const;
      },
    };
    await expect(interceptParcel({ ...world, courier })({ reference })).rejects.toMatchObject({ code: 'PartnerDown' });
    await carriedOut(id);

    expect(isTurned(dispatch)).toBe(true);
    expect((await calls(id)).map(({ state }) => state)).toEqual(['done']);
    expect(await dispatchState(dispatch)).toMatchObject({ state: 'done' });
  });

  it('has it turned round where the courier’s answer comes after the end', async () => {
    const { id, dispatch } = await dispatched(isDown);
    const taken = { kind: 'done', waybill: `SF${dispatch.reference}`, company: 'shunfeng' } as const;
    const courier = {
      ...world.courier,
      find: () => Promise.resolve({ kind: 'absent' } as const),
      async dispatch() {
        await endsParked(id);
        await carriedOut(id);
        return taken;
      },
    };
    const step = await dispatchParcel({ ...world, courier })(dispatch, IMPATIENT);

    expect(step).toMatchObject({ kind: 'ended', end: { stage: 'failed' } });
    expect((await calls(id)).map(({ state }) => state)).toEqual(['undone', 'open']);
    expect(await dispatchState(dispatch)).toMatchObject({ state: 'done' });
  });

  it('asks nobody where the courier refused it', async () => {
    const { id } = await dispatched(() => {
      world.courier.refuses = 1;
    });
    await endsParked(id);

    expect(await calls(id)).toEqual([]);
  });
});
