import type { ReviewId, UserId } from '../../domain/brand';
import { postgresReviewDesk } from '../../adapters/postgres/review-desk';
import {
  addPurchase,
  addReview,
  addStaff,
  type EdgeWorld,
  edgeWorld,
  HOLDER,
  picture,
  type TestPurchase,
} from './edge-world';

describe('the review desk', () => {
  let world: EdgeWorld;
  let first: UserId;
  let second: UserId;
  let bought: TestPurchase;
  let review: ReviewId;

  beforeAll(async () => {
    world = await edgeWorld();
    first = await addStaff(world, 'officer1', 'compliance_officer');
    second = await addStaff(world, 'officer2', 'compliance_officer');
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.pool.query(`update reviews set state = 'withdrawn'`);
    bought = await addPurchase(world);
    review = await addReview(world, bought);
  });

  const desk = () => postgresReviewDesk(world);
  const failure = (code: string) => expect.objectContaining({ code }) as unknown as Error;
  const looks = async (): Promise<string[]> =>
    (
      await world.pool.query<{ action: string }>('select action from access_log where subject_id = $1 order by id', [
        review,
      ])
    ).rows.map(({ action }) => action);

  it('gives a case to one of two officers who reach for it at once', async () => {
    const answers = await Promise.allSettled([desk().claim(review, first), desk().claim(review, second)]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'LeaseLost' } });
  });

  it('hands out the most urgent case first and each case once', async () => {
    const later = await addReview(world, await addPurchase(world), 9);
    const urgent = await addReview(world, await addPurchase(world), 1);

    const [a, b] = await Promise.all([desk().claimNext(first), desk().claimNext(second)]);
    const c = await desk().claimNext(first);
    const d = await desk().claimNext(first);

    expect([a, b].sort()).toEqual([urgent, review].sort());
    expect([c, d]).toEqual([later, null]);
  });

  it('lends for ten real minutes, whatever business time does', async () => {
    await desk().claim(review, first);
    world.clock.at.business += 30 * 24 * 3_600_000;
    await expect(desk().claim(review, second)).rejects.toEqual(failure('LeaseLost'));
    await desk().renew(review, first);

    world.clock.at.real += 10 * 60_000 + 1;
    const { until } = await desk().claim(review, second);

    expect(Date.parse(until)).toBe(world.clock.at.real + 10 * 60_000);
    await expect(desk().renew(review, first)).rejects.toEqual(failure('LeaseLost'));
  });

  it('asks for a second person: who decided cannot claim again', async () => {
    await world.pool.query(
      `insert into review_decisions (review_id, user_id, decision, reason_code, evidence_hash, at)
       select r.id, u.id, 'approve', 'SAME_PERSON', r.evidence_hash, $3 from reviews r, users u where r.public_id = $1 and u.public_id = $2`,
      [review, first, world.clock.now()],
    );

    await expect(desk().claim(review, first)).rejects.toEqual(failure('SameReviewerTwice'));
    expect(await desk().claimNext(first)).toBeNull();
    expect((await desk().queue(first, { limit: 50 })).rows[0]).toMatchObject({ approvals: 1, decidedByMe: true });
    expect(await desk().claimNext(second)).toBe(review);
  });

  it('shows the case in clear to the holder of the lease, logged, and masked to all others', async () => {
    await desk().claim(review, first);

    const mine = await desk().case(review, first);
    const theirs = await desk().case(review, second);

    expect(mine.clear).toBe(true);
    expect(mine.fields.find(({ field }) => field === 'name')).toEqual({
      field: 'name',
      read: '欧阳建固',
      confidence: 0.98,
      doubtful: true,
      declared: HOLDER.name,
      typed: null,
      source: 'match',
      differs: true,
    });
    expect(mine.age).toBe(76);
    expect(mine.face).toEqual({
      distance: 0.475,
      declined: false,
      acceptTo: 0.45,
      reviewTo: 0.6,
      portraitFound: true,
      selfieFaces: 1,
    });
    expect(mine.review.reasons).toEqual([
      { code: 'RN_FACE_REVIEW', part: 'selfie', weight: 4, class: 'O', detail: null },
    ]);
    expect(theirs.clear).toBe(false);
    const shown = JSON.stringify(theirs);
    for (const secret of [HOLDER.name, '欧阳建固', HOLDER.idNumber, '东大桥路', '1949-12-31'])
      expect(shown).not.toContain(secret);
    expect(theirs.fields.find(({ field }) => field === 'name')?.differs).toBe(true);
    expect(await looks()).toEqual(['claim', 'view']);
  });

  it('opens pictures for the holder of the lease only, and logs each', async () => {
    const stored = await world.blobs.put({
      owner: bought.party,
      klass: 'images',
      bytes: await picture(),
      contentType: 'image/jpeg',
    });
    await world.pool.query(
      `insert into blobs (public_id, purchase_id, kind, owner, blob_key, size, width, height, uploaded_at)
       values ('blb_00000000000f', $1, 'front', $2, $3, 1, 1, 1, $4)`,
      [bought.row, bought.party, stored.blobKey, world.clock.now()],
    );
    await world.pool.query(`update kyc_cases set documents = '{"front":"blb_00000000000f"}' where id = $1`, [
      bought.caseRow,
    ]);

    await expect(desk().image(review, first, 'front')).rejects.toEqual(failure('LeaseLost'));
    await desk().claim(review, first);
    const shown = await desk().image(review, first, 'front');
    await expect(desk().image(review, first, 'selfie')).rejects.toEqual(failure('BlobNotFound'));
    await world.keys.destroy(bought.party, ['images']);
    await expect(desk().image(review, first, 'front')).rejects.toEqual(failure('BlobNotFound'));

    expect(Buffer.from(shown.bytes).subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(await looks()).toEqual(['claim', 'image:front', 'image:front']);
  });

  it('pages through the queue in its order, and counts all of it on each page', async () => {
    const later = await addReview(world, await addPurchase(world), 9);
    const alike = await addReview(world, await addPurchase(world), 9);

    const one = await desk().queue(first, { limit: 2 });
    const two = await desk().queue(first, { limit: 2, after: later });

    expect(one.rows.map(({ id }) => id)).toEqual([review, later]);
    expect([one.next, one.counts.open]).toEqual([later, 3]);
    expect(two.rows.map(({ id }) => id)).toEqual([alike]);
    expect([two.next, two.counts.open]).toEqual([null, 3]);
  });

  it('gives a case back, and only one’s own', async () => {
    await desk().claim(review, first);

    await desk().giveBack(review, second);
    expect((await desk().queue(first, { limit: 50 })).rows[0]?.lease).toMatchObject({ mine: true });
    await desk().giveBack(review, first);

    expect((await desk().queue(first, { limit: 50 })).rows[0]).toMatchObject({
      state: 'queued',
      lease: null,
      holder: '欧**国',
    });
    expect((await desk().queue(first, { limit: 50 })).counts).toEqual({ open: 1, overdue: 0, mine: 0 });
  });

  it('says what is over and what was never there', async () => {
    await world.pool.query(`update reviews set state = 'decided' where public_id = $1`, [review]);

    await expect(desk().claim(review, first)).rejects.toEqual(failure('ReviewClosed'));
    await expect(desk().claim('rev_000000000000' as ReviewId, first)).rejects.toEqual(failure('ReviewNotFound'));
  });

  it('shows an erased person as erased', async () => {
    await world.keys.destroy(bought.party, ['identity']);

    const erased = await desk().case(review, first);

    expect(erased.fields).toEqual([]);
    expect(erased.review.holder).toBe('—');
  });
});
