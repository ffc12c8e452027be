import type { Msisdn, OrderId } from '../../domain/brand';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import { chooseNumber } from '../../domain/use-cases/choose-number';
import { releaseLapsedHolds } from '../../domain/use-cases/release-lapsed-holds';
import { until } from '../support/until';
import { stockOf } from '../support/world/catalogue';
import { activates, everythingArrives, partnersForget } from '../support/world/customers';
import { deliveredBy, dispatchReference } from '../support/world/parcels';
import { somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openStory, type Story } from '../support/world/story';

let story: Story;
beforeAll(async () => {
  story = await openStory({ numbers: 150 });
}, 60_000);
afterAll(() => story.close());
// Partners forget their moods between stories; their books stay.
afterEach(() => {
  partnersForget(story.world);
});

const only = (ids: readonly OrderId[]): OrderId => {
  const [id] = ids;
  if (!id) throw new Error('one order');
  return id;
};
const placed = async (quantity = 1) => {
  const person = somebody();
  const { purchaseId, ids } = await story.world.place(person, picturesOf(person), { quantity });
  return { person, purchaseId, ids, id: only(ids) };
};
const numberState = async (number: string | null) =>
  (await story.world.pool.query<{ state: string }>('select state from numbers where msisdn = $1', [number])).rows[0]
    ?.state;

describe('an order whose documents came with it', () => {
  it('is opened, sent, signed for and activated, each told by a callback and believed when asked', async () => {
    const { world } = story;
    const { id } = await placed();
    await story.reached(id, 'awaiting-carrier');
    const reference = await world.submitReference(id);
    world.carrier.move(reference, '已开户');
    await world.hint(reference, '已开户');
    await story.reached(id, 'in-transit');
    await deliveredBy(world, await dispatchReference(world, id), '301');
    await story.reached(id, 'awaiting-activation');
    await activates(world, reference);

    const end = await story.end(id);

    const { state } = await world.order(id);
    expect(end).toEqual({ stage: 'active', reasonCode: null });
    expect(state).toMatchObject({ stage: 'active', iccid: expect.stringMatching(/^8986/) as string });
    expect(await numberState(state.number)).toBe('sold');
    expect(await world.openWaits(id)).toEqual([]);
    expect(await world.events(id)).toEqual([
      'received',
      'verificationStarted',
      'identityPassed',
      'openingStarted',
      'carrierAccepted',
      'opened',
      'dispatched',
      'signed',
      'activated',
    ]);
  });

  it('is asked about again when the callback got lost', async () => {
    everythingArrives(story.world);
    const { id } = await placed();
    const before = await story.env.currentTimeMs();

    const end = await story.end(id);

    expect(end.stage).toBe('active');
    const took = (await story.env.currentTimeMs()) - before;
    expect(took).toBeGreaterThanOrEqual(10 * MINUTE_MS - 5_000);
    expect(took).toBeLessThan(HOUR_MS);
  });

  it('believes no callback: a lie changes nothing until the carrier itself says so', async () => {
    const { world } = story;
    const { id } = await placed();
    await story.reached(id, 'awaiting-carrier');
    const reference = await world.submitReference(id);
    const asked = () =>
      world.carrier.calls.filter((call) => call.command === 'query' && call.reference === reference).length;

    await world.hint(reference, '已开户');
    await until('the question', () => asked() > 0);
    const opening = (await world.order(id)).state.status;
    world.carrier.move(reference, '已开户');
    await world.hint(reference, '已开户');
    await story.reached(id, 'in-transit');
    await deliveredBy(world, await dispatchReference(world, id), '301');
    await story.reached(id, 'awaiting-activation');
    const before = asked();
    await world.hint(reference, '已激活');
    await until('the question', () => asked() > before);
    const activating = (await world.order(id)).state.status;
    await activates(world, reference);
    const end = await story.end(id);

    expect([opening, activating]).toEqual(['awaiting-carrier', 'awaiting-activation']);
    expect(end.stage).toBe('active');
  });

  it('is the same with every callback twice and in the wrong order', async () => {
    const { world } = story;
    const { id } = await placed();
    await story.reached(id, 'awaiting-carrier');
    const reference = await world.submitReference(id);
    world.carrier.activate(reference, world.clock.now());
    world.courier.onDispatch = (parcel) => deliveredBy(world, parcel, '301');

    await Promise.all(
      ['已激活', '已激活', '已开户', '处理中', '已开户', '处理中'].map((word, n) =>
        world.hint(reference, word, `${id}-${String(n % 4)}` as never),
      ),
    );
    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect((await world.events(id)).filter((event) => event === 'activated')).toHaveLength(1);
    expect(world.carrier.standing().filter((order) => order.reference === reference)).toHaveLength(1);
  });
});

