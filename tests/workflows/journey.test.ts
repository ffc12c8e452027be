import type { CaseId, OrderId, PurchaseId } from '../../domain/brand';
import { HOUR_MS } from '../../domain/time';
import { runOutbox } from '../../adapters/postgres/outbox-runner';
import { temporalFlows } from '../../adapters/temporal/flows';
import { until } from '../support/until';
import { stockOf } from '../support/world/catalogue';
import { keepHistory } from '../support/world/histories';
import { type Journey, openJourney } from '../support/world/journey';
import { activates, everythingArrives, partnersForget } from '../support/world/customers';
import { deliveredBy, dispatchReference, pushes } from '../support/world/parcels';
import { somebody } from '../support/world/people';
import { type Picture, picturesOf } from '../support/world/reader-twin';

let journey: Journey;
beforeAll(async () => {
  journey = await openJourney(80);
}, 60_000);
afterAll(() => journey.close(), 30_000);
beforeEach(() => {
  partnersForget(journey.world);
  everythingArrives(journey.world);
});

type Worse = Partial<Record<'front' | 'back' | 'selfie', Partial<Picture>>>;
const workflowOf = (id: OrderId): string => `order/${id}/1`;

async function place(pictures: Worse | null = {}, quantity = 1) {
  const person = somebody();
  const placed = await journey.world.place(person, pictures && picturesOf(person, pictures), { quantity });
  const [id] = placed.ids;
  if (!id) throw new Error('one order');
  return { ...placed, person, id };
}

/** What partners tell of a card that goes well: opened, picked up, on its way, signed for, activated. */
async function goesWell(id: OrderId): Promise<void> {
  const { world } = journey;
  await journey.reached(id, 'awaiting-carrier');
  const reference = await world.submitReference(id);
  await world.hint(reference, '处理中');
  world.carrier.move(reference, '已开户');
  await world.hint(reference, '已开户');
  await journey.reached(id, 'in-transit');
  await until('its wait', async () => (await world.openWaits(id)).includes('parcel'));
  const parcel = await dispatchReference(world, id);
  await pushes(world, parcel, [{ code: '103', hoursAgo: 3 }]);
  await pushes(world, parcel, [
    { code: '103', hoursAgo: 3 },
    { code: '1001', hoursAgo: 2 },
  ]);
  await deliveredBy(world, parcel, '301');
  await journey.reached(id, 'awaiting-activation');
  await until('its wait', async () => (await world.openWaits(id)).includes('activation'));
  await activates(world, reference);
}

async function caseOf(purchase: PurchaseId): Promise<CaseId> {
  const found = await journey.world.pool.query<{ id: CaseId }>(
    'select k.public_id as id from kyc_cases k join purchases p on p.id = k.purchase_id where p.public_id = $1',
    [purchase],
  );
  const row = found.rows[0];
  if (!row) throw new Error('no case');
  return row.id;
}

