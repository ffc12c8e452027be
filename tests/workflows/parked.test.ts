import { type OrderId, userId, type WaitId } from '../../domain/brand';
import { DAY_MS, MINUTE_MS } from '../../domain/time';
import { resumeOrder } from '../../domain/use-cases/resume-order';
import { PATIENT_UNDOS } from '../../domain/use-cases/undo-opening';
import { until } from '../support/until';
import { stockOf } from '../support/world/catalogue';
import { everythingArrives, opensAtOnce, partnersForget } from '../support/world/customers';
import { dispatchReference } from '../support/world/parcels';
import { type Person, somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { type Failure, openStory, type Story } from '../support/world/story';

const POOL = 120;
let story: Story;
beforeAll(async () => {
  story = await openStory({ numbers: POOL });
}, 60_000);
afterAll(() => story.close());
beforeEach(() => {
  story.failures.length = 0;
  partnersForget(story.world);
});

async function place(quantity = 1) {
  const person = somebody();
  const { ids } = await story.world.place(person, picturesOf(person), { quantity });
  const [id, second] = ids;
  if (!id) throw new Error('one order');
  return { person, id, second: second ?? id };
}

/** An order whose pictures are nowhere once they are to be read. */
async function placeWithLostPictures(): Promise<{ person: Person; id: OrderId }> {
  const person = somebody();
  const { purchaseId, ids } = await story.world.place(person, null);
  const [id] = ids;
  if (!id) throw new Error('one order');
  await story.reached(id, 'awaiting-documents');
  await story.world.handInNothing(purchaseId, person);
  return { person, id };
}

const failForGood = (activity: string, when: Failure['when'], left = 1, forGood = 'TransitionRefused'): void => {
  story.failures.push({ activity, when, left, forGood });
};

const supportOf = async (id: OrderId) => {
  await until('the wait', async () => (await story.world.support(id)) !== null);
  return story.world.support(id);
};

async function nothingIsLeft(): Promise<void> {
  const stock = await stockOf(story.world.pool);
  expect(story.world.carrier.leftovers()).toEqual([]);
  expect(stock.held).toBe(0);
  expect(stock.free + stock.sold + stock.withdrawn).toBe(POOL);
}

describe('an order with a step that fails for good', () => {
  it('waits with support, and ends failed with its number back when nobody takes it up', async () => {
    const { person, id } = await placeWithLostPictures();
    await story.reached(id, 'parked');
    const support = await supportOf(id);
    const { stage, number } = (await story.world.order(id)).state;

    const end = await story.end(id);

    expect(stage).toBe('verifying');
    expect(number).not.toBeNull();
    expect(support).toMatchObject({ owner: 'support', reason: 'PICTURE_MISSING' });
    expect(support?.dueInMs).toBeGreaterThan(DAY_MS);
    expect(end).toEqual({ stage: 'failed', reasonCode: 'PICTURE_MISSING' });
    expect((await story.world.events(id)).slice(-2)).toEqual(['parked', 'parkedExpired']);
    expect(await story.world.openWaits(id)).toEqual([]);
    await nothingIsLeft();
    await until('the message', () => story.world.sms.inbox(person.phone).length >= 2);
  });

  it('is parked in the end also when parking fails again and again', async () => {
    failForGood('parkOrder', 'before', 2, 'SomethingElse');
    const { id } = await placeWithLostPictures();

    await story.reached(id, 'parked');
    const end = await story.end(id);

    expect(end.stage).toBe('failed');
  });

  it.each(['verifyingStep', 'provisioningStep', 'judgeIdentity'])(
    'is not lost when %s is what fails, though nobody takes it up',
    async (activity) => {
      failForGood(activity, 'before');
      const { id } = await place();
      await story.reached(id, 'parked');

      const end = await story.end(id);

      expect(end).toEqual({ stage: 'failed', reasonCode: 'STEP_FAILED' });
      await nothingIsLeft();
    },
  );

  it('gives back what is open at the carrier', async () => {
    failForGood('openAtCarrier', 'after');
    const { id } = await place();
    await story.reached(id, 'parked');

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'failed', reasonCode: 'STEP_FAILED' });
    await nothingIsLeft();
  });

  it('has a parcel turned round that is on its way', async () => {
    failForGood('dispatchParcel', 'after');
    opensAtOnce(story.world);
    const { id } = await place();
    await story.reached(id, 'awaiting-carrier');
    await story.world.hint(await story.world.submitReference(id), '已开户');
    await story.reached(id, 'parked');
    const parcel = await dispatchReference(story.world, id);

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'failed', reasonCode: 'STEP_FAILED' });
    await until('the courier to be told', () => story.world.courier.parcels.get(parcel)?.isTurned === true);
    await nothingIsLeft();
  });

  it('goes active after all when the carrier brings the news', async () => {
    failForGood('openAtCarrier', 'after');
    const { id } = await place();
    await story.reached(id, 'parked');
    everythingArrives(story.world);
    const reference = await story.world.submitReference(id);
    story.world.carrier.move(reference, '已开户');
    await story.world.hint(reference, '已开户');

    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect(await story.world.openWaits(id)).toEqual([]);
  });

  it('parks it once more when giving up fails for good, and gives up later', async () => {
    failForGood('openAtCarrier', 'after');
    failForGood('giveUp', 'before');
    const { id } = await place();
    await story.reached(id, 'parked');

    const end = await story.end(id);

    expect(end.stage).toBe('failed');
    await nothingIsLeft();
  });

  it('leaves the check to the next card of the purchase', async () => {
    everythingArrives(story.world);
    failForGood('readIdentity', 'before');
    const { id, second } = await place(2);
    await story.reached(id, 'parked');

    const [first, next] = await story.ends([id, second]);

    expect([first?.stage, next?.stage]).toEqual(['failed', 'active']);
    await nothingIsLeft();
  });
});

