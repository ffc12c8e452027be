import type { OrderId, TicketId, UserId } from '../../domain/brand';
import { DAY_MS, HOUR_MS } from '../../domain/time';
import { decideHandover } from '../../domain/use-cases/decide-handover';
import { requestInterception } from '../../domain/use-cases/request-interception';
import { until } from '../support/until';
import { stockOf } from '../support/world/catalogue';
import { activates, everythingArrives, opensAtOnce, partnersForget } from '../support/world/customers';
import { deliveredBy, dispatchReference, parcelsOf, pushes } from '../support/world/parcels';
import { somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openService } from '../support/world/service';
import { openStory, type Story } from '../support/world/story';

// Whole journeys on skipped time: what they wait for is bounded, a busy machine only makes them slower.
jest.setTimeout(180_000);

const POOL = 80;
let story: Story;
beforeAll(async () => {
  story = await openStory({ numbers: POOL });
});
afterAll(() => story.close());
beforeEach(() => {
  story.failures.length = 0;
  partnersForget(story.world);
});

const officer = 'usr_000000000001' as UserId;

async function placed(): Promise<{ id: OrderId; phone: string }> {
  const person = somebody();
  const [id] = (await story.world.place(person, picturesOf(person))).ids;
  if (!id) throw new Error('one order');
  return { id, phone: person.phone };
}

/** The carrier opens the card and tells; from there on the courier has it. */
async function opened() {
  const { id, phone } = await placed();
  await story.reached(id, 'awaiting-carrier');
  const submit = await story.world.submitReference(id);
  story.world.carrier.move(submit, '已开户');
  await story.world.hint(submit, '已开户');
  return { id, phone, submit };
}

async function sent() {
  const order = await opened();
  await story.reached(order.id, 'in-transit');
  return { ...order, parcel: await dispatchReference(story.world, order.id) };
}

async function delivered(code = '301') {
  const order = await sent();
  await deliveredBy(story.world, order.parcel, code);
  await until('somebody has it', async () => (await story.world.order(order.id)).state.stage === 'activating');
  return order;
}

const numberOf = async (id: OrderId): Promise<string> => (await story.world.order(id)).state.number ?? '';
const numberState = async (number: string) =>
  (await story.world.pool.query<{ state: string }>('select state from numbers where msisdn = $1', [number])).rows[0]
    ?.state;
const messages = (phone: string, word: string): number =>
  story.world.sms.inbox(phone).filter((text) => text.includes(word)).length;

/** A lost parcel stays with a person; left open, its ticket would look for somebody through all the time that is skipped. */
async function closesItsTicket(id: OrderId): Promise<void> {
  const service = await openService(story.world);
  const tickets = async (): Promise<readonly TicketId[]> => {
    const found = await story.world.pool.query<{ id: TicketId }>(
      `select t.public_id as id from tickets t join orders o on o.id = t.order_id where o.public_id = $1 and t.state = 'open'`,
      [id],
    );
    return found.rows.map((ticket) => ticket.id);
  };
  // Its workflow is another one: the order may be over before the ticket has been handed on.
  await until('a person to have the ticket', async () => (await tickets()).length > 0);
  const agent = await service.hire();
  await service.desk.setDuty(agent, true);
  const open = await tickets();
  expect(open).toHaveLength(1);
  for (const ticket of open) {
    await service.desk.claim(ticket, agent, ['support_agent']);
    await service.desk.close(ticket, agent, 'solved');
    await story.ticketEnd(ticket);
  }
  await service.empty();
}

/** The card was given back: withdrawn at the carrier, its number out of the pool. */
async function isGivenBack(id: OrderId, number: string): Promise<void> {
  expect(story.world.carrier.standing().filter((order) => order.number === number)).toEqual([]);
  expect(await numberState(number)).toBe('withdrawn');
  expect(await story.world.openWaits(id)).toEqual([]);
}

