import type { Day, Msisdn, OrderId } from '../../domain/brand';
import { instant } from '../../domain/brand';
import type { CarrierOf, CarrierOrder } from '../../domain/ports/carrier';
import type { CourierEvent, CourierPort } from '../../domain/ports/courier';
import { DAY_MS, fromMs, HOUR_MS } from '../../domain/time';
import { postgresConflictDesk } from '../../adapters/postgres/conflict-desk';
import { book } from '../../adapters/postgres/read/books';
import { activationStep, confirmActivation, restoreOrder } from '../../domain/use-cases/activate-order';
import { confirmAtCarrier } from '../../domain/use-cases/confirm-at-carrier';
import { confirmStop } from '../../domain/use-cases/confirm-stop';
import { decideHandover } from '../../domain/use-cases/decide-handover';
import { endJourney } from '../../domain/use-cases/end-journey';
import { openAtCarrier } from '../../domain/use-cases/open-at-carrier';
import { type Opening, provisioningStep } from '../../domain/use-cases/provisioning-step';
import { parkedStep } from '../../domain/use-cases/park-order';
import { receiveParcelNews } from '../../domain/use-cases/receive-parcel-news';
import { closeSettlement, settleBatch } from '../../domain/use-cases/settle';
import { type Dispatch, dispatchParcel, shippingStep } from '../../domain/use-cases/ship-order';
import { undoOpening } from '../../domain/use-cases/undo-opening';
import { command, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
const START_MS = storyClock().nowMs();
const AT_ONCE = { pausesMs: [], sleep: () => Promise.resolve() };

beforeEach(async () => {
  world = await openWorld(storyClock(), { numbers: 12 });
});
afterEach(() => world.close());

const hours = (count: number): number => START_MS + count * HOUR_MS;
const news = (code: string, hour: number): CourierEvent => ({ code, at: fromMs(hours(hour)), area: '深圳市' });

/** An order whose card the carrier opened. */
async function opened(): Promise<{ id: OrderId; opening: Opening; dispatch: Dispatch }> {
  const answer = await world.accept(command(somebody(), { agentCode: 'AG01' }));
  if (answer.kind !== 'accepted' || !answer.orders[0]) throw new Error('the order was not accepted');
  const { id } = answer.orders[0];
  await world.pool.query(`update orders set stage = 'provisioning', status = 'opening' where public_id = $1`, [id]);
  const step = await provisioningStep(world)({ orderId: id, woke: null });
  if (step.kind !== 'open') throw new Error(step.kind);
  await openAtCarrier(world)(step.opening, AT_ONCE);
  world.carrier.move(step.opening.submitReference, '已开户');
  const said = await confirmAtCarrier(world)({ orderId: id });
  if (said.kind !== 'opened' || said.shipping.kind !== 'dispatch') throw new Error(said.kind);
  return { id, opening: step.opening, dispatch: said.shipping.dispatch };
}

async function sent(): Promise<{ id: OrderId; opening: Opening; reference: string }> {
  const { id, opening, dispatch } = await opened();
  await dispatchParcel(world)(dispatch, AT_ONCE);
  return { id, opening, reference: dispatch.reference };
}

const push = (reference: string, events: readonly CourierEvent[]) =>
  receiveParcelNews(world).receive({
    provider: 'kuaidi100',
    reference,
    parcel: { waybill: `SF${reference}`, company: 'shunfeng' },
    events,
  });

const step = (orderId: OrderId) => shippingStep(world)({ orderId, woke: null });
const state = async (id: OrderId) => (await world.order(id)).state;
const numberState = async (number: string): Promise<string> =>
  (await world.pool.query<{ state: string }>('select state from numbers where msisdn = $1', [number])).rows[0]?.state ??
  '';
const facts = async (id: OrderId): Promise<readonly string[]> =>
  (
    await world.pool.query<{ applied: string | null; kind: string }>(
      `select f.kind, f.applied from facts f join orders o on o.id = f.order_id where o.public_id = $1 and f.kind = 'courier' order by f.seq`,
      [id],
    )
  ).rows.map(({ applied }) => applied ?? 'signalled');

describe('a card that the carrier opened', () => {
  it('is shipping, its number sold, and its dispatch intended before anybody calls', async () => {
    const { id, dispatch } = await opened();
    const { stage, status, number, iccid } = await state(id);

    expect({ stage, status }).toEqual({ stage: 'shipping', status: 'dispatching' });
    expect(iccid).not.toBeNull();
    expect(await numberState(number ?? '')).toBe('sold');
    expect(world.courier.parcels.size).toBe(0);
    expect(await step(id)).toEqual({ kind: 'dispatch', dispatch });
  });
});

describe('a dispatch', () => {
  it('whose reply was lost after it was done sends one parcel', async () => {
    const { id, dispatch } = await opened();
    world.courier.losesReplies = 1;

    await dispatchParcel(world)(dispatch, { pausesMs: [1], sleep: () => Promise.resolve() });

    expect(world.courier.parcels.size).toBe(1);
    expect(await state(id)).toMatchObject({ stage: 'shipping', status: 'in-transit' });
  });

  it('whose process died after the call is found by its reference and sent once', async () => {
    const { id, dispatch } = await opened();
    world.courier.losesReplies = 1;
    await dispatchParcel(world)(dispatch, AT_ONCE);
    expect((await state(id)).status).toBe('courier-down');
    world.clock.set(hours(1));
    const [wait] = (
      await world.pool.query<{ id: string }>(
        `select public_id as id from waits where what = 'courier-back' and closed_at is null`,
      )
    ).rows;

    const again = await shippingStep(world)({ orderId: id, woke: (wait?.id ?? '') as never });
    if (again.kind !== 'dispatch') throw new Error(again.kind);
    await dispatchParcel(world)(again.dispatch, AT_ONCE);

    expect(again.dispatch.reference).toBe(dispatch.reference);
    expect(world.courier.parcels.size).toBe(1);
    expect((await state(id)).status).toBe('in-transit');
  });

  /** A courier that sends one more parcel each time that it is told to, and whose reply to the first is lost. */
  function forgetful(lost: 'silent' | 'killed') {
    const sentBy = new Map<string, number>();
    const courier: CourierPort = {
      ...world.courier,
      async dispatch({ reference }) {
        await Promise.resolve();
        const times = (sentBy.get(reference) ?? 0) + 1;
        sentBy.set(reference, times);
        if (times > 1) return { kind: 'done', waybill: `SF${reference}-${String(times)}`, company: 'shunfeng' };
        if (lost === 'killed') throw new Error('killed');
        return { kind: 'unknown', why: 'no answer' };
      },
      find: (reference) =>
        Promise.resolve(
          sentBy.has(reference)
            ? { kind: 'found', waybill: `SF${reference}`, company: 'shunfeng' }
            : { kind: 'absent' },
        ),
    };
    return { sentBy, courier };
  }

  it('whose process died in the call is looked up before anything is sent, though the courier sends twice if told twice', async () => {
    const { id, dispatch } = await opened();
    const { sentBy, courier } = forgetful('killed');
    await expect(dispatchParcel({ ...world, courier })(dispatch, AT_ONCE)).rejects.toThrow('killed');

    await dispatchParcel({ ...world, courier })(dispatch, AT_ONCE);

    expect([...sentBy]).toEqual([[dispatch.reference, 1]]);
    expect((await state(id)).status).toBe('in-transit');
  });

  it('that was not answered is looked up before it is said again', async () => {
    const { id, dispatch } = await opened();
    const { sentBy, courier } = forgetful('silent');

    await dispatchParcel({ ...world, courier })(dispatch, { pausesMs: [1], sleep: () => Promise.resolve() });

    expect([...sentBy]).toEqual([[dispatch.reference, 1]]);
    expect((await state(id)).status).toBe('in-transit');
  });

  it('that is not answered is on its way all the same where a push told of its parcel meanwhile', async () => {
    const { id, dispatch } = await opened();
    world.courier.losesReplies = 1;
    world.courier.onDispatch = async (reference) => {
      await push(reference, [news('103', 1)]);
    };

    expect(await dispatchParcel(world)(dispatch, AT_ONCE)).toMatchObject({ kind: 'wait' });

    expect(await state(id)).toMatchObject({ stage: 'shipping', status: 'in-transit', reasonCode: null });
    expect(await world.openWaits(id)).toEqual(['parcel']);
    const calls = await world.pool.query(`select state from partner_calls where command = 'dispatch'`);
    expect(calls.rows).toEqual([{ state: 'done' }]);
  });

  it('that was done before changes nothing when it is done again', async () => {
    const { id, dispatch } = await opened();
    await dispatchParcel(world)(dispatch, AT_ONCE);
    await dispatchParcel(world)(dispatch, AT_ONCE);

    expect((await world.events(id)).filter((event) => event === 'dispatched')).toHaveLength(1);
    expect(world.courier.parcels.size).toBe(1);
  });

  it('that the courier refuses parks the order with support', async () => {
    const { id, dispatch } = await opened();
    world.courier.refuses = 1;

    await dispatchParcel(world)(dispatch, AT_ONCE);

    expect(await state(id)).toMatchObject({ status: 'parked', reasonCode: 'COURIER_REFUSED' });
    expect(await world.openWaits(id)).toEqual(['parked']);
  });

  it('that is made again after a refusal has a row and a reference of its own, and the courier’s book is ours', async () => {
    const { id, dispatch } = await opened();
    world.courier.refuses = 1;
    const refused = await dispatchParcel(world)(dispatch, AT_ONCE);
    if (refused.kind !== 'wait') throw new Error(refused.kind);
    await parkedStep(world)({ orderId: id, woke: refused.wait.waitId, news: true });

    const again = await step(id);
    if (again.kind !== 'dispatch') throw new Error(again.kind);
    const sentAgain = await dispatchParcel(world)(again.dispatch, AT_ONCE);
    await push(again.dispatch.reference, [news('103', 1), news('301', 20)]);
    const said = await step(id);

    expect(sentAgain).toMatchObject({ kind: 'wait' });
    expect(again.dispatch.reference).toBe(dispatch.reference.replace(/01$/, '02'));
    expect([...world.courier.parcels.keys()]).toEqual([again.dispatch.reference]);
    const rows = await world.pool.query<{ reference: string; waybill: string | null; state: string | null }>(
      'select reference, waybill, state from shipments order by id',
    );
    expect(rows.rows).toEqual([
      { reference: dispatch.reference, waybill: null, state: null },
      { reference: again.dispatch.reference, waybill: `SF${again.dispatch.reference}`, state: 'signed-self' },
    ]);
    expect(said).toEqual({ kind: 'delivered' });
    expect((await book(world.pool, 'kuaidi100', { limit: 10 }))?.rows).toMatchObject([
      { reference: again.dispatch.reference },
    ]);
  });

  it('that was refused in words and sent all the same is the order’s parcel, and nothing is sent again', async () => {
    const { id, dispatch } = await opened();
    world.courier.refuses = 1;
    const refused = await dispatchParcel(world)(dispatch, AT_ONCE);
    if (refused.kind !== 'wait') throw new Error(refused.kind);
    await push(dispatch.reference, [news('103', 1)]);

    await parkedStep(world)({ orderId: id, woke: refused.wait.waitId, news: true });

    expect(await step(id)).toMatchObject({ kind: 'wait' });
    expect(await state(id)).toMatchObject({ stage: 'shipping', status: 'in-transit' });
    expect(world.courier.parcels.size).toBe(0);
  });
});

describe('news of a parcel', () => {
  it('that comes five times, late and out of order has one end', async () => {
    const { id, reference } = await sent();
    const life = [news('103', 1), news('1002', 5), news('1001', 20), news('5', 30), news('301', 31)];
    world.clock.set(hours(32));

    await push(reference, [life[4] as CourierEvent]);
    await push(reference, [life[1] as CourierEvent, life[0] as CourierEvent]);
    for (let times = 0; times < 5; times += 1) await push(reference, [...life].reverse());
    const said = await step(id);

    expect(said).toEqual({ kind: 'delivered' });
    expect(await facts(id)).toEqual(['signalled']);
    expect(await state(id)).toMatchObject({ stage: 'activating', status: 'awaiting-activation' });
    const rows = await world.pool.query<{ n: number }>('select count(*)::int as n from shipment_events');
    expect(rows.rows[0]?.n).toBe(5);
  });

  it('on the way is for the timeline and wakes nobody', async () => {
    const { id, reference } = await sent();

    await push(reference, [news('103', 1)]);
    await push(reference, [news('103', 1), news('5', 30)]);

    expect(await facts(id)).toEqual([]);
    expect(await world.events(id)).toEqual(expect.arrayContaining(['dispatched', 'parcelProgress']));
    expect((await step(id)).kind).toBe('wait');
  });

  it('about a parcel that is not ours is told apart', async () => {
    await sent();

    expect(
      await receiveParcelNews(world).receive({
        provider: 'kuaidi100',
        reference: 'NOTOURS',
        parcel: { waybill: 'SF0', company: 'shunfeng' },
        events: [news('301', 1)],
      }),
    ).toBe(false);
  });

  it('with our reference is believed before the dispatch itself has answered', async () => {
    const { id, dispatch } = await opened();
    world.courier.losesReplies = 1;
    await dispatchParcel(world)(dispatch, AT_ONCE);

    expect(await push(dispatch.reference, [news('103', 1)])).toBe(true);

    const found = await world.pool.query<{ waybill: string }>('select waybill from shipments');
    expect(found.rows).toEqual([{ waybill: `SF${dispatch.reference}` }]);
    expect((await state(id)).status).toBe('courier-down');
    const calls = await world.pool.query<{ state: string; outcome: unknown }>(
      `select state, outcome from partner_calls where command = 'dispatch'`,
    );
    expect(calls.rows).toEqual([
      { state: 'done', outcome: { waybill: `SF${dispatch.reference}`, company: 'shunfeng' } },
    ]);
  });

  it('that was quicker than the answer of the dispatch is recorded and told without sending it again', async () => {
    const { id, dispatch } = await opened();
    world.courier.losesReplies = 1;
    await dispatchParcel(world)(dispatch, AT_ONCE);
    await push(dispatch.reference, [news('103', 1)]);
    world.courier.down = true;

    expect(await step(id)).toEqual({ kind: 'dispatch', dispatch });
    expect(await dispatchParcel(world)(dispatch, AT_ONCE)).toMatchObject({ kind: 'wait' });

    expect(await state(id)).toMatchObject({ stage: 'shipping', status: 'in-transit', reasonCode: null });
    expect(await world.openWaits(id)).toEqual(['parcel']);
    expect((await world.events(id)).filter((event) => event === 'dispatched')).toHaveLength(1);
    expect(world.courier.parcels.size).toBe(1);
  });
});

describe('a parcel that comes back', () => {
  it('gives card and number back only once the sender has it', async () => {
    const { id, opening, reference } = await sent();
    const number = (await state(id)).number ?? '';
    await push(reference, [news('103', 1), news('14', 20)]);
    expect(await step(id)).toMatchObject({ kind: 'wait' });
    expect(await state(id)).toMatchObject({ stage: 'shipping', status: 'returning' });
    expect(await world.openWaits(id)).toEqual(['parcel-back']);

    await push(reference, [news('103', 1), news('14', 20), news('6', 21), news('4', 60)]);
    const said = await step(id);
    expect(said).toEqual({ kind: 'undo', ending: 'returned' });
    await undoOpening(world)(opening);
    const end = await endJourney(world)({ orderId: id, ending: 'returned' });

    expect(end).toEqual({ stage: 'returned', reasonCode: 'PARCEL_RETURNED' });
    expect(world.carrier.standing()).toEqual([]);
    expect(await numberState(number)).toBe('withdrawn');
    expect(await world.openWaits(id)).toEqual([]);
  });

  it('after somebody signed for it still comes back', async () => {
    const { id, reference } = await sent();
    await push(reference, [news('301', 20)]);
    await step(id);

    await push(reference, [news('301', 20), news('6', 30)]);

    expect(await activationStep(world)({ orderId: id, woke: null })).toMatchObject({ kind: 'wait' });
    expect(await state(id)).toMatchObject({ stage: 'activating', status: 'returning' });
  });
});

describe('a parcel that somebody else took', () => {
  async function held() {
    const one = await sent();
    await push(one.reference, [news('303', 20)]);
    await step(one.id);
    await activationStep(world)({ orderId: one.id, woke: null });
    return one;
  }
  const officer = 'usr_000000000001' as never;
  const riskCases = async (id: OrderId) =>
    (
      await world.pool.query(
        `select c.detail ->> 'word' as word, c.closed_at is null as open, c.resolution
         from conflict_cases c join orders o on o.id = c.order_id where o.public_id = $1 and c.kind = 'handed-to-another'`,
        [id],
      )
    ).rows as unknown[];

  it('holds the activation for an officer', async () => {
    const { id } = await held();

    expect(await state(id)).toMatchObject({ stage: 'activating', status: 'activation-held' });
    expect(await world.openWaits(id)).toEqual(['handover-check']);
    expect(await riskCases(id)).toEqual([{ word: 'signed-by-other', open: true, resolution: null }]);
  });

  it('is activated once an officer cleared it, and the second officer is told', async () => {
    const { id } = await held();
    const decide = decideHandover(world).decide;
    await decide({ orderId: id, userId: officer, decision: 'clear', reasonCode: 'HOLDER_CONFIRMED' });

    await expect(
      decide({ orderId: id, userId: officer, decision: 'stop', reasonCode: 'HOLDER_DENIES' }),
    ).rejects.toMatchObject({ code: 'StateConflict' });
    expect(await activationStep(world)({ orderId: id, woke: null })).toMatchObject({ kind: 'wait' });
    expect(await world.openWaits(id)).toEqual(['activation']);
    expect(await riskCases(id)).toEqual([{ word: 'signed-by-other', open: false, resolution: 'HOLDER_CONFIRMED' }]);
  });

  it('is given back where an officer stops it', async () => {
    const { id, opening } = await held();
    await decideHandover(world).decide({ orderId: id, userId: officer, decision: 'stop', reasonCode: 'HOLDER_DENIES' });

    expect(await activationStep(world)({ orderId: id, woke: null })).toEqual({ kind: 'undo', ending: 'stopped' });
    await undoOpening(world)(opening);
    expect(await endJourney(world)({ orderId: id, ending: 'stopped' })).toMatchObject({ stage: 'failed' });
  });

  it('is nobody’s to decide any more once it is back: its case is settled by the engine, and says why', async () => {
    const { id, opening, reference } = await held();
    await push(reference, [news('303', 20), news('6', 30)]);
    await activationStep(world)({ orderId: id, woke: null });
    const comingBack = await riskCases(id);
    await push(reference, [news('303', 20), news('6', 30), news('4', 60)]);
    const said = await activationStep(world)({ orderId: id, woke: null });
    await undoOpening(world)(opening);
    const end = () => endJourney(world)({ orderId: id, ending: 'returned' });
    const ends = [await end(), await end()];
    const { rows } = await postgresConflictDesk(world).list({ state: 'closed', limit: 200 });
    const about = rows.filter(({ orders }) => orders[0]?.id === id);

    expect(comingBack).toEqual([{ word: 'signed-by-other', open: true, resolution: null }]);
    expect(said).toEqual({ kind: 'undo', ending: 'returned' });
    expect(ends).toEqual([1, 2].map(() => ({ stage: 'returned', reasonCode: 'PARCEL_RETURNED' })));
    expect(await riskCases(id)).toEqual([{ word: 'signed-by-other', open: false, resolution: 'PARCEL_RETURNED' }]);
    expect(about.map(({ resolution }) => resolution)).toEqual([{ code: 'PARCEL_RETURNED', note: null, by: null }]);
  });

  it('wants a reason that belongs to the decision', async () => {
    const { id } = await held();

    await expect(
      decideHandover(world).decide({ orderId: id, userId: officer, decision: 'clear', reasonCode: 'HOLDER_DENIES' }),
    ).rejects.toMatchObject({ code: 'BodyInvalid' });
  });
});

describe('an activation', () => {
  async function delivered() {
    const one = await sent();
    world.clock.set(hours(31));
    await push(one.reference, [news('301', 30)]);
    await step(one.id);
    await activationStep(world)({ orderId: one.id, woke: null });
    return one;
  }
  const confirm = (orderId: OrderId) => confirmActivation(world)({ orderId });

  it('is believed when the carrier says so to our question, with whom and where', async () => {
    const { id, opening } = await delivered();
    const at = fromMs(hours(40));
    world.clock.set(hours(41));
    world.carrier.activate(opening.submitReference, at);

    expect(await confirm(id)).toEqual({ kind: 'ended', end: { stage: 'active', reasonCode: null } });

    const journal = await world.pool.query<{ body: Record<string, unknown> }>(
      `select body from journal where event = 'activated'`,
    );
    expect(journal.rows[0]?.body).toMatchObject({
      activatedAt: at,
      confirmedBy: 'L2',
      personMatches: true,
      deliveryArea: { province: '广东省', city: '深圳市' },
    });
    const row = await world.pool.query<{ activated_at: string }>('select activated_at from orders');
    expect(row.rows[0]?.activated_at).toBe(at);
  });

  it.each([
    ['is the carrier’s own', hours(40), hours(40)],
    ['is ours where the carrier’s lies before the opening', START_MS - HOUR_MS, hours(41)],
    ['is ours where the carrier’s has not come yet', hours(60), hours(41)],
  ])('has a moment that %s', async (_name, said, kept) => {
    const { id, opening } = await delivered();
    world.clock.set(hours(41));
    world.carrier.activate(opening.submitReference, fromMs(said));

    await confirm(id);

    const found = await world.pool.query<{ column: string; event: string }>(
      `select o.activated_at as column, j.body ->> 'activatedAt' as event from orders o join journal j on j.order_id = o.id
       where o.public_id = $1 and j.event = 'activated'`,
      [id],
    );
    expect(found.rows).toEqual([{ column: fromMs(kept), event: fromMs(kept) }]);
  });

  it('of which the carrier names no moment is a matter for a person, until it does', async () => {
    const { id, opening } = await delivered();
    world.clock.set(hours(41));
    world.carrier.move(opening.submitReference, '已激活');
    expect(await confirm(id)).toMatchObject({ kind: 'wait' });
    expect(await state(id)).toMatchObject({ status: 'parked', reasonCode: 'CARRIER_WORD_UNKNOWN' });

    world.carrier.activate(opening.submitReference, fromMs(hours(40)));

    expect(await confirm(id)).toEqual({ kind: 'ended', end: { stage: 'active', reasonCode: null } });
  });

  it('parked over a word that nobody knows is waited for again once the carrier says 已开户', async () => {
    const { id, opening } = await delivered();
    world.carrier.move(opening.submitReference, '人工处理');
    await confirm(id);
    expect(await world.openWaits(id)).toEqual(['parked']);
    world.carrier.move(opening.submitReference, '已开户');

    expect(await confirm(id)).toMatchObject({ kind: 'wait' });

    expect(await state(id)).toMatchObject({ stage: 'activating', status: 'awaiting-activation', reasonCode: null });
    expect(await world.openWaits(id)).toEqual(['activation']);
  });

  it('parked because the carrier took the card back stays with a person when it says 已开户', async () => {
    const { id, opening } = await delivered();
    world.carrier.move(opening.submitReference, '已撤单');
    await confirm(id);
    world.carrier.move(opening.submitReference, '已开户');

    await confirm(id);

    expect(await state(id)).toMatchObject({ status: 'parked', reasonCode: 'CARRIER_TOOK_IT_BACK' });
    expect(await world.openWaits(id)).toEqual(['parked']);
  });

  it('is not believed while the carrier says only that the card is open', async () => {
    const { id } = await delivered();

    expect(await confirm(id)).toMatchObject({ kind: 'wait' });
    expect((await state(id)).stage).toBe('activating');
  });

  const saying =
    (change: Partial<CarrierOrder>): CarrierOf =>
    () => ({
      ...world.carrier,
      query: async (reference) => {
        const answer = await world.carrier.query(reference);
        return answer.kind === 'found' ? { ...answer, order: { ...answer.order, ...change } } : answer;
      },
    });

  it('of which the carrier does not say who did it and where is unknown, held when it is due, and not paid', async () => {
    const { id, opening } = await delivered();
    world.clock.set(hours(41));
    world.carrier.activate(opening.submitReference, fromMs(hours(40)));

    await confirmActivation({ work: world.work, carrierOf: saying({ activation: null }) })({ orderId: id });

    const known = await world.pool.query<{ person: boolean | null; place: boolean | null; day: Day }>(
      'select distinct person_matches as person, place_matches as place, due_on::text as day from accruals',
    );
    expect(known.rows).toMatchObject([{ person: null, place: null }]);
    const day = known.rows[0]?.day as Day;
    // The place alone does not pay either.
    await world.pool.query('update accruals set place_matches = true');
    world.clock.set(Date.parse(`${day}T02:00:00.000Z`));
    expect(await settleBatch(world)({ day, size: 10 })).toEqual({ looked: 2, settled: 0, held: 2, refused: 0 });
    await closeSettlement(world)({ day });
    expect((await world.pool.query('select 1 from statements')).rows).toEqual([]);
  });

  it('of another number than the order’s is a matter for a person, and earns nothing', async () => {
    const { id, opening } = await delivered();
    world.clock.set(hours(41));
    world.carrier.activate(opening.submitReference, fromMs(hours(40)));
    const carrierOf = saying({ number: '13900009999' as Msisdn });

    expect(await confirmActivation({ work: world.work, carrierOf })({ orderId: id })).toMatchObject({ kind: 'wait' });

    expect(await state(id)).toMatchObject({ status: 'parked', reasonCode: 'CARRIER_NUMBER_DIFFERS' });
    expect(await world.openWaits(id)).toEqual(['parked']);
    expect(await money()).toEqual([]);
  });

  it('of a card whose parcel reached nobody is a matter for a person, and earns nothing', async () => {
    const { id, opening } = await sent();
    world.clock.set(hours(41));
    world.carrier.activate(opening.submitReference, fromMs(hours(40)));

    expect(await confirm(id)).toMatchObject({ kind: 'wait' });

    expect(await state(id)).toMatchObject({ status: 'parked', reasonCode: 'ACTIVE_WITHOUT_PARCEL' });
    expect(await world.openWaits(id)).toEqual(['parked']);
    expect(await money()).toEqual([]);
  });

  it('that does not come in the window gives everything back', async () => {
    const { id, opening } = await delivered();
    const number = (await state(id)).number ?? '';
    world.clock.set(START_MS + 40 * DAY_MS);
    const wait = (
      await world.pool.query<{ id: string }>(
        `select public_id as id from waits where what = 'activation' and closed_at is null`,
      )
    ).rows[0];
    await world.pool.query(`update waits set reminded = 4 where what = 'activation'`);

    expect(await activationStep(world)({ orderId: id, woke: wait?.id as never })).toEqual({ kind: 'ask' });
    expect(await confirm(id)).toEqual({ kind: 'undo', ending: 'expired' });
    await undoOpening(world)(opening);
    await endJourney(world)({ orderId: id, ending: 'expired' });

    expect(await state(id)).toMatchObject({ stage: 'expired', reasonCode: 'NOT_ACTIVATED' });
    expect(await numberState(number)).toBe('withdrawn');
  });

  const STOPS = [
    ['已停机', 'suspended'],
    ['已销户', 'closed'],
  ] as const;
  const money = async () =>
    (
      await world.pool.query<{ state: string; reason: string | null }>(
        'select state, stopped_reason as reason from accruals order by id',
      )
    ).rows;

  it.each(STOPS)('that is %s by the time it is asked about earns nothing, and says why', async (word, reason) => {
    const { id, opening } = await delivered();
    world.clock.set(hours(41));
    world.carrier.activate(opening.submitReference, fromMs(hours(40)));
    world.carrier.move(opening.submitReference, word);

    expect(await confirm(id)).toEqual({ kind: 'ended', end: { stage: 'active', reasonCode: null } });

    const lost = { state: 'clawed-back', reason };
    expect(await money()).toEqual([lost, lost]);
    const told = await world.pool.query(`select 1 from notifications where template = 'number-active'`);
    expect(told.rows).toEqual([]);
  });

  async function active() {
    const one = await delivered();
    world.clock.set(hours(41));
    world.carrier.activate(one.opening.submitReference, fromMs(hours(40)));
    await confirm(one.id);
    return one;
  }
  const earned = { state: 'accrued', reason: null };

  it('is contradicted by its parcel coming back: a case for a person, once, while the order stays active', async () => {
    const { id, reference } = await active();
    await push(reference, [news('301', 30), news('6', 42)]);
    await push(reference, [news('301', 30), news('6', 42)]);

    expect((await state(id)).stage).toBe('active');
    const cases = await world.pool.query(
      `select c.kind, c.detail, o.public_id as about, c.closed_at is null as open
       from conflict_cases c join orders o on o.id = c.order_id`,
    );
    expect(cases.rows).toEqual([
      { kind: 'returned-after-active', detail: { state: 'returning' }, about: id, open: true },
    ]);
  });

  it.each(STOPS)('keeps its commission when a callback says %s and the carrier, asked, does not', async (word) => {
    const { id, opening } = await active();

    await world.hint(opening.submitReference, word, 'E1' as never);
    await world.hint(opening.submitReference, word, 'E1' as never);
    expect(await money()).toEqual([earned, earned]);
    const asked = await world.pool.query<{ body: unknown }>(`select body from outbox where topic = 'confirm-stop'`);
    expect(asked.rows).toEqual([{ body: { orderId: id } }]);
    await confirmStop(world)({ orderId: id });

    expect(await money()).toEqual([earned, earned]);
  });

  it.each(STOPS)(
    'loses it once the carrier answers %s to our question, and keeps it while nobody answers',
    async (word, reason) => {
      const { id, opening } = await active();
      world.carrier.move(opening.submitReference, word);
      world.carrier.silent = true;
      await expect(confirmStop(world)({ orderId: id })).rejects.toThrow('PartnerDown');
      expect(await money()).toEqual([earned, earned]);
      world.carrier.silent = false;

      await confirmStop(world)({ orderId: id });
      await confirmStop(world)({ orderId: id });

      const lost = { state: 'clawed-back', reason };
      expect(await money()).toEqual([lost, lost]);
      expect(
        (await world.pool.query(`select outcome ->> 'word' as word from partner_calls where command = 'submit'`)).rows,
      ).toEqual([{ word }]);
    },
  );

  it('that the carrier, asked whether it stopped, calls withdrawn is a case for a person', async () => {
    const { id, opening } = await active();
    world.carrier.move(opening.submitReference, '已撤单');

    await confirmStop(world)({ orderId: id });

    expect(await money()).toEqual([earned, earned]);
    const cases = await world.pool.query('select kind from conflict_cases');
    expect(cases.rows).toEqual([{ kind: 'active-contradicted' }]);
  });

  async function expired() {
    const one = await delivered();
    world.clock.set(START_MS + 40 * DAY_MS);
    await confirm(one.id);
    await undoOpening(world)(one.opening);
    await endJourney(world)({ orderId: one.id, ending: 'expired' });
    return one;
  }

  it('in time that is told late brings the order back as attempt 2, once', async () => {
    const { id, opening } = await expired();
    world.carrier.activate(opening.submitReference, fromMs(START_MS + 10 * DAY_MS));
    await world.hint(opening.submitReference, '已激活');

    await restoreOrder(world)({ orderId: id });
    await restoreOrder(world)({ orderId: id });

    const order = await world.order(id);
    expect(order).toMatchObject({ attempt: 2, state: { stage: 'active' } });
    expect(await numberState(order.state.number ?? '')).toBe('sold');
    expect((await world.events(id)).filter((event) => event === 'activated')).toHaveLength(1);
    const asked = await world.pool.query(`select 1 from outbox where topic = 'restore-order'`);
    expect(asked.rows).toHaveLength(1);
  });

  it('after the window stays expired and is a case for a person', async () => {
    const { id, opening } = await expired();
    world.carrier.activate(opening.submitReference, fromMs(START_MS + 39 * DAY_MS));
    await world.hint(opening.submitReference, '已激活');

    await restoreOrder(world)({ orderId: id });

    expect((await state(id)).stage).toBe('expired');
    const cases = await world.pool.query<{ kind: string }>('select kind from conflict_cases');
    expect(cases.rows).toEqual([{ kind: 'activated-after-expiry' }]);
  });

  it('in time, of a number that was sold on meanwhile, is a case for a person and takes the number from nobody', async () => {
    const { id, opening } = await expired();
    const other = await sent();
    world.carrier.activate(opening.submitReference, fromMs(START_MS + 10 * DAY_MS));
    const number = world.carrier.standing().find(({ reference }) => reference === opening.submitReference)?.number;
    await world.pool.query(
      `update numbers set state = 'sold', order_id = (select id from orders where public_id = $2) where msisdn = $1`,
      [number, other.id],
    );
    await world.hint(opening.submitReference, '已激活');

    await restoreOrder(world)({ orderId: id });

    expect(await world.order(id)).toMatchObject({ attempt: 1, state: { stage: 'expired', number: null } });
    const owner = await world.pool.query(
      'select o.public_id as id, n.state from numbers n join orders o on o.id = n.order_id where n.msisdn = $1',
      [number],
    );
    expect(owner.rows).toEqual([{ id: other.id, state: 'sold' }]);
    const cases = await world.pool.query('select kind from conflict_cases');
    expect(cases.rows).toEqual([{ kind: 'activated-after-expiry' }]);
    expect(await money()).toEqual([]);
  });

  it.each(STOPS)('in time, of a number that is %s by now, is a case for a person', async (word) => {
    const { id, opening } = await expired();
    world.carrier.activate(opening.submitReference, fromMs(START_MS + 10 * DAY_MS));
    await world.hint(opening.submitReference, '已激活');
    world.carrier.move(opening.submitReference, word);

    await restoreOrder(world)({ orderId: id });

    expect((await state(id)).stage).toBe('expired');
    const cases = await world.pool.query(`select kind, detail ->> 'word' as word from conflict_cases`);
    expect(cases.rows).toEqual([{ kind: 'activated-after-expiry', word }]);
  });

  it('that the carrier does not confirm to our question restores nothing', async () => {
    const { id, opening } = await expired();
    await world.hint(opening.submitReference, '已激活');

    await restoreOrder(world)({ orderId: id });

    expect((await state(id)).stage).toBe('expired');
  });
});

describe('a parcel without news', () => {
  it('is asked about by a ticket after three days, not before', async () => {
    const { id, reference } = await sent();
    await push(reference, [news('103', 10)]);
    await step(id);
    const wait = (
      await world.pool.query<{ id: string }>(
        `select public_id as id from waits where what = 'parcel' and closed_at is null`,
      )
    ).rows[0];
    world.clock.set(hours(73));
    expect(await shippingStep(world)({ orderId: id, woke: wait?.id as never })).toMatchObject({ kind: 'wait' });
    expect((await world.pool.query('select 1 from tickets')).rows).toHaveLength(0);

    world.clock.set(hours(10 + 73));
    await shippingStep(world)({ orderId: id, woke: wait?.id as never });

    const tickets = await world.pool.query<{ kind: string }>('select kind from tickets');
    expect(tickets.rows).toEqual([{ kind: 'T-LOG-1' }]);
    expect(await world.events(id)).toContain('parcelSilent');
    expect(instant(world.clock.now())).toBe(fromMs(hours(83)));
  });
});
