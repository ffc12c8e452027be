import { postgresAuditDesk } from '../../adapters/postgres/audit-desk';
import type { OrderId, UserId } from '../../domain/brand';
import { fromMs, HOUR_MS } from '../../domain/time';
import { activationStep, confirmActivation } from '../../domain/use-cases/activate-order';
import { confirmAtCarrier } from '../../domain/use-cases/confirm-at-carrier';
import { endJourney } from '../../domain/use-cases/end-journey';
import { openAtCarrier } from '../../domain/use-cases/open-at-carrier';
import { provisioningStep } from '../../domain/use-cases/provisioning-step';
import { receiveParcelNews } from '../../domain/use-cases/receive-parcel-news';
import { dispatchParcel, shippingStep } from '../../domain/use-cases/ship-order';
import { undoOpening } from '../../domain/use-cases/undo-opening';
import { command, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
const START_MS = storyClock().nowMs();
const AT_ONCE = { pausesMs: [], sleep: () => Promise.resolve() };
const AUDITOR = 'usr_000000000003' as UserId;

beforeEach(async () => {
  world = await openWorld(storyClock(), { numbers: 12 });
});
afterEach(() => world.close());

const hours = (count: number): number => START_MS + count * HOUR_MS;
const desk = () => postgresAuditDesk(world);
const looks = async (): Promise<readonly unknown[]> =>
  (
    await world.pool.query<Record<string, unknown>>(
      `select u.public_id as "user", a.subject_kind, a.subject_id, a.action, a.reason from access_log a join users u on u.id = a.user_id order by a.id`,
    )
  ).rows;

/** A card on its way to its holder, sold by the second agent. */
async function sent() {
  const wish = command(somebody(), { agentCode: 'AG01' });
  const answer = await world.accept(wish);
  if (answer.kind !== 'accepted' || !answer.orders[0]) throw new Error('the order was not accepted');
  const { id } = answer.orders[0];
  await world.pool.query(`update orders set stage = 'provisioning', status = 'opening' where public_id = $1`, [id]);
  const step = await provisioningStep(world)({ orderId: id, woke: null });
  if (step.kind !== 'open') throw new Error(step.kind);
  await openAtCarrier(world)(step.opening, AT_ONCE);
  world.carrier.move(step.opening.submitReference, '已开户');
  const said = await confirmAtCarrier(world)({ orderId: id });
  if (said.kind !== 'opened' || said.shipping.kind !== 'dispatch') throw new Error(said.kind);
  await dispatchParcel(world)(said.shipping.dispatch, AT_ONCE);
  const { number, iccid } = (await world.order(id)).state;
  if (number === null || iccid === null) throw new Error('nothing was opened');
  return { id, wish, number, iccid, opening: step.opening, reference: said.shipping.dispatch.reference };
}

async function push(reference: string, code: string, hour: number): Promise<void> {
  await receiveParcelNews(world).receive({
    provider: 'kuaidi100',
    reference,
    parcel: { waybill: `SF${reference}`, company: 'shunfeng' },
    events: [{ code, at: fromMs(hours(hour)), area: '深圳市' }],
  });
}

/** The same card, signed for and used. */
async function active() {
  const one = await sent();
  world.clock.set(hours(31));
  await push(one.reference, '301', 30);
  await shippingStep(world)({ orderId: one.id, woke: null });
  await activationStep(world)({ orderId: one.id, woke: null });
  world.clock.set(hours(41));
  world.carrier.activate(one.opening.submitReference, fromMs(hours(40)));
  expect(await confirmActivation(world)({ orderId: one.id })).toMatchObject({ end: { stage: 'active' } });
  return one;
}

describe('the trace of a card', () => {
  it('finds it by each of its names and tells its whole life, masked', async () => {
    const { id, wish, number, iccid, reference } = await active();
    const [first] = (await world.pool.query<{ waybill: string }>('select waybill from shipments')).rows;

    const names = [id, number, iccid, wish.externalRef, first?.waybill ?? ''];
    const found = await Promise.all(names.map((name) => desk().find(name, AUDITOR)));

    expect(found.map((each) => each?.matches.map(({ orderId, by }) => [orderId, by]))).toEqual([
      [[id, 'order']],
      [[id, 'number']],
      [[id, 'iccid']],
      [[id, 'reference']],
      [[id, 'waybill']],
    ]);
    const card = found[0]?.card;
    expect(card).toMatchObject({
      number,
      iccid,
      channelName: expect.any(String) as string,
      agents: [{ code: 'AG00' }, { code: 'AG01' }],
      activatedAt: fromMs(hours(40)),
      parcel: { signedBy: 'self', company: 'shunfeng' },
      parcelEvents: [{ code: '301', area: '深圳市' }],
    });
    expect(card?.openedAt).toBe(fromMs(START_MS));
    expect(card?.journal.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['received', 'opened', 'dispatched', 'signed', 'activated']),
    );
    expect(card?.calls.map(({ command: what }) => what)).toEqual(expect.arrayContaining(['submit', 'dispatch']));
    expect(card?.calls.find(({ command: what }) => what === 'dispatch')?.reference).toBe(reference);
    expect(card?.shares.map(({ agent, state }) => [agent.code, state]).toSorted()).toEqual([
      ['AG00', 'accrued'],
      ['AG01', 'accrued'],
    ]);
    const told = JSON.stringify(found);
    for (const secret of [wish.holder.name, wish.holder.idNumber, wish.holder.phone, wish.delivery.address])
      expect(told).not.toContain(secret);
  });

  it('is on record before it is shown, and shown among the looks', async () => {
    const { id, number } = await sent();

    const found = await desk().find(number, AUDITOR);

    expect(await looks()).toEqual([
      { user: AUDITOR, subject_kind: 'order', subject_id: id, action: 'trace', reason: 'number' },
    ]);
    expect(found?.card.looks).toMatchObject([{ subject: 'order', action: 'trace', reason: 'number' }]);
  });

  it('is on record too where it found nothing, and without the number that was asked for', async () => {
    expect(await desk().find('19999999999', AUDITOR)).toBeNull();
    expect(await desk().find('ord_zzzzzzzzzzzz', AUDITOR)).toBeNull();

    const nothing = { user: AUDITOR, subject_kind: 'search', action: 'trace', reason: 'nothing-found' };
    expect(await looks()).toEqual([
      { ...nothing, subject_id: '199****9999' },
      { ...nothing, subject_id: 'ord_zzzzzzzzzzzz' },
    ]);
  });

  it('is on record for every order that it named', async () => {
    const answer = await world.accept(command(somebody(), { quantity: 2 }));
    if (answer.kind !== 'accepted') throw new Error('the order was not accepted');

    await desk().find(answer.purchaseId, AUDITOR);

    const trace = { user: AUDITOR, subject_kind: 'order', action: 'trace', reason: 'purchase' };
    const expected = answer.orders.map(({ id }) => ({ ...trace, subject_id: id }));
    expect(await looks()).toHaveLength(2);
    expect(await looks()).toEqual(expect.arrayContaining(expected));
  });

  it('still finds an ended order by the number it gave back', async () => {
    const { id, number, opening, reference } = await sent();
    world.clock.set(hours(60));
    await push(reference, '14', 40);
    await push(reference, '4', 59);
    await shippingStep(world)({ orderId: id, woke: null });
    await undoOpening(world)(opening);
    await endJourney(world)({ orderId: id, ending: 'returned' });
    expect((await world.order(id)).state.number).toBeNull();

    const found = await desk().find(number, AUDITOR);

    expect(found?.matches.map(({ orderId, by }) => [orderId, by])).toEqual([[id, 'number']]);
    expect(found?.card).toMatchObject({ number, order: { stage: 'returned' }, activatedAt: null, shares: [] });
  });

  it('shows the holder in clear once the reason is kept, and never after an erasure', async () => {
    const { id, wish } = await sent();

    const shown = await desk().reveal(id, AUDITOR, '省局抽查 26-118');

    expect(shown).toEqual({
      name: wish.holder.name,
      idNumber: wish.holder.idNumber,
      phone: wish.holder.phone,
      address: '广东省深圳市南山区科技园 1 号',
    });
    expect(await looks()).toMatchObject([{ subject_id: id, action: 'reveal', reason: '省局抽查 26-118' }]);

    await world.pool.query('update parties set sealed_identity = null, sealed_contact = null');
    expect(await desk().reveal(id, AUDITOR, '省局抽查 26-118')).toBeNull();
    await expect(desk().reveal('ord_999999999999' as OrderId, AUDITOR, '省局抽查')).rejects.toMatchObject({
      code: 'OrderNotFound',
    });
    expect(await looks()).toHaveLength(2);
  });
});