describe('an order without documents', () => {
  it('reminds three times, then ends expired, its number back in the pool', async () => {
    const { world } = story;
    const person = somebody();
    const id = only((await world.place(person, null)).ids);
    await story.reached(id, 'awaiting-documents');
    const { number } = (await world.order(id)).state;

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'expired', reasonCode: 'DOCUMENTS_NOT_SENT' });
    expect(await world.events(id)).toEqual([
      'received',
      'verificationStarted',
      'reminded',
      'reminded',
      'reminded',
      'documentsExpired',
    ]);
    expect(await numberState(number)).toBe('free');
    await until('all messages', () => world.sms.inbox(person.phone).length === 5);
    const [wanted, reminder] = world.sms.inbox(person.phone);
    expect(wanted).toMatch(/http:\/\/127\.0\.0\.1\/phone\/#t=/);
    expect(reminder).toContain('到期订单将自动关闭');
  });

  it('loses its number after half an hour and draws another one when the documents came after all', async () => {
    const { world } = story;
    everythingArrives(story.world);
    const person = somebody();
    const { purchaseId, ids } = await world.place(person, null);
    const id = only(ids);
    await story.reached(id, 'awaiting-documents');

    await story.advance(HOUR_MS);
    await releaseLapsedHolds(world)();
    const without = (await world.order(id)).state.number;
    await world.handIn(purchaseId, picturesOf(person));
    const end = await story.end(id);

    expect(without).toBeNull();
    expect(end.stage).toBe('active');
    expect(await world.events(id)).toEqual(expect.arrayContaining(['numberLapsed', 'numberHeld', 'activated']));
  });
});

describe('a picture that cannot be read', () => {
  it('goes back to the customer, and the next round passes', async () => {
    const { world } = story;
    everythingArrives(story.world);
    const person = somebody();
    const blurred = picturesOf(person, { front: { sharpness: 0.1 } });
    const { purchaseId, ids } = await world.place(person, blurred);
    const id = only(ids);
    await story.reached(id, 'awaiting-documents');
    await until('the message', () => world.sms.inbox(person.phone).length === 1);

    await world.handIn(purchaseId, { front: picturesOf(person).front });
    const end = await story.end(id);

    expect(world.sms.inbox(person.phone)[0]).toContain('不够清晰');
    expect(end.stage).toBe('active');
    expect(await world.events(id)).toEqual(
      expect.arrayContaining(['documentsAsked', 'documentsSubmitted', 'identityPassed']),
    );
  });

  it('is read once a round, also when the reading dies twice', async () => {
    const { world } = story;
    everythingArrives(story.world);
    const before = world.reader.reads();
    world.reader.fail(2);
    const { id } = await placed();

    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect(world.reader.reads() - before).toBe(3);
  });
});