describe('an order on a real server', () => {
  it('goes active within the budget of events and state transitions', async () => {
    partnersForget(journey.world);
    const { id } = await place();
    await goesWell(id);

    const end = await journey.result(id);

    const history = await journey.history(workflowOf(id));
    const cost = { events: history.events?.length ?? 0, transitions: await journey.transitions(workflowOf(id)) };
    expect(end).toEqual({ stage: 'active', reasonCode: null });
    expect(cost.events).toBeLessThanOrEqual(52);
    expect(cost.transitions).toBeLessThanOrEqual(24);
    keepHistory('order.active', history);
  });

  it('starts once and goes on when the outbox died between starting it and taking note', async () => {
    const { world, client } = journey;
    await journey.stopPost();
    const { id } = await place();
    const flows = temporalFlows(client);
    let die: () => void = () => undefined;
    const dead = new Promise<void>((resolve) => {
      die = resolve;
    });
    let started = 0;
    const dying = runOutbox({
      url: world.url,
      pool: world.pool,
      clock: world.clock,
      handlers: {
        'start-order': async () => {
          await flows.startOrder({ orderId: id, attempt: 1 });
          started += 1;
          await dead;
        },
      },
      deliver: () => dead.then(() => false),
      onError: () => undefined,
    });
    await until('the start', () => started === 1);
    await journey.reached(id, 'awaiting-carrier');
    await world.pool.query(`update outbox set retry_real_at = $1 where done_at is null`, [new Date(0).toISOString()]);

    journey.startPost();
    await until('the note', async () => {
      const open = await world.pool.query(`select 1 from outbox where topic = 'start-order' and done_at is null`);
      return open.rowCount === 0;
    });
    const reference = await world.submitReference(id);
    await world.hint(reference, '已开户');
    const end = await journey.result(id);
    die();
    await dying.close();

    expect(end.stage).toBe('active');
    expect(world.carrier.standing().filter((order) => order.reference === reference)).toHaveLength(1);
  });

  it('goes on where it stopped when the workers were restarted, callbacks in between included', async () => {
    const { world } = journey;
    const { id } = await place();
    await journey.reached(id, 'awaiting-carrier');
    const reference = await world.submitReference(id);
    await journey.stopCrew();
    await world.hint(reference, '已开户');
    await until('the signal', async () => {
      const open = await world.pool.query('select 1 from facts where dispatched_at is null');
      return open.rowCount === 0;
    });

    await journey.startCrew();
    const end = await journey.result(id);

    expect(end.stage).toBe('active');
    expect(
      world.carrier.calls.filter((call) => call.command === 'submit' && call.reference === reference),
    ).toHaveLength(1);
  });
});