describe('an undo that never seems to succeed', () => {
  it('parks the order as failed compensation, and the order ends as it would have once it does', async () => {
    story.world.carrier.onSubmit = (reference) => {
      story.world.carrier.move(reference, '待人工');
    };
    story.world.carrier.refuse('cancel', '处理中不可撤单', PATIENT_UNDOS + 3);
    const { id } = await place();
    await story.reached(id, 'awaiting-carrier');
    await story.world.hint(await story.world.submitReference(id), '待人工');
    await story.reached(id, 'parked');
    await supportOf(id);
    await story.advance(2 * DAY_MS + MINUTE_MS);

    await until('the failed compensation', async () => {
      await story.advance(MINUTE_MS);
      return (await story.world.support(id))?.reason === 'COMPENSATION_FAILED';
    });
    const support = await story.world.support(id);
    const end = await story.end(id);

    expect(support?.owner).toBe('support');
    expect(support?.dueInMs).toBeGreaterThan(DAY_MS);
    expect(end).toEqual({ stage: 'failed', reasonCode: 'CARRIER_WORD_UNKNOWN' });
    expect((await story.world.events(id)).slice(-4)).toEqual(['parked', 'parked', 'undoSucceeded', 'parkedExpired']);
    await nothingIsLeft();
  });

  it('ends a refused order with the carrier’s own reason', async () => {
    story.world.carrier.refuse('submit', '该用户已满5户');
    const { carrier } = story.world;
    carrier.lose(
      'release',
      'before',
      carrier.calls.filter((call) => call.command === 'release').length + 1,
      PATIENT_UNDOS + 3,
    );
    const { id } = await place();

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'rejected', reasonCode: 'CR_ONE_ID_FIVE' });
    expect((await story.world.events(id)).slice(-4)).toEqual([
      'carrierDown',
      'parked',
      'undoSucceeded',
      'carrierRefused',
    ]);
    await nothingIsLeft();
  });
});