describe('an identity source', () => {
  it('that is away makes the order wait and be judged later, never a mismatch', async () => {
    const { world } = story;
    everythingArrives(story.world);
    world.authority.next(...Array<string>(6).fill('down'));
    const { id } = await placed();
    await story.reached(id, 'awaiting-source');

    await until('the wait', async () => (await world.openWaits(id)).includes('identity-source'));
    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect(await world.events(id)).toEqual(expect.arrayContaining(['sourceAwaited', 'checkResumed', 'identityPassed']));
  });

  it('that answers "not now" is asked anew, with a request of its own', async () => {
    const { world } = story;
    everythingArrives(story.world);
    world.authority.next('417', '417');
    const { id } = await placed();

    const end = await story.end(id);

    expect(end.stage).toBe('active');
    const asked = await world.pool.query<{ state: string; code: string }>(
      `select c.state, c.outcome ->> 'code' as code from partner_calls c join orders o on o.purchase_id = c.purchase_id
       where o.public_id = $1 and c.partner = 'authority' order by c.id`,
      [id],
    );
    expect(asked.rows).toEqual([
      { state: 'refused', code: '417' },
      { state: 'refused', code: '417' },
      { state: 'done', code: '200' },
    ]);
  });

  it('that knows another name twice ends the order, with the reason for the customer', async () => {
    const { world } = story;
    world.authority.next('201', '201');
    const person = somebody();
    const { purchaseId, ids } = await world.place(person, picturesOf(person));
    const id = only(ids);
    await story.reached(id, 'awaiting-documents');
    const { number } = (await world.order(id)).state;

    await world.handIn(purchaseId, { front: picturesOf(person).front }, { name: person.name });
    const end = await story.end(id);

    expect(end).toEqual({ stage: 'rejected', reasonCode: 'RN_NAME_ID_MISMATCH' });
    expect(await numberState(number)).toBe('free');
    await until('the message', () => world.sms.inbox(person.phone).some((text) => text.includes('未通过')));
  });
});

describe('a face in the review band', () => {
  const unsure = async () => {
    const person = somebody();
    const { purchaseId, ids } = await story.world.place(person, picturesOf(person, { selfie: { distance: 0.5 } }));
    const id = only(ids);
    await story.reached(id, 'in-review');
    const review = await story.world.openReview(purchaseId);
    if (!review) throw new Error('a review is open');
    return { person, purchaseId, id, review };
  };

  it('passes when an officer approves', async () => {
    everythingArrives(story.world);
    const { id, review } = await unsure();

    const decided = await story.world.decide(review, 1, 'approve', 'SAME_PERSON');
    const end = await story.end(id);

    expect(decided).toMatchObject({ state: 'decided', outcome: 'approve' });
    expect(end.stage).toBe('active');
    const by = await story.world.pool.query<{ actor_kind: string; actor_id: string }>(
      `select j.actor_kind, j.actor_id from journal j join orders o on o.id = j.order_id where o.public_id = $1 and event = 'identityPassed'`,
      [id],
    );
    expect(by.rows).toEqual([{ actor_kind: 'officer', actor_id: 'usr_000000000001' }]);
  });

  it('ends when an officer rejects, and the customer reads why', async () => {
    const { person, id, review } = await unsure();

    await story.world.decide(review, 1, 'reject', 'RN_FACE_REFUSED');
    const end = await story.end(id);

    expect(end).toEqual({ stage: 'rejected', reasonCode: 'RN_FACE_REFUSED' });
    await until('the message', () => story.world.sms.inbox(person.phone).length === 1);
  });

  it('goes back to the customer when an officer wants another selfie', async () => {
    everythingArrives(story.world);
    const { person, purchaseId, id, review } = await unsure();

    await story.world.decide(review, 1, 'retake', 'RN_FACE_MISMATCH');
    await story.reached(id, 'awaiting-documents');
    await story.world.handIn(purchaseId, { selfie: picturesOf(person).selfie });
    const end = await story.end(id);

    expect(end.stage).toBe('active');
  });
});

describe('three cards of one purchase', () => {
  it('are three orders with one verification: the others follow the first', async () => {
    const { world } = story;
    everythingArrives(story.world);
    const reads = world.reader.reads();
    const { ids } = await placed(3);

    const ends = await story.ends(ids);

    expect(ends.map(({ stage }) => stage)).toEqual(['active', 'active', 'active']);
    expect(world.reader.reads() - reads).toBe(1);
    const numbers = await Promise.all(ids.map(async (id) => (await world.order(id)).state.number));
    expect(new Set(numbers).size).toBe(3);
  });

  it('expire together when nobody sends the documents, with one last message', async () => {
    const { world } = story;
    const person = somebody();
    const { ids } = await world.place(person, null, { quantity: 3 });

    const ends = await story.ends(ids);

    expect(ends.map(({ stage }) => stage)).toEqual(['expired', 'expired', 'expired']);
    await until('the last message', () => world.sms.inbox(person.phone).some((text) => text.includes('已关闭')));
    expect(world.sms.inbox(person.phone)).toHaveLength(5);
  });
});