describe('a parcel', () => {
  it('that is refused and comes back ends the order once the sender has it', async () => {
    const { id, parcel } = await sent();
    const number = await numberOf(id);
    await deliveredBy(story.world, parcel, '14');
    await story.reached(id, 'returning');
    const meanwhile = await numberState(number);
    await pushes(story.world, parcel, [{ code: '6' }, { code: '4' }]);

    expect(await story.end(id)).toEqual({ stage: 'returned', reasonCode: 'PARCEL_RETURNED' });
    expect(meanwhile).toBe('sold');
    await isGivenBack(id, number);
  });

  it('that somebody of ours wants back comes back, though the courier’s first answer is lost', async () => {
    const { id, phone, parcel } = await sent();
    const number = await numberOf(id);
    story.world.courier.losesReplies = 1;
    await requestInterception({
      work: story.world.work,
      changes: { subscribe: () => () => undefined },
      pause: () => Promise.resolve(),
    }).intercept({ orderId: id, userId: officer, reasonCode: 'ADDRESS_WRONG' });
    await story.reached(id, 'returning');
    const waits = await story.world.openWaits(id);
    await pushes(story.world, parcel, [{ code: '6', hoursAgo: 1 }, { code: '4' }]);

    expect(await story.end(id)).toEqual({ stage: 'returned', reasonCode: 'PARCEL_RETURNED' });
    expect(waits).toEqual(['parcel-back']);
    expect(story.world.courier.parcels.get(parcel)?.isTurned).toBe(true);
    expect((await story.world.events(id)).filter((event) => event === 'parcelIntercepted')).toHaveLength(1);
    await until('the customer to be told', () => messages(phone, '已拦截') === 1);
    await isGivenBack(id, number);
  });

  it('that is lost is asked about after three days of silence, and the order fails', async () => {
    story.world.courier.says = 'lost';
    const { id, parcel } = await sent();
    const number = await numberOf(id);
    await pushes(story.world, parcel, [{ code: '103' }]);

    expect(await story.end(id)).toEqual({ stage: 'failed', reasonCode: 'PARCEL_LOST' });
    story.world.courier.says = 'accepted';
    expect(await story.world.events(id)).toEqual(expect.arrayContaining(['parcelSilent', 'parcelLost']));
    await isGivenBack(id, number);
    await closesItsTicket(id);
  });

  it('whose news comes five times and out of order is signed once', async () => {
    const { id, parcel, submit } = await sent();
    for (let times = 0; times < 5; times += 1) {
      await pushes(story.world, parcel, [{ code: '301' }]);
      await pushes(story.world, parcel, [
        { code: '5', hoursAgo: 1 },
        { code: '103', hoursAgo: 9 },
      ]);
    }
    await story.reached(id, 'awaiting-activation');
    await activates(story.world, submit);

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    const events = await story.world.events(id);
    expect(events.filter((event) => event === 'signed' || event === 'activated')).toEqual(['signed', 'activated']);
  });

  it('waits while the courier is down for an hour, and is sent once', async () => {
    story.world.courier.down = true;
    const { id, submit } = await opened();
    await story.reached(id, 'courier-down');
    await until('its wait', async () => (await story.world.openWaits(id)).includes('courier-back'));
    await story.advance(HOUR_MS);
    const meanwhile = (await story.world.order(id)).state.stage;
    story.world.courier.down = false;
    story.world.courier.onDispatch = async (reference) => {
      await deliveredBy(story.world, reference, '301');
      await activates(story.world, submit);
    };

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    expect(meanwhile).toBe('shipping');
    expect(await parcelsOf(story.world, id)).toBe(1);
  });

  it.each(['before', 'after'] as const)('is one when its dispatch fails %s it took effect', async (when) => {
    everythingArrives(story.world);
    story.failures.push({ activity: 'dispatchParcel', when, left: 1 });
    const { id } = await placed();

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    expect(await parcelsOf(story.world, id)).toBe(1);
  });

  it('is one when the courier’s replies are lost after it acted', async () => {
    everythingArrives(story.world);
    story.world.courier.losesReplies = 4;
    const { id } = await placed();

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    story.world.courier.losesReplies = 0;
    expect(await parcelsOf(story.world, id)).toBe(1);
  });
});

describe('a parcel that somebody else took', () => {
  const decide = (orderId: OrderId, decision: 'clear' | 'stop', reasonCode: string) =>
    decideHandover(story.world).decide({ orderId, userId: officer, decision, reasonCode });

  it('is held until an officer clears it, then activated', async () => {
    const { id, submit } = await delivered('303');
    const held = (await story.world.order(id)).state.status;
    await decide(id, 'clear', 'HOLDER_CONFIRMED');
    await until('its wait', async () => (await story.world.openWaits(id)).includes('activation'));
    await activates(story.world, submit);

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    expect(held).toBe('activation-held');
  });

  it('is given back where an officer stops it', async () => {
    const { id } = await delivered('303');
    const number = await numberOf(id);
    await decide(id, 'stop', 'HOLDER_DENIES');

    expect(await story.end(id)).toMatchObject({ stage: 'failed' });
    await isGivenBack(id, number);
  });
});

