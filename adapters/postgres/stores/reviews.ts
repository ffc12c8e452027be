import type { Instant, ReviewId, UserId } from '../../../domain/brand';
import type { ReviewRecord, ReviewStore } from '../../../domain/ports/stores/reviews';
import { announce, row, rows, run, type Session } from './session';

interface ReviewRow {
  id: number;
  public_id: string;
  case_id: number;
  number: number;
  round: number;
  state: ReviewRecord['state'];
  approvals_needed: number;
  evidence_hash: string;
  lease_user: string | null;
  lease_real_until: string | null;
  due_at: string;
  escalated_at: string | null;
  outcome: string | null;
}

const reviewOf = (r: ReviewRow): ReviewRecord => ({
  row: r.id,
  id: r.public_id as ReviewId,
  caseRow: r.case_id,
  number: r.number,
  round: r.round,
  state: r.state,
  approvalsNeeded: r.approvals_needed,
  evidenceHash: r.evidence_hash,
  leaseUserId: r.lease_user as UserId | null,
  leaseUntilMs: r.lease_real_until === null ? null : Date.parse(r.lease_real_until),
  dueAt: r.due_at as Instant,
  escalated: r.escalated_at !== null,
  outcome: r.outcome,
});

const SELECT = `
  select r.id, r.public_id, r.case_id, r.number, r.round, r.state, r.approvals_needed, r.evidence_hash, u.public_id as lease_user,
    r.lease_real_until, r.due_at, r.escalated_at, r.outcome
  from reviews r left join users u on u.id = r.lease_user_id`;

export function reviewStore(session: Session): ReviewStore {
  async function changed(review: Pick<ReviewRecord, 'id'>): Promise<void> {
    await announce(session, { kind: 'review', id: review.id, purchaseId: null });
  }
  return {
    async insert(review) {
      await run(
        session,
        `insert into reviews (public_id, case_id, number, round, state, approvals_needed, reasons, evidence_hash, opened_at, due_at)
         values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9)`,
        [
          review.id,
          review.caseRow,
          review.number,
          review.round,
          review.approvalsNeeded,
          JSON.stringify(review.reasons),
          review.evidenceHash,
          session.now,
          review.dueAt,
        ],
      );
      await changed(review);
    },
    async nextNumber(caseRow) {
      const found = await row<{ n: number }>(
        session,
        'select coalesce(max(number), 0) + 1 as n from reviews where case_id = $1',
        [caseRow],
      );
      return found?.n ?? 1;
    },
    async lock(id) {
      const found = await row<ReviewRow>(session, `${SELECT} where r.public_id = $1 for update of r`, [id]);
      return found && reviewOf(found);
    },
    async lockOpen(caseRow) {
      const found = await row<ReviewRow>(
        session,
        `${SELECT} where r.case_id = $1 and r.state in ('queued', 'claimed') for update of r`,
        [caseRow],
      );
      return found && reviewOf(found);
    },
    async decisions(reviewRow) {
      const found = await rows<{ user: string; decision: string }>(
        session,
        'select u.public_id as "user", d.decision from review_decisions d join users u on u.id = d.user_id where d.review_id = $1 order by d.id',
        [reviewRow],
      );
      return found.map((r) => ({ userId: r.user as UserId, decision: r.decision }));
    },
    async decide(reviewRow, decision) {
      await run(
        session,
        `insert into review_decisions (review_id, user_id, decision, reason_code, note, evidence_hash, at)
         select $1, id, $3, $4, $5, $6, $7 from users where public_id = $2`,
        [
          reviewRow,
          decision.userId,
          decision.decision,
          decision.reasonCode,
          decision.note,
          decision.evidenceHash,
          session.now,
        ],
      );
    },
    async close(review, state, outcome, reasonCode) {
      await run(
        session,
        `update reviews set state = $2, outcome = $3, outcome_reason = $4, decided_at = $5, lease_user_id = null, lease_real_until = null,
           version = version + 1 where id = $1`,
        [review.row, state, outcome, reasonCode, session.now],
      );
      await changed(review);
    },
    async requeue(review) {
      await run(
        session,
        `update reviews set state = 'queued', lease_user_id = null, lease_real_until = null, version = version + 1
         where id = $1 and state in ('queued', 'claimed')`,
        [review.row],
      );
      await changed(review);
    },
    async escalate(review, dueAt) {
      await run(
        session,
        'update reviews set escalated_at = coalesce(escalated_at, $2), due_at = $3, version = version + 1 where id = $1',
        [review.row, session.now, dueAt],
      );
      await changed(review);
    },
  };
}