describe('a carrier that refuses', () => {
  it('ends the order with the mapped reason: undone there, number free here', async () => {
    const { world } = story;
    world.carrier.refuse('submit', '该用户已满5户');
    const { person, id } = await placed();
    const { number } = (await world.order(id)).state;

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'rejected', reasonCode: 'CR_ONE_ID_FIVE' });
    expect(world.carrier.leftovers().filter((what) => what.includes(String(number)))).toEqual([]);
    expect(await numberState(number)).toBe('free');
    await until('the message', () => world.sms.inbox(person.phone).some((text) => text.includes('运营商未受理')));
  });

  it('after it had accepted, too', async () => {
    const { world } = story;
    world.carrier.onSubmit = (reference) => {
      world.carrier.move(reference, '已拒绝', '客户未满16周岁');
    };
    const { id } = await placed();
    const { number } = (await world.order(id)).state;

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'rejected', reasonCode: 'CR_AGE' });
    expect(await numberState(number)).toBe('free');
  });

  it('because the number is taken: it is out of the pool, another is drawn', async () => {
    const { world } = story;
    everythingArrives(story.world);
    world.carrier.refuse('occupy', '号码已被占用,请重新选择');
    const { id } = await placed();
    const first = (await world.order(id)).state.number;

    const end = await story.end(id);

    const last = (await world.order(id)).state.number;
    expect(end.stage).toBe('active');
    expect(last).not.toBe(first);
    expect([await numberState(first), await numberState(last)]).toEqual(['withdrawn', 'sold']);
  });

  it('for want of stock: another number is tried, not the same one again', async () => {
    const { world } = story;
    let isFirst = true;
    everythingArrives(world);
    world.carrier.onSubmit = (reference) => {
      if (isFirst) world.carrier.move(reference, '已拒绝', '库存不足');
      else world.carrier.move(reference, '已开户');
      isFirst = false;
    };
    const { id } = await placed();
    const first = (await world.order(id)).state.number;

    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect((await world.order(id)).state.number).not.toBe(first);
    expect(await numberState(first)).toBe('free');
  });

  it('five numbers in a row: a person is asked, and in the end it is given up', async () => {
    const { world } = story;
    world.carrier.refuse('submit', '库存不足', 5);
    const { id } = await placed();
    await story.reached(id, 'parked');
    const before = await stockOf(world.pool);

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'failed', reasonCode: 'CR_NO_STOCK' });
    expect((await stockOf(world.pool)).held).toBe(before.held - 1);
  });

  it('a number that was chosen is not silently replaced: the order asks, and ends when nobody chooses', async () => {
    const { world } = story;
    world.carrier.refuse('occupy', '已预占');
    const person = somebody();
    const free = await world.pool.query<{ msisdn: string }>(
      `select msisdn from numbers where state = 'free' order by msisdn desc limit 1`,
    );
    const chosen = free.rows[0]?.msisdn;
    const id = only((await world.place(person, picturesOf(person), { numbers: [chosen] as never })).ids);

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'expired', reasonCode: 'NUMBER_NOT_CHOSEN' });
    expect(await numberState(chosen ?? null)).toBe('withdrawn');
  });

  it('goes on with the number that the customer chose in its place, who stays verified', async () => {
    const { world } = story;
    everythingArrives(world);
    world.carrier.refuse('occupy', '已预占');
    const person = somebody();
    const free = await world.pool.query<{ msisdn: Msisdn }>(
      `select msisdn from numbers where state = 'free' order by msisdn desc limit 2`,
    );
    const [lost, number] = free.rows.map(({ msisdn }) => msisdn) as [Msisdn, Msisdn];
    const { purchaseId, ids } = await world.place(person, picturesOf(person), { numbers: [lost] });
    const id = only(ids);
    await story.reached(id, 'awaiting-number');

    await chooseNumber(world).choose({ purchaseId, orderId: id, number });
    const end = await story.end(id);

    expect(end.stage).toBe('active');
    expect((await world.order(id)).state.number).toBe(number);
    expect((await world.events(id)).slice(2, 8)).toEqual([
      'identityPassed',
      'openingStarted',
      'numberTaken',
      'numberAsked',
      'numberChosen',
      'openingStarted',
    ]);
    expect(world.sms.inbox(person.phone).filter((text) => /请在 72 小时内另选.*#t=/.test(text))).toHaveLength(1);
  });

  it('with words nobody knows: parked, text kept, then given up with nothing left', async () => {
    const { world } = story;
    world.carrier.refuse('submit', '月亮不够圆');
    const { id } = await placed();
    await story.reached(id, 'parked');
    const text = await world.pool.query<{ text: string }>(
      `select c.outcome ->> 'text' as text from partner_calls c join orders o on o.id = c.order_id where o.public_id = $1 and c.command = 'submit'`,
      [id],
    );
    const { number } = (await world.order(id)).state;

    const end = await story.end(id);

    expect(text.rows).toEqual([{ text: '月亮不够圆' }]);
    expect(end).toEqual({ stage: 'failed', reasonCode: 'CR_UNKNOWN' });
    expect(await numberState(number)).toBe('free');
  });
});

