import type { Pool, PoolClient } from 'pg';
import { type ReviewId, reviewId, type UserId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import { BlobUnreadable, type BlobPort } from '../../domain/ports/blobs';
import type { ClockPort } from '../../domain/ports/clock';
import type { ReviewDeskPort, ReviewImage } from '../../domain/ports/review-desk';
import { KeyDestroyed, type SealingPort } from '../../domain/ports/sealing';
import { logLook } from './access-log';
import { announce, inTransaction, row, rows } from './read/query';
import { reviewCaseOf } from './read/review-case';
import { holdsLease, type ReviewRow, reviewRowOf, selectReviews } from './read/review-rows';

/** Real time: a clock jump must not steal a case. */
const LEASE_MS = 10 * 60_000;
/** May be taken by `$2` at real time `$1`: open, not under somebody else's lease, not decided by the same person before. */
const CLAIMABLE = `r.state in ('queued', 'claimed')
  and (r.lease_user_id is null or r.lease_real_until <= $1 or r.lease_user_id = me.id)
  and not exists (select from review_decisions d where d.review_id = r.id and d.user_id = me.id)`;

/** Overdue and nearly due first; the row number breaks ties. */
const MOST_URGENT = 'order by r.due_at, r.id';

/** The review's workflow owns the end of the lease: it hears of each claim, through the outbox of the same transaction. */
async function tellWorkflow(
  client: PoolClient,
  claim: { readonly id: string; readonly case_id: string; readonly number: number; readonly lease: number },
  at: string,
): Promise<void> {
  await client.query(
    `with put as (
       insert into outbox (topic, dedupe_key, body, created_at)
       values ('signal-review', 'signal-review:' || $1 || '/lease/' || $2, $3, $4) on conflict (dedupe_key) do nothing returning 1
     ) select pg_notify('cardflow_outbox', 'signal-review') from put`,
    [
      claim.id,
      String(claim.lease),
      JSON.stringify({ reviewId: claim.id, caseId: claim.case_id, number: claim.number }),
      at,
    ],
  );
}

export function postgresReviewDesk(ports: {
  readonly pool: Pool;
  readonly sealing: SealingPort;
  readonly blobs: BlobPort;
  readonly clock: ClockPort;
}): ReviewDeskPort {
  const { pool, sealing, blobs, clock } = ports;
  const realNow = (): string => new Date(clock.realMs()).toISOString();
  const leaseEnd = (): string => new Date(clock.realMs() + LEASE_MS).toISOString();

  async function find(review: ReviewId, user: UserId): Promise<ReviewRow> {
    const [found] = await selectReviews(pool, user, 'where r.public_id = $2', [review]);
    if (!found) throw new DomainError('ReviewNotFound', `no review ${review}`);
    return found;
  }

  /** Why a claim changed nothing, in the words the officer gets. */
  async function refuseClaim(review: ReviewId, user: UserId): Promise<never> {
    const found = await find(review, user);
    if (found.state === 'decided' || found.state === 'withdrawn')
      throw new DomainError('ReviewClosed', 'it is decided');
    if (found.decided_by_me) throw new DomainError('SameReviewerTwice', 'you decided on it already');
    throw new DomainError('LeaseLost', 'someone else holds it');
  }

  /** Claims the chosen row by compare-and-set, logs the claim and tells the others, all or nothing. */
  const take = (
    user: UserId,
    chosen: string,
    values: readonly unknown[],
  ): Promise<{ id: string; until: string } | null> =>
    inTransaction(pool, async (client) => {
      const until = leaseEnd();
      const [taken] = await rows<{ id: string; purchase_id: string; case_id: string; number: number; lease: number }>(
        client,
        `update reviews t set state = 'claimed', lease_user_id = me.id, lease_real_until = $3, lease_number = t.lease_number + 1,
           version = t.version + 1
         from users me, kyc_cases k join purchases p on p.id = k.purchase_id
         where me.public_id = $2 and k.id = t.case_id and t.id = (
           select r.id from reviews r, users me where me.public_id = $2 and ${CLAIMABLE} and ${chosen}
         )
         returning t.public_id as id, p.public_id as purchase_id, k.public_id as case_id, t.number, t.lease_number as lease`,
        [realNow(), user, until, ...values],
      );
      if (!taken) return null;
      await tellWorkflow(client, taken, clock.now());
      await logLook(client, {
        user,
        subjectKind: 'review',
        subjectId: taken.id,
        action: 'claim',
        reason: 'review',
        at: clock.now(),
      });
      await announce(client, { kind: 'review', id: taken.id, purchaseId: taken.purchase_id });
      return { id: taken.id, until };
    });

  return {
    async queue(user, { after, limit }) {
      const following = `and ($2::text is null or (r.due_at, r.id) > (select due_at, id from reviews where public_id = $2))`;
      const [found, counts] = await Promise.all([
        selectReviews(pool, user, `where r.state in ('queued', 'claimed') ${following} ${MOST_URGENT} limit $3`, [
          after ?? null,
          limit + 1,
        ]),
        row<{ open: number; overdue: number; mine: number }>(
          pool,
          `select count(*) as open, count(*) filter (where r.due_at <= $2) as overdue,
             count(*) filter (where r.lease_user_id = me.id and r.lease_real_until > $3) as mine
           from reviews r, users me where me.public_id = $1 and r.state in ('queued', 'claimed')`,
          [user, clock.now(), realNow()],
        ),
      ]);
      const realMs = clock.realMs();
      const shown = found.slice(0, limit);
      return {
        rows: await Promise.all(shown.map((r) => reviewRowOf(r, user, realMs, sealing))),
        next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
        counts: counts ?? { open: 0, overdue: 0, mine: 0 },
      };
    },

    async claimNext(user) {
      const free = `(r.lease_user_id is null or r.lease_real_until <= $1) ${MOST_URGENT} for update of r skip locked limit 1`;
      const taken = await take(user, free, []);
      return taken && reviewId(taken.id);
    },

    async claim(review, user) {
      const taken = await take(user, 'r.public_id = $4 for update of r', [review]);
      return taken ? { until: taken.until } : refuseClaim(review, user);
    },

    async renew(review, user) {
      const until = leaseEnd();
      const renewed = await rows(
        pool,
        `update reviews r set lease_real_until = $3, version = version + 1 from users me
         where r.public_id = $1 and me.public_id = $2 and r.lease_user_id = me.id and r.state = 'claimed' and r.lease_real_until > $4
         returning 1 as one`,
        [review, user, until, realNow()],
      );
      if (renewed.length === 0) throw new DomainError('LeaseLost', 'the lease ran out or someone else took the case');
      return { until };
    },

    async giveBack(review, user) {
      await inTransaction(pool, async (client) => {
        const [back] = await rows<{ purchase_id: string }>(
          client,
          `update reviews t set state = 'queued', lease_user_id = null, lease_real_until = null, version = t.version + 1
           from users me, kyc_cases k join purchases p on p.id = k.purchase_id
           where t.public_id = $1 and me.public_id = $2 and t.lease_user_id = me.id and t.state = 'claimed' and k.id = t.case_id
           returning p.public_id as purchase_id`,
          [review, user],
        );
        if (back) await announce(client, { kind: 'review', id: review, purchaseId: back.purchase_id });
      });
    },

    async case(review, user) {
      const found = await find(review, user);
      if (holdsLease(found, user, clock.realMs())) await logShown(review, user, 'view');
      return reviewCaseOf({ pool, sealing, clock }, found, user);
    },

    async image(review, user, image) {
      const found = await find(review, user);
      if (!holdsLease(found, user, clock.realMs()))
        throw new DomainError('LeaseLost', 'pictures are for the holder of the lease');
      const blobKey = await blobKeyOf(pool, found, image);
      await logShown(review, user, `image:${image}`);
      try {
        return await blobs.get(blobKey);
      } catch (error) {
        if (error instanceof BlobUnreadable || error instanceof KeyDestroyed) {
          throw new DomainError('BlobNotFound', `the ${image} picture of ${review} is gone`);
        }
        throw error;
      }
    },
  };

  async function logShown(review: ReviewId, user: UserId, action: string): Promise<void> {
    await logLook(pool, { user, subjectKind: 'review', subjectId: review, action, reason: 'review', at: clock.now() });
  }
}

async function blobKeyOf(pool: Pool, r: ReviewRow, image: ReviewImage): Promise<string> {
  const found = await row<{ blob_key: string }>(
    pool,
    image === 'portrait'
      ? `select b.blob_key from kyc_checks c join blobs b on b.id = c.portrait_blob_id where c.case_id = $1 and c.round = $2`
      : `select b.blob_key from kyc_cases k join blobs b on b.public_id = k.documents ->> $2 where k.id = $1`,
    [r.case_row, image === 'portrait' ? r.round : image],
  );
  if (!found) throw new DomainError('BlobNotFound', `no ${image} picture in this case`);
  return found.blob_key;
}
