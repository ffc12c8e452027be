import type { Msisdn, OrderId } from '../../domain/brand';
import { DAY_MS } from '../../domain/time';
import { afterRefusal } from '../../domain/use-cases/after-refusal';
import { confirmAtCarrier } from '../../domain/use-cases/confirm-at-carrier';
import { giveUp } from '../../domain/use-cases/give-up';
import { openAtCarrier } from '../../domain/use-cases/open-at-carrier';
import { type Opening, type ProvisioningStep, provisioningStep } from '../../domain/use-cases/provisioning-step';
import { PATIENT_UNDOS, undoOpening } from '../../domain/use-cases/undo-opening';
import { stockNumber } from '../support/world/catalogue';
import { command, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
const START_MS = storyClock().nowMs();
const AT_ONCE = { pausesMs: [], sleep: () => Promise.resolve() };

// A carrier never forgets a number, so every story has a carrier of its own.
beforeEach(async () => {
  world = await openWorld(storyClock(), { numbers: 12 });
});
afterEach(() => world.close());

/** A verified order that is about to be opened. */
async function verified(numbers?: readonly Msisdn[]): Promise<OrderId> {
  const answer = await world.accept(command(somebody(), numbers ? { numbers } : {}));
  if (answer.kind !== 'accepted' || !answer.orders[0]) throw new Error('the order was not accepted');
  const { id } = answer.orders[0];
  await world.pool.query(`update orders set stage = 'provisioning', status = 'opening' where public_id = $1`, [id]);
  return id;
}

const step = (orderId: OrderId) => provisioningStep(world)({ orderId, woke: null });
const open = (opening: Opening) => openAtCarrier(world)(opening, AT_ONCE);

function openingOf(said: ProvisioningStep): Opening {
  if (said.kind !== 'open' && said.kind !== 'refused') throw new Error(`not an opening: ${said.kind}`);
  return said.opening;
}

/** Accepted by the carrier, which then says a word that nobody knows. */
async function parked(id: OrderId): Promise<Opening> {
  const opening = openingOf(await step(id));
  await open(opening);
  world.carrier.move(opening.submitReference, '人工处理');
  await confirmAtCarrier(world)({ orderId: id });
  expect((await world.order(id)).state.status).toBe('parked');
  return opening;
}

describe('a reservation that lapsed at the carrier', () => {
  it('is made again for the same number, with new references', async () => {
    const id = await verified();
    const { number } = (await world.order(id)).state;
    const first = openingOf(await step(id));
    world.carrier.refuse('submit', '号码已预占超时,请重新选择');
    const said = await open(first);
    if (said.kind !== 'refused') throw new Error(`not refused: ${said.kind}`);
    await undoOpening(world)(first);

    const again = await afterRefusal(world)({ orderId: id, code: said.code, submitReference: first.submitReference });

    expect(openingOf(again).submitReference).not.toBe(first.submitReference);
    expect((await open(openingOf(again))).kind).toBe('wait');
    expect((await world.order(id)).state).toMatchObject({ status: 'awaiting-carrier', number });
  });
});

describe('a parked order', () => {
  it.each(['已开户', '已激活'])('is shipped after all when the carrier says %s', async (word) => {
    const id = await verified();
    const { submitReference } = await parked(id);
    world.carrier.move(submitReference, word);

    const said = await confirmAtCarrier(world)({ orderId: id });

    expect(said).toMatchObject({ kind: 'opened', shipping: { kind: 'dispatch' } });
    expect((await world.order(id)).state).toMatchObject({ stage: 'shipping', status: 'dispatching', reasonCode: null });
    expect(await world.openWaits(id)).toEqual([]);
  });

  it('goes on to its refusal when the carrier refuses after all', async () => {
    const id = await verified();
    const opening = await parked(id);
    world.carrier.move(opening.submitReference, '已拒绝', '客户未满16周岁');
    const said = await confirmAtCarrier(world)({ orderId: id });
    if (said.kind !== 'refused') throw new Error(`not refused: ${said.kind}`);
    await undoOpening(world)(opening);

    const end = await afterRefusal(world)({ orderId: id, code: said.code, submitReference: opening.submitReference });

    expect(end).toMatchObject({ kind: 'ended', end: { stage: 'rejected', reasonCode: 'CR_AGE' } });
  });

  it('is not ended over a card that went active meanwhile', async () => {
    const id = await verified();
    const opening = await parked(id);
    world.carrier.move(opening.submitReference, '已激活');
    world.clock.set(START_MS + 3 * DAY_MS);

    expect(await undoOpening(world)(opening)).toEqual({ undone: false });
    const said = await giveUp(world)({ orderId: id });

    expect(said).toMatchObject({ kind: 'wait', ask: true });
    expect(await confirmAtCarrier(world)({ orderId: id })).toMatchObject({ kind: 'opened' });
    expect((await world.order(id)).state.stage).toBe('shipping');
  });

  it('that nobody took up ends with everything given back', async () => {
    const id = await verified();
    const opening = await parked(id);
    await undoOpening(world)(opening);

    expect(await giveUp(world)({ orderId: id })).toMatchObject({ kind: 'ended', end: { stage: 'failed' } });
    expect(world.carrier.leftovers().filter((what) => what.includes(opening.submitReference))).toEqual([]);
  });
});

describe('an undo that the carrier does not answer', () => {
  it('is seen as a wait for the carrier, moved on with each try, and over once it worked', async () => {
    const id = await verified();
    const opening = openingOf(await step(id));
    world.carrier.refuse('submit', '一证五户');
    const said = await open(opening);
    if (said.kind !== 'refused') throw new Error(`not refused: ${said.kind}`);
    world.carrier.silent = true;

    await expect(undoOpening(world)(opening)).rejects.toMatchObject({ code: 'PartnerDown' });
    await expect(undoOpening(world)(opening)).rejects.toMatchObject({ code: 'PartnerDown' });

    expect(await world.openWaits(id)).toEqual(['carrier-back']);
    expect((await world.events(id)).filter((event) => event === 'carrierDown')).toHaveLength(1);
    world.carrier.silent = false;
    await undoOpening(world)(opening);
    await afterRefusal(world)({ orderId: id, code: said.code, submitReference: opening.submitReference });
    expect((await world.order(id)).state).toMatchObject({ stage: 'rejected', reasonCode: 'CR_ONE_ID_FIVE' });
    expect(await world.openWaits(id)).toEqual([]);
  });
});

describe('an undo that the carrier keeps refusing', () => {
  it('is a failed compensation with one alarm, and gives the order back once it worked', async () => {
    const id = await verified();
    const opening = openingOf(await step(id));
    world.carrier.refuse('submit', '一证五户');
    const said = await open(opening);
    if (said.kind !== 'refused') throw new Error(`not refused: ${said.kind}`);
    world.carrier.silent = true;
    const alarms: string[] = [];
    const undo = undoOpening(world, ({ orderId }) => alarms.push(orderId));

    for (const tries of [1, PATIENT_UNDOS - 1]) await expect(undo(opening, tries)).rejects.toThrow('PartnerDown');
    const patient = [...alarms];
    for (const tries of [PATIENT_UNDOS, PATIENT_UNDOS + 1])
      await expect(undo(opening, tries)).rejects.toThrow('PartnerDown');

    expect([patient, alarms]).toEqual([[], [id]]);
    expect(await world.support(id)).toMatchObject({ owner: 'support', reason: 'COMPENSATION_FAILED' });
    expect(await world.openWaits(id)).toEqual(['parked']);
    world.clock.set(START_MS + 3 * DAY_MS);
    await expect(undo(opening, 99)).rejects.toThrow('PartnerDown');
    expect((await world.support(id))?.dueInMs).toBe(2 * DAY_MS);
    world.carrier.silent = false;
    await undo(opening, 100);
    expect(await world.openWaits(id)).toEqual([]);
    const end = await afterRefusal(world)({ orderId: id, code: said.code, submitReference: opening.submitReference });
    expect(end).toMatchObject({ kind: 'ended', end: { stage: 'rejected', reasonCode: 'CR_ONE_ID_FIVE' } });
  });
});

describe('an order whose references are used up', () => {
  it('is a matter for support, not an error', async () => {
    const id = await verified();
    await world.pool.query(
      `insert into partner_calls (partner, command, reference, order_id, attempt, number, intent, opened_at, state)
       select 'xinglian', 'submit', 'USED' || n, o.id, 1, n, '{}', $2, 'undone' from orders o, generate_series(1, 99) as n
       where o.public_id = $1`,
      [id, world.clock.now()],
    );

    expect(await step(id)).toMatchObject({ kind: 'wait' });
    expect(await world.support(id)).toMatchObject({ owner: 'support', reason: 'OPENINGS_USED_UP' });
  });
});

describe('a chosen number that somebody else got', () => {
  const templates = async () =>
    (await world.pool.query<{ template: string }>('select template from notifications order by id')).rows.map(
      ({ template }) => template,
    );

  it('is told to the customer once, and again when the order ends over it', async () => {
    const id = await verified([stockNumber(3) as Msisdn]);
    await world.pool.query(`update orders set msisdn = null`);
    await world.pool.query(`update numbers set state = 'withdrawn', order_id = null, held_until = null`);
    const asked = await step(id);
    await step(id);
    if (asked.kind !== 'wait') throw new Error(`not a wait: ${asked.kind}`);
    expect(await templates()).toEqual(['number-lost']);
    world.clock.set(START_MS + 4 * DAY_MS);

    const end = await provisioningStep(world)({ orderId: id, woke: asked.wait.waitId });

    expect(end).toMatchObject({ kind: 'ended', end: { stage: 'expired', reasonCode: 'NUMBER_NOT_CHOSEN' } });
    expect(await templates()).toEqual(['number-lost', 'number-expired']);
  });
});

describe('a refusal that speaks of the holder', () => {
  const kept = (id: OrderId) =>
    world.pool.query<{ text: string; code: string }>(
      `select c.outcome ->> 'text' as text, c.outcome ->> 'code' as code from partner_calls c
       join orders o on o.id = c.order_id where o.public_id = $1 and c.command = 'submit'`,
      [id],
    );

  it.each(['at once', 'by query'])('is kept without them, and is read before that: %s', async (when) => {
    const who = somebody();
    const text = `${who.name}满5户，手机${who.phone}，证件${who.idNumber}`;
    const answer = await world.accept(command(who));
    if (answer.kind !== 'accepted' || !answer.orders[0]) throw new Error('the order was not accepted');
    const { id } = answer.orders[0];
    await world.pool.query(`update orders set stage = 'provisioning', status = 'opening' where public_id = $1`, [id]);
    const opening = openingOf(await step(id));
    if (when === 'at once') world.carrier.refuse('submit', text);
    const opened = await open(opening);
    if (when === 'by query') world.carrier.move(opening.submitReference, '已拒绝', text);

    const verdict = when === 'at once' ? opened : await confirmAtCarrier(world)({ orderId: id });

    expect(verdict).toMatchObject({ kind: 'refused', code: 'CR_ONE_ID_FIVE' });
    expect((await kept(id)).rows).toEqual([{ text: '‹…›满5户，手机‹…›，证件‹…›', code: 'CR_ONE_ID_FIVE' }]);
    // Whose reply was lost reads the row, and the code with it.
    expect(await open(opening)).toMatchObject({ kind: 'refused', code: 'CR_ONE_ID_FIVE' });
  });
});