describe('an activation', () => {
  it('that does not come is asked for at its hours, then expires with everything given back', async () => {
    const { id, phone } = await delivered();
    const number = await numberOf(id);
    const signedAtMs = story.world.clock.nowMs();

    expect(await story.end(id)).toEqual({ stage: 'expired', reasonCode: 'NOT_ACTIVATED' });
    const nudges = await story.world.pool.query<{ at: string }>(
      `select j.at from journal j join orders o on o.id = j.order_id where o.public_id = $1 and j.event = 'reminded' order by j.version`,
      [id],
    );
    const after = nudges.rows.map(({ at }) => Math.round((Date.parse(at) - signedAtMs) / HOUR_MS));
    expect(after).toEqual([24, 72, 168, 480]);
    await until('the messages', () => messages(phone, '激活') >= 4);
    await isGivenBack(id, number);
  });

  it('of which no news ever comes is found at the next nudge', async () => {
    const { id, submit } = await delivered();
    story.world.carrier.activate(submit, story.world.clock.now());

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    const nudges = await story.world.pool.query(
      `select 1 from journal j join orders o on o.id = j.order_id where o.public_id = $1 and j.event = 'reminded'`,
      [id],
    );
    expect(nudges.rowCount).toBe(1);
  });

  it('in time of which the news is late brings the order back as attempt 2', async () => {
    const { id, submit } = await delivered();
    const number = await numberOf(id);
    const activatedAt = story.world.clock.now();
    await story.end(id);
    story.world.carrier.activate(submit, activatedAt);
    await story.world.hint(submit, '已激活');

    await until('attempt 2', async () => (await story.world.order(id)).attempt === 2);
    expect((await story.world.order(id)).state).toMatchObject({ stage: 'active', number });
    expect(await numberState(number)).toBe('sold');
  });

  it('that is told before the parcel was signed counts once it is', async () => {
    const { id, submit, parcel } = await sent();
    await activates(story.world, submit);
    await until('the news', async () => {
      const open = await story.world.pool.query('select 1 from facts where dispatched_at is null');
      return open.rowCount === 0;
    });
    const before = (await story.world.order(id)).state.stage;
    const beganAt = story.world.clock.nowMs();
    await deliveredBy(story.world, parcel, '301');

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    expect(before).toBe('shipping');
    expect(story.world.clock.nowMs() - beganAt).toBeLessThan(DAY_MS);
  });

  it('is asked for again when the carrier is silent: the order waits on a row, its window goes on', async () => {
    const { id, submit } = await delivered();
    await until('its window', async () => (await story.world.openWaits(id)).includes('activation'));
    story.world.carrier.silent = true;
    await activates(story.world, submit);
    await story.reached(id, 'carrier-down');
    await until('its wait', async () => (await story.world.openWaits(id)).includes('carrier-back'));
    const waits = await story.world.openWaits(id);
    story.world.carrier.silent = false;

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    expect([...waits].sort()).toEqual(['activation', 'carrier-back']);
  });
});

describe('a step that fails for good', () => {
  const STEPS = ['dispatchParcel', 'shippingStep', 'activationStep', 'confirmActivation'] as const;
  const failForGood = (activity: string): void => {
    story.failures.push({ activity, when: 'before', left: 1, forGood: 'TransitionRefused' });
  };
  const parkedBy = async (activity: (typeof STEPS)[number]) => {
    opensAtOnce(story.world);
    failForGood(activity);
    const { id, submit } = await opened();
    if (activity !== 'dispatchParcel') {
      await story.reached(id, 'in-transit');
      await deliveredBy(story.world, await dispatchReference(story.world, id), '301');
    }
    if (activity === 'confirmActivation') {
      await story.reached(id, 'awaiting-activation');
      await story.world.hint(submit, '已激活');
    }
    await story.reached(id, 'parked');
    return { id, submit };
  };

  it.each(STEPS)('%s parks the order, and it is given up with everything given back', async (activity) => {
    const { id } = await parkedBy(activity);
    const number = await numberOf(id);

    expect(await story.end(id)).toEqual({ stage: 'failed', reasonCode: 'STEP_FAILED' });
    await isGivenBack(id, number);
  });

  it.each(STEPS)('%s parks the order, and it goes on with the next news', async (activity) => {
    const { id, submit } = await parkedBy(activity);
    story.world.courier.onDispatch = (reference) => deliveredBy(story.world, reference, '301');
    await activates(story.world, submit);

    expect(await story.end(id)).toEqual({ stage: 'active', reasonCode: null });
    expect(await parcelsOf(story.world, id)).toBe(1);
  });
});

describe('at the end of all these stories', () => {
  it('nothing is held, occupied or waited for', async () => {
    const stock = await stockOf(story.world.pool);
    const waits = await story.world.pool.query(
      `select 1 from waits where closed_at is null and subject_kind = 'order'`,
    );

    expect(waits.rowCount).toBe(0);
    expect(stock.held).toBe(0);
    expect(story.world.carrier.leftovers()).toEqual([]);
    expect(story.world.carrier.standing()).toHaveLength(stock.sold);
  });

  it('every history is replayed by the code as it is', async () => {
    expect(await story.replay()).toEqual([]);
  });
});
