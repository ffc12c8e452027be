import { postgresSelfService } from '../../adapters/postgres/self-service';
import type { OrderId, UserId } from '../../domain/brand';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import { closeCaseWithoutOrders } from '../../domain/use-cases/close-case';
import { judgeIdentity } from '../../domain/use-cases/judge-identity';
import { readIdentity } from '../../domain/use-cases/read-identity';
import { reissueLink } from '../../domain/use-cases/reissue-link';
import { verifyingStep } from '../../domain/use-cases/verify-identity';
import { somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
const START_MS = storyClock().nowMs();
const SUPPORT = 'usr_000000000001' as UserId;

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 20 });
});
beforeEach(async () => {
  world.clock.set(START_MS);
  await world.clear();
});
afterAll(() => world.close());

/** An order that waits for its customer, who was sent the first link. */
async function waiting() {
  const { purchaseId, ids } = await world.place(somebody(), null);
  const [id] = ids;
  if (!id) throw new Error('one order');
  await verifyingStep(world)({ orderId: id, woke: null });
  return { purchaseId, id };
}
const tokens = async (): Promise<readonly string[]> =>
  (await world.pool.query<{ id: string }>('select public_id as id from links order by links.id')).rows.map(({ id }) =>
    world.links.token(id as never),
  );
const reissue = (orderId: OrderId) => reissueLink(world).reissue({ orderId, by: SUPPORT });

describe('a link sent again', () => {
  it('works on another device; the old one and the device that spent it are out', async () => {
    const { purchaseId, id } = await waiting();
    const page = postgresSelfService(world);
    const { device } = await page.exchange((await tokens())[0] ?? '', undefined);

    await reissue(id);

    const [first, second] = await tokens();
    expect(await page.purchaseOf(device)).toBeNull();
    await expect(page.exchange(first ?? '', device)).rejects.toMatchObject({ code: 'LinkInvalid' });
    await expect(page.exchange(second ?? '', undefined)).resolves.toMatchObject({ purchaseId });
    const sent = await world.pool.query<{ template: string }>('select template from notifications order by id');
    expect(sent.rows.map(({ template }) => template)).toEqual(['documents-wanted', 'link-again']);
    const noted = await world.pool.query(`select actor_kind, actor_id from journal where event = 'linkReissued'`);
    expect(noted.rows).toEqual([{ actor_kind: 'staff', actor_id: SUPPORT }]);
  });

  it('is sent three times an hour at most, the first message counted', async () => {
    const { id } = await waiting();
    await reissue(id);
    world.clock.set(START_MS + MINUTE_MS);
    await reissue(id);
    world.clock.set(START_MS + 2 * MINUTE_MS);

    await expect(reissue(id)).rejects.toMatchObject({ code: 'TooManyRequests' });
    expect(await tokens()).toHaveLength(3);
    world.clock.set(START_MS + HOUR_MS + 1);
    await expect(reissue(id)).resolves.toBeDefined();
  });

  it('is one link within a minute, however often it is asked for', async () => {
    const { id } = await waiting();

    const said = await Promise.all([reissue(id), reissue(id)]);
    world.clock.set(START_MS + MINUTE_MS - 1);
    const late = await reissue(id);

    expect(new Set([...said, late].map(({ linkId }) => linkId)).size).toBe(1);
    expect(await tokens()).toHaveLength(2);
    const sent = await world.pool.query(`select 1 from notifications where template = 'link-again'`);
    expect(sent.rows).toHaveLength(1);
    const noted = await world.pool.query(`select 1 from journal where event = 'linkReissued'`);
    expect(noted.rows).toHaveLength(1);
  });

  it('is refused where nobody waits for the customer', async () => {
    const { ids } = await world.place(somebody(), picturesOf(somebody()));

    await expect(reissue(ids[0] ?? ('' as OrderId))).rejects.toMatchObject({ code: 'StepRefused' });
    await expect(reissue('ord_999999999999' as OrderId)).rejects.toMatchObject({ code: 'OrderNotFound' });
    expect(await tokens()).toEqual([]);
  });
});

describe('a review that no order waits for any more', () => {
  it('leaves the queue with the last order, not before', async () => {
    const person = somebody();
    const { purchaseId, ids } = await world.place(person, picturesOf(person, { selfie: { distance: 0.5 } }), {
      quantity: 2,
    });
    const [lead] = ids;
    if (!lead) throw new Error('an order');
    const step = await verifyingStep(world)({ orderId: lead, woke: null });
    if (step.kind !== 'check') throw new Error(step.kind);
    await readIdentity(world)({ caseId: step.caseId, round: step.round }, () => undefined);
    await judgeIdentity(world)({ orderId: lead, caseId: step.caseId, round: step.round }, 'last');
    const review = await world.openReview(purchaseId);
    if (!review) throw new Error('no review');
    const end = async (id: OrderId) => {
      await world.pool.query(`update orders set stage = 'failed', status = 'ended' where public_id = $1`, [id]);
      await world.work.inTransaction(async (tx) => {
        const kyc = await tx.cases.lockByPurchase(purchaseId);
        if (kyc) await closeCaseWithoutOrders(tx, kyc);
      });
    };

    await end(lead);
    expect(await world.openReview(purchaseId)).not.toBeNull();
    for (const id of ids.slice(1)) await end(id);

    expect(await world.openReview(purchaseId)).toBeNull();
    await expect(world.decide(review, 1, 'approve', 'SAME_PERSON')).rejects.toMatchObject({ code: 'ReviewClosed' });
    const told = await world.pool.query(`select 1 from outbox where topic = 'signal-review'`);
    expect(told.rowCount).toBe(1);
  });
});