describe('a parked order that support lets go on', () => {
  const support = userId('usr_00000support');
  const letGo = async (id: OrderId) =>
    resumeOrder(story.world).resume({
      orderId: id,
      userId: support,
      waitId: await story.world.parkedWait(id),
      reasonCode: 'FAULT_SET_RIGHT',
    });

  it.each(['verifyingStep', 'provisioningStep', 'judgeIdentity'])(
    'goes active after %s failed for good, from where it stood',
    async (activity) => {
      failForGood(activity, 'before');
      everythingArrives(story.world);
      const { id } = await place();
      await story.reached(id, 'parked');
      await supportOf(id);

      await letGo(id);
      const end = await story.end(id);

      expect(end.stage).toBe('active');
      expect((await story.world.events(id)).filter((event) => event === 'retried')).toHaveLength(1);
      expect(await story.world.openWaits(id)).toEqual([]);
      expect(story.world.carrier.leftovers()).toEqual([]);
    },
  );

  it('asks the carrier anew over a word that nobody knew, without submitting twice', async () => {
    story.world.carrier.onSubmit = (reference) => {
      story.world.carrier.move(reference, '待人工');
    };
    const { id } = await place();
    await story.reached(id, 'awaiting-carrier');
    const reference = await story.world.submitReference(id);
    await story.world.hint(reference, '待人工');
    await story.reached(id, 'parked');
    const before = story.world.carrier.calls.filter(({ command }) => command === 'submit').length;

    await letGo(id);
    await until(
      'the same trouble',
      async () => (await story.world.events(id)).filter((e) => e === 'parked').length === 2,
    );
    everythingArrives(story.world);
    story.world.carrier.move(reference, '已开户');
    await letGo(id);
    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect(story.world.carrier.calls.filter(({ command }) => command === 'submit')).toHaveLength(before);
  });

  it('sends a refused parcel again, under a reference of its own', async () => {
    everythingArrives(story.world);
    story.world.courier.refuses = 1;
    const { id } = await place();
    await story.reached(id, 'awaiting-carrier');
    await story.world.hint(await story.world.submitReference(id), '已开户');
    await story.reached(id, 'parked');
    await supportOf(id);

    const said = await letGo(id);
    const end = await story.end(id);

    expect(said).toEqual({ stage: 'shipping', status: 'dispatching' });
    expect(end.stage).toBe('active');
    const sent = await story.world.pool.query<{ number: string; waybill: boolean }>(
      `select right(s.reference, 3) as number, s.waybill is not null as waybill from shipments s join orders o on o.id = s.order_id
       where o.public_id = $1 order by s.id`,
      [id],
    );
    expect(sent.rows).toEqual([
      { number: 'D01', waybill: false },
      { number: 'D02', waybill: true },
    ]);
  });

  it('is let go once, however often it is said; not for another trouble, and not once its time is over', async () => {
    failForGood('openAtCarrier', 'after', 2);
    const { id } = await place();
    await story.reached(id, 'parked');
    await supportOf(id);
    const first = await story.world.parkedWait(id);
    const say = (waitId: WaitId) =>
      resumeOrder(story.world).resume({ orderId: id, userId: support, waitId, reasonCode: 'TRY_AGAIN' });

    await Promise.all([say(first), say(first)]);
    // What the carrier accepted is asked about: the parking to come is another.
    await until('it goes on', async () => (await story.world.order(id)).state.status === 'awaiting-carrier');
    await say(first);
    const facts = await story.world.pool.query(
      `select 1 from facts f join orders o on o.id = f.order_id where o.public_id = $1 and f.kind = 'resumed'`,
      [id],
    );
    story.world.carrier.move(await story.world.submitReference(id), '待人工');
    await story.world.hint(await story.world.submitReference(id), '待人工');
    await story.reached(id, 'parked');
    await say(first);

    expect(facts.rows).toHaveLength(1);
    expect((await story.world.order(id)).state.status).toBe('parked');
    const second = await story.world.parkedWait(id);
    await story.advance(2 * DAY_MS - MINUTE_MS);
    story.world.clock.set(story.world.clock.nowMs() + 2 * MINUTE_MS);
    await expect(say(second)).rejects.toMatchObject({ code: 'StepRefused' });
    await story.advance(3 * MINUTE_MS);
    const end = await story.end(id);
    expect(end.stage).toBe('failed');
    await expect(say(second)).rejects.toMatchObject({ code: 'StateConflict' });
    const stranger = (await story.world.place(somebody(), null)).ids[0];
    if (!stranger) throw new Error('one order');
    await expect(
      resumeOrder(story.world).resume({ orderId: stranger, userId: support, waitId: second, reasonCode: 'TRY_AGAIN' }),
    ).rejects.toMatchObject({ code: 'StateConflict' });
  });
});

describe('a review that cannot be watched', () => {
  it('waits with support, and goes on with the officer’s decision', async () => {
    everythingArrives(story.world);
    failForGood('watchReview', 'before', 1, 'CaseNotFound');
    const person = somebody();
    const { purchaseId, ids } = await story.world.place(person, picturesOf(person, { selfie: { distance: 0.5 } }));
    const [id] = ids;
    if (!id) throw new Error('one order');
    await story.reached(id, 'in-review');
    const review = await story.world.openReview(purchaseId);
    if (!review) throw new Error('a review is open');
    const waits = async () =>
      (
        await story.world.pool.query<{ owner: string; open: boolean }>(
          `select w.owner_kind as owner, w.closed_at is null as open from waits w join reviews r on r.id = w.subject_id
           where w.subject_kind = 'review' and w.what = 'parked' and r.public_id = $1`,
          [review.id],
        )
      ).rows;
    await until('the wait for support', async () => (await waits()).length === 1);
    const before = await waits();

    await story.world.decide(review, 1, 'approve', 'SAME_PERSON');
    const end = await story.end(id);
    const kyc = await story.world.pool.query<{ id: string }>(
      'select k.public_id as id from kyc_cases k join purchases p on p.id = k.purchase_id where p.public_id = $1',
      [purchaseId],
    );
    const reviewed = await story.reviewEnd(kyc.rows[0]?.id as never);

    expect(before).toEqual([{ owner: 'support', open: true }]);
    expect(end.stage).toBe('active');
    expect(reviewed).toEqual({ outcome: 'approve' });
    expect(await waits()).toEqual([{ owner: 'support', open: false }]);
  });
});

it('every history of these is replayed by the code as it is', async () => {
  expect(await story.replay()).toEqual([]);
});
