import type { OrderId, PurchaseId } from '../../domain/brand';
import { CONSENTS } from '../../domain/consents';
import { partnerReference } from '../../domain/references';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time';
import { judgeIdentity } from '../../domain/use-cases/judge-identity';
import { parkOrder } from '../../domain/use-cases/park-order';
import { openIdentity } from '../../domain/use-cases/party';
import { readIdentity } from '../../domain/use-cases/read-identity';
import { releaseLapsedHolds } from '../../domain/use-cases/release-lapsed-holds';
import { typedContext } from '../../domain/use-cases/submit-documents';
import { verifyingStep } from '../../domain/use-cases/verify-identity';
import { somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;
/** 09:00 in Shanghai. */
const START_MS = storyClock().nowMs();

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 40 });
});
beforeEach(async () => {
  world.clock.set(START_MS);
  await world.clear();
});
afterAll(() => world.close());

/** One round as the workflow runs it, from the step that asks for it. */
async function round(orderId: OrderId) {
  const step = await verifyingStep(world)({ orderId, woke: null });
  if (step.kind !== 'check') throw new Error(`nothing to check: ${step.kind}`);
  await readIdentity(world)({ caseId: step.caseId, round: step.round }, () => undefined);
  return judgeIdentity(world)({ orderId, caseId: step.caseId, round: step.round }, 'last');
}

async function placed(worse: Parameters<typeof picturesOf>[1] = {}, person = somebody()) {
  const { purchaseId, ids } = await world.place(person, picturesOf(person, worse));
  const [id] = ids;
  if (!id) throw new Error('one order');
  return { person, purchaseId, id };
}

const kycOf = async (purchaseId: PurchaseId) => {
  const found = await world.work.inTransaction((tx) => tx.cases.lockByPurchase(purchaseId));
  if (!found) throw new Error('no case');
  return found;
};

describe('a source that has had enough for today', () => {
  it('is asked again when the next day begins in Shanghai', async () => {
    const { id } = await placed();
    world.authority.next('418');

    const step = await round(id);

    expect(step).toMatchObject({ kind: 'wait', wait: { dueInMs: 15 * HOUR_MS } });
  });

  it('is asked again soon where it was only away', async () => {
    const { id } = await placed();
    world.authority.next('417');

    expect(await round(id)).toMatchObject({ kind: 'wait', wait: { dueInMs: 10 * MINUTE_MS } });
  });

  it('is a matter for support once no request is left, and none is repeated', async () => {
    const { id, purchaseId } = await placed();
    const kyc = await kycOf(purchaseId);
    const used = Array.from({ length: 99 }, (_, n) => partnerReference(kyc.id, 1, 'verify', n + 1));
    await world.pool.query(
      `insert into partner_calls (partner, command, reference, purchase_id, attempt, number, intent, opened_at, state, outcome)
       select 'authority', 'verify', reference, $2, 1, 1, '{}', $3, 'refused', '{"code":"417"}' from unnest($1::text[]) as reference`,
      [used, kyc.purchaseRow, world.clock.now()],
    );

    await expect(round(id)).rejects.toMatchObject({ code: 'ReferencesUsedUp' });
    const step = await parkOrder(world)({ orderId: id, failure: 'ReferencesUsedUp' });

    expect(step.kind).toBe('wait');
    expect(await world.support(id)).toMatchObject({ owner: 'support', reason: 'SOURCE_REQUESTS_USED_UP' });
    const calls = await world.pool.query(`select 1 from partner_calls where partner = 'authority' and tries > 0`);
    expect(calls.rowCount).toBe(0);
  });

  it('costs nobody the number', async () => {
    const { id } = await placed();
    world.authority.next('418');
    await round(id);
    world.clock.set(START_MS + DAY_MS);

    await releaseLapsedHolds(world)();

    expect((await world.order(id)).state.number).not.toBeNull();
  });
});

describe('a policy published while a case is open', () => {
  it('does not change by what the case is judged', async () => {
    const publish = (version: number, body: object) =>
      world.pool.query(
        `insert into policies (kind, version, schema_version, body, published_at) values ('kyc', $1, 1, $2, $3)`,
        [version, JSON.stringify(body), '2026-01-01T00:00:00.000Z'],
      );
    await publish(1, { acceptDistance: 0.45 });
    const { id } = await placed({ selfie: { distance: 0.4 } });
    await publish(2, { acceptDistance: 0.1, reviewDistance: 0.2 });

    expect(await round(id)).toMatchObject({ kind: 'passed' });
  });
});

describe('what a customer may try', () => {
  it('counts a spelling to be confirmed like a picture to be taken again', async () => {
    const person = somebody();
    const { purchaseId, id } = await placed({ front: { person: { ...person, name: '欧阳夏' } } }, person);
    await round(id);

    const { confirm, needed, documentRetries } = await kycOf(purchaseId);

    expect({ confirm, needed, documentRetries }).toEqual({ confirm: ['name'], needed: [], documentRetries: 1 });
  });
});

describe('a customer who does not consent to face recognition', () => {
  const withoutFace = CONSENTS.filter(({ kind }) => kind !== 'face').map(({ kind, textHash }) => ({ kind, textHash }));

  it('has no face looked at by a machine, and is compared and passed by one officer', async () => {
    const person = somebody();
    const { purchaseId, ids } = await world.place(person, picturesOf(person), { consents: withoutFace });
    const [id] = ids;
    if (!id) throw new Error('one order');

    await round(id);

    const { row: caseRow, round: at, state, reasons } = await kycOf(purchaseId);
    expect({ state, reasons }).toEqual({ state: 'in-review', reasons: [{ code: 'RN_FACE_DECLINED' }] });
    const seen = await world.pool.query<{ scores: unknown }>(
      'select scores from kyc_checks where case_id = $1 and round = $2',
      [caseRow, at],
    );
    expect(seen.rows[0]?.scores).toMatchObject({
      faceDistance: null,
      faceDeclined: true,
      faces: { portrait: 0, selfie: 0 },
    });

    const review = await world.openReview(purchaseId);
    if (!review) throw new Error('no review');
    const decided = await world.decide(review, 1, 'approve', 'SAME_PERSON');

    expect(decided).toMatchObject({ outcome: 'approve', approvalsNeeded: 1 });
    expect(await verifyingStep(world)({ orderId: id, woke: null })).toMatchObject({ kind: 'passed' });
  });
});

describe('an approval', () => {
  it('opens the card in the spelling that the officer approved', async () => {
    const { purchaseId, id, person } = await placed({ selfie: { distance: 0.5 } });
    await world.work.inTransaction(async (tx) => {
      const kyc = await tx.cases.lockByPurchase(purchaseId);
      if (!kyc) throw new Error('no case');
      const typed = JSON.stringify({ name: '欧阳春曉' });
      await tx.cases.save(kyc, {
        sealedTyped: await world.sealing.seal(kyc.partyId, 'identity', typed, typedContext(kyc.id)),
      });
    });
    await round(id);
    const review = await world.openReview(purchaseId);
    if (!review) throw new Error('no review');

    await world.decide(review, 1, 'approve', 'FIELDS_CONFIRMED');

    const { partyId } = await kycOf(purchaseId);
    const identity = await world.work.inTransaction((tx) => openIdentity(tx, world.sealing, partyId));
    expect(identity).toEqual({ name: '欧阳春曉', idNumber: person.idNumber });
  });
});