describe('a carrier that says nothing', () => {
  it('is waited for on a row, and the order goes on with the same references when it is back', async () => {
    const { world } = story;
    everythingArrives(story.world);
    world.carrier.silent = true;
    const { id } = await placed();
    await story.reached(id, 'carrier-down');
    const waits = await world.openWaits(id);
    const reference = await world.submitReference(id);
    world.carrier.silent = false;

    const end = await story.end(id);

    expect(waits).toEqual(['carrier-back']);
    expect(end.stage).toBe('active');
    expect(await world.submitReference(id)).toBe(reference);
    expect(await world.events(id)).toEqual(
      expect.arrayContaining(['carrierDown', 'carrierResumed', 'carrierAccepted']),
    );
  });

  it('after it had opened the card: exactly one stands in its books', async () => {
    const { world } = story;
    everythingArrives(story.world);
    const nth = world.carrier.calls.filter((call) => call.command === 'submit').length + 1;
    world.carrier.lose('submit', 'after', nth);
    const { id } = await placed();

    const end = await story.end(id);

    expect(end.stage).toBe('active');
    const reference = await world.submitReference(id);
    expect(
      world.carrier.calls.filter((call) => call.command === 'submit' && call.reference === reference),
    ).toHaveLength(1);
    const { number } = (await world.order(id)).state;
    expect(world.carrier.standing().filter((order) => order.number === number)).toHaveLength(1);
  });

  it('when asked how it stands: the question is asked more patiently, then at the next reminder', async () => {
    const { world } = story;
    everythingArrives(story.world);
    const nth = world.carrier.calls.filter((call) => call.command === 'query').length + 1;
    world.carrier.lose('query', 'before', nth, 4);
    const { id } = await placed();

    const end = await story.end(id);

    expect(end.stage).toBe('active');
  });

  it('an unknown word about the order is never guessed at', async () => {
    const { world } = story;
    world.carrier.onSubmit = (reference) => {
      world.carrier.move(reference, '已激活(首充)');
    };
    const { id } = await placed();

    const end = await story.end(id);

    expect(end).toEqual({ stage: 'failed', reasonCode: 'CARRIER_WORD_UNKNOWN' });
    expect(world.carrier.leftovers()).toEqual([]);
  });
});

describe('at the end of all these stories', () => {
  it('nothing is held, occupied or waited for that belongs to no living order', async () => {
    const { world } = story;
    const living = await world.pool.query(
      `select 1 from orders where stage in ('received', 'verifying', 'provisioning', 'shipping', 'activating')`,
    );
    const waits = await world.pool.query(`select 1 from waits where closed_at is null and subject_kind = 'order'`);

    expect(living.rowCount).toBe(0);
    expect(waits.rowCount).toBe(0);
    expect((await stockOf(world.pool)).held).toBe(0);
    expect(world.carrier.leftovers()).toEqual([]);
  });

  it('every history is replayed by the code as it is', async () => {
    expect(await story.replay()).toEqual([]);
  });
});
