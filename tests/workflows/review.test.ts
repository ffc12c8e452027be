import type { CaseId, PurchaseId } from '../../domain/brand';
import { HOUR_MS } from '../../domain/time';
import { until } from '../support/until';
import { somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openStory, type Story } from '../support/world/story';

let story: Story;
beforeAll(async () => {
  story = await openStory({ numbers: 40 });
}, 60_000);
afterAll(() => story.close());

/** A purchase in review: in the band (one officer), or beyond it after the day's retries (two). */
async function inReview(distances: readonly number[] = [0.5]) {
  const person = somebody();
  const [first, ...more] = distances.map((distance) => picturesOf(person, { selfie: { distance } }));
  if (!first) throw new Error('at least one round');
  const { purchaseId, ids } = await story.world.place(person, first);
  const [id] = ids;
  if (!id) throw new Error('one order');
  for (const { selfie } of more) {
    await until('the question', async () => (await caseOf(purchaseId)).state === 'awaiting-documents');
    await story.world.handIn(purchaseId, { selfie });
  }
  await story.reached(id, 'in-review');
  const review = await story.world.openReview(purchaseId);
  if (!review) throw new Error('a review is open');
  const kyc = await caseOf(purchaseId);
  await until('its wait', async () => (await rowOf(review.id)).waits === 1);
  return { person, id, review, caseId: kyc.id };
}

async function caseOf(purchase: PurchaseId): Promise<{ id: CaseId; state: string }> {
  const found = await story.world.pool.query<{ id: CaseId; state: string }>(
    'select k.public_id as id, k.state from kyc_cases k join purchases p on p.id = k.purchase_id where p.public_id = $1',
    [purchase],
  );
  const row = found.rows[0];
  if (!row) throw new Error('no case');
  return row;
}

async function rowOf(review: string) {
  const found = await story.world.pool.query<{
    state: string;
    escalated: boolean;
    owner: string | null;
    waits: number;
  }>(
    `select r.state, r.escalated_at is not null as escalated, max(w.owner_id) as owner, count(w.id) as waits
     from reviews r left join waits w on w.subject_kind = 'review' and w.subject_id = r.id and w.closed_at is null
     where r.public_id = $1 group by r.id`,
    [review],
  );
  const row = found.rows[0];
  if (!row) throw new Error('no review');
  return row;
}

const tell = (caseId: CaseId, reviewId: string) =>
  story.world.work.inTransaction((tx) =>
    tx.outbox.put('signal-review', `${reviewId}/${String(Math.random())}`, { reviewId, caseId, number: 1 }),
  );

describe('a review', () => {
  it('ends with the decision, its waits closed', async () => {
    const { id, review, caseId } = await inReview();
    await story.world.decide(review, 1, 'approve', 'SAME_PERSON');

    const end = await story.reviewEnd(caseId);

    expect(end).toEqual({ outcome: 'approve' });
    expect(await rowOf(review.id)).toMatchObject({ state: 'decided', waits: 0 });
    await story.reached(id, 'awaiting-carrier');
  });

  it('takes the case from an officer whose lease ran out', async () => {
    const { review, caseId } = await inReview();
    await story.world.claim(review.id, 1, 400);
    await tell(caseId, review.id);

    await until('the lease to be taken', async () => (await rowOf(review.id)).state === 'queued');
    await expect(story.world.decideWithoutClaim(review, 1, 'approve', 'SAME_PERSON')).rejects.toMatchObject({
      code: 'LeaseLost',
    });

    await story.world.decide(review, 2, 'approve', 'SAME_PERSON');
    expect(await story.reviewEnd(caseId)).toEqual({ outcome: 'approve' });
  });

  it('is escalated to the lead at its deadline, and again for as long as nobody decides', async () => {
    const { id, review, caseId } = await inReview();

    await story.advance(4 * HOUR_MS + 1_000);
    await until('the escalation', async () => (await rowOf(review.id)).owner === 'compliance_lead');
    await story.advance(4 * HOUR_MS + 1_000);
    const order = await story.world.order(id);
    await story.world.decide(review, 3, 'reject', 'RN_FACE_REFUSED');

    expect(order.state.status).toBe('in-review');
    expect(await rowOf(review.id)).toMatchObject({ escalated: true });
    expect(await story.reviewEnd(caseId)).toEqual({ outcome: 'reject' });
    expect(await story.end(id)).toEqual({ stage: 'rejected', reasonCode: 'RN_FACE_REFUSED' });
  });

  it('of a face that never matched needs two people; the second may refuse', async () => {
    const { id, review, caseId } = await inReview([0.8, 0.8, 0.8, 0.8]);

    const first = await story.world.decide(review, 1, 'approve', 'SAME_PERSON');
    const sameAgain = story.world.decide(review, 1, 'approve', 'SAME_PERSON');
    await expect(sameAgain).rejects.toMatchObject({ code: 'SameReviewerTwice' });
    const second = await story.world.decide(review, 2, 'reject', 'RN_FACE_REFUSED');

    expect(first).toMatchObject({ state: 'queued', outcome: null, approvals: 1, approvalsNeeded: 2 });
    expect(second).toMatchObject({ state: 'decided', outcome: 'reject' });
    expect(await story.reviewEnd(caseId)).toEqual({ outcome: 'reject' });
    expect(await story.end(id)).toEqual({ stage: 'rejected', reasonCode: 'RN_FACE_REFUSED' });
  });

  it('is closed to everybody once it is decided, and to those who saw other evidence', async () => {
    const { review } = await inReview();

    const other = story.world.decide({ ...review, evidenceHash: 'x'.repeat(64) }, 1, 'approve', 'SAME_PERSON');
    await expect(other).rejects.toMatchObject({ code: 'EvidenceChanged' });
    await story.world.decide(review, 1, 'reject', 'RN_OCR_PS');

    await expect(story.world.decideWithoutClaim(review, 2, 'approve', 'SAME_PERSON')).rejects.toMatchObject({
      code: 'ReviewClosed',
    });
  });
});

it('every history of these is replayed by the code as it is', async () => {
  expect(await story.replay()).toEqual([]);
});