describe('every shape of a story, with time jumped as the sandbox jumps it', () => {
  const end = async (shape: string, id: OrderId): Promise<unknown> => {
    const [result] = await journey.over([workflowOf(id)]);
    keepHistory(`order.${shape}`, await journey.history(workflowOf(id)));
    return result;
  };

  it('nobody sends the documents', async () => {
    const { id } = await place(null);

    expect(await end('expired', id)).toEqual({ stage: 'expired', reasonCode: 'DOCUMENTS_NOT_SENT' });
  });

  it('a blurred picture, then a good one', async () => {
    const { id, purchaseId, person } = await place({ front: { sharpness: 0.1 } });
    await journey.reached(id, 'awaiting-documents');
    await journey.world.handIn(purchaseId, { front: picturesOf(person).front });

    expect(await end('retried', id)).toMatchObject({ stage: 'active' });
  });

  it('an officer approves; the review is a story of its own', async () => {
    const { id, purchaseId } = await place({ selfie: { distance: 0.5 } });
    await journey.reached(id, 'in-review');
    const review = await journey.world.openReview(purchaseId);
    if (!review) throw new Error('a review is open');
    await journey.world.decide(review, 1, 'approve', 'SAME_PERSON');
    const reviewed = `review/${await caseOf(purchaseId)}/1`;

    expect(await end('reviewed', id)).toMatchObject({ stage: 'active' });
    expect(await journey.over([reviewed])).toEqual([{ outcome: 'approve' }]);
    keepHistory('review.decided', await journey.history(reviewed));
  });

  it('nobody decides in time, then one rejects', async () => {
    const { id, purchaseId } = await place({ selfie: { distance: 0.5 } });
    await journey.reached(id, 'in-review');
    const review = await journey.world.openReview(purchaseId);
    if (!review) throw new Error('a review is open');
    const open = async () =>
      (await journey.world.pool.query(`select 1 from waits where subject_kind = 'review' and closed_at is null`))
        .rowCount;
    await until('its wait', async () => (await open()) === 1);
    await journey.jump(5 * HOUR_MS);
    await until('the escalation', async () => {
      const lead = await journey.world.pool.query(
        `select 1 from waits where owner_id = 'compliance_lead' and closed_at is null`,
      );
      return lead.rowCount === 1;
    });
    await journey.world.decide(review, 1, 'reject', 'RN_FACE_REFUSED');
    const reviewed = `review/${await caseOf(purchaseId)}/1`;

    expect(await end('rejected', id)).toEqual({ stage: 'rejected', reasonCode: 'RN_FACE_REFUSED' });
    expect(await journey.over([reviewed])).toEqual([{ outcome: 'reject' }]);
    keepHistory('review.escalated', await journey.history(reviewed));
  });

  it('the source is away for a while', async () => {
    journey.world.authority.next(...Array<string>(6).fill('down'));
    const { id } = await place();

    expect(await end('source-awaited', id)).toMatchObject({ stage: 'active' });
  });

  it('two cards: the second follows', async () => {
    const { ids } = await place({}, 2);
    const [, second] = ids;
    if (!second) throw new Error('two orders');

    expect(await journey.over(ids.map(workflowOf))).toMatchObject([{ stage: 'active' }, { stage: 'active' }]);
    keepHistory('order.follower', await journey.history(workflowOf(second)));
  });

  it('the carrier refuses', async () => {
    journey.world.carrier.refuse('submit', '该用户已满5户');
    const { id } = await place();

    expect(await end('refused', id)).toEqual({ stage: 'rejected', reasonCode: 'CR_ONE_ID_FIVE' });
  });

  it('the number is taken, another is opened', async () => {
    journey.world.carrier.refuse('occupy', '号码已被占用');
    const { id } = await place();

    expect(await end('other-number', id)).toMatchObject({ stage: 'active' });
  });

  it('the carrier is away, and comes back', async () => {
    journey.world.carrier.silent = true;
    const { id } = await place();
    await journey.reached(id, 'carrier-down');
    journey.world.carrier.silent = false;

    expect(await end('carrier-back', id)).toMatchObject({ stage: 'active' });
  });

  it('the carrier says what nobody knows, and it is given up', async () => {
    journey.world.carrier.onSubmit = (reference) => {
      journey.world.carrier.move(reference, '待人工');
    };
    const { id } = await place();

    expect(await end('given-up', id)).toEqual({ stage: 'failed', reasonCode: 'CARRIER_WORD_UNKNOWN' });
  });

  it('the parcel is refused and comes back', async () => {
    journey.world.courier.onDispatch = async (reference) => {
      await deliveredBy(journey.world, reference, '14');
      await pushes(journey.world, reference, [{ code: '4' }]);
    };
    const { id } = await place();

    expect(await end('returned', id)).toEqual({ stage: 'returned', reasonCode: 'PARCEL_RETURNED' });
  });

  it('nobody activates in the window', async () => {
    journey.world.courier.onDispatch = (reference) => deliveredBy(journey.world, reference, '301');
    const { id } = await place();

    expect(await end('not-activated', id)).toEqual({ stage: 'expired', reasonCode: 'NOT_ACTIVATED' });
  });

  it('the courier is away, and comes back', async () => {
    journey.world.courier.down = true;
    const { id } = await place();
    await journey.reached(id, 'awaiting-carrier');
    const reference = await journey.world.submitReference(id);
    await journey.world.hint(reference, '已开户');
    await journey.reached(id, 'courier-down');
    journey.world.courier.down = false;

    expect(await end('courier-back', id)).toMatchObject({ stage: 'active' });
  });

  it('a picture is nowhere: parked with support, and given up', async () => {
    const { id, purchaseId, person } = await place(null);
    await journey.reached(id, 'awaiting-documents');
    await journey.world.handInNothing(purchaseId, person);
    await journey.reached(id, 'parked');

    expect(await end('parked', id)).toEqual({ stage: 'failed', reasonCode: 'PICTURE_MISSING' });
  });

  it('leaves nothing held, occupied or waited for', async () => {
    const waits = await journey.world.pool.query('select 1 from waits where closed_at is null');

    expect(waits.rowCount).toBe(0);
    expect((await stockOf(journey.world.pool)).held).toBe(0);
    expect(journey.world.carrier.leftovers()).toEqual([]);
  });
});
