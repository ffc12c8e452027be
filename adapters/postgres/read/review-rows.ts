import type { PoolClient, Pool } from 'pg';
import type { UserId } from '../../../domain/brand';
import { reasonEntry } from '../../../domain/kyc/reasons';
import type { ReviewReason, ReviewRowFacts, ReviewState } from '../../../domain/ports/review-desk';
import type { SealingPort } from '../../../domain/ports/sealing';
import { maskedHolders, type SealedParty } from './holders';
import { rows } from './query';

export interface ReviewRow extends SealedParty {
  readonly row: number;
  readonly case_row: number;
  readonly purchase_row: number;
  readonly lead_order_row: number;
  readonly id: string;
  readonly case_id: string;
  readonly purchase_id: string;
  readonly state: ReviewState;
  readonly round: number;
  readonly approvals_needed: number;
  readonly approvals: number;
  readonly reasons: unknown[];
  readonly evidence_hash: string;
  readonly plan_name: string;
  readonly quantity: number;
  readonly opened_at: string;
  readonly due_at: string;
  readonly escalated_at: string | null;
  readonly lease_user: string | null;
  readonly lease_user_name: string | null;
  readonly lease_real_until: string | null;
  readonly decided_by_me: boolean;
  readonly kyc_policy: number | null;
}

/** Reviews as the person `$1` sees them; append conditions. */
const SELECT = `
  select r.id as "row", r.case_id as case_row, k.purchase_id as purchase_row, k.lead_order_id as lead_order_row,
    r.public_id as id, k.public_id as case_id, p.public_id as purchase_id, r.state, r.round, r.approvals_needed,
    (select count(*) from review_decisions d where d.review_id = r.id and d.decision = 'approve') as approvals,
    r.reasons, r.evidence_hash, n.name as plan_name, p.quantity, r.opened_at, r.due_at, r.escalated_at,
    u.public_id as lease_user, u.name as lease_user_name, r.lease_real_until,
    exists (select from review_decisions d join users me on me.id = d.user_id where d.review_id = r.id and me.public_id = $1)
      as decided_by_me,
    (p.pinned ->> 'kycPolicyVersion')::integer as kyc_policy,
    y.public_id as party, y.sealed_identity, y.sealed_contact
  from reviews r
  join kyc_cases k on k.id = r.case_id
  join purchases p on p.id = k.purchase_id
  join parties y on y.id = p.party_id
  join plans n on n.id = p.plan_id
  left join users u on u.id = r.lease_user_id`;

export const selectReviews = (
  asked: Pool | PoolClient,
  user: UserId,
  condition: string,
  values: readonly unknown[] = [],
): Promise<readonly ReviewRow[]> => rows<ReviewRow>(asked, `${SELECT} ${condition}`, [user, ...values]);

/** The lease as it counts now: one that ran out is none. */
export const holdsLease = (r: ReviewRow, user: UserId, realMs: number): boolean =>
  r.state === 'claimed' &&
  r.lease_user === user &&
  r.lease_real_until !== null &&
  Date.parse(r.lease_real_until) > realMs;

function leaseOf(r: ReviewRow, user: UserId, realMs: number): ReviewRowFacts['lease'] {
  if (r.state !== 'claimed' || r.lease_user_name === null || r.lease_real_until === null) return null;
  if (Date.parse(r.lease_real_until) <= realMs) return null;
  return { userName: r.lease_user_name, mine: r.lease_user === user, until: r.lease_real_until };
}

/** A reason as the verdict wrote it, with the weight and class that its code has in the catalogue. */
export function reasonOf(raw: unknown): ReviewReason {
  const said = (typeof raw === 'object' && raw !== null ? raw : {}) as Partial<Record<keyof ReviewReason, unknown>>;
  const code = typeof said.code === 'string' ? said.code : 'RN_REJECTED';
  const { weight, class: reasonClass } = reasonEntry(code);
  return {
    code,
    part: typeof said.part === 'string' ? said.part : null,
    weight,
    class: reasonClass,
    detail: typeof said.detail === 'string' ? said.detail : null,
  };
}

export const reviewRowOf = async (
  r: ReviewRow,
  user: UserId,
  realMs: number,
  sealing: SealingPort,
): Promise<ReviewRowFacts> => ({
  id: r.id,
  caseId: r.case_id,
  // A claim whose lease ran out is in the queue again, whatever the row still says.
  state: r.state === 'claimed' && leaseOf(r, user, realMs) === null ? 'queued' : r.state,
  approvalsNeeded: r.approvals_needed,
  approvals: r.approvals,
  reasons: r.reasons.map(reasonOf),
  holder: await maskedHolders(sealing).name(r),
  planName: r.plan_name,
  quantity: r.quantity,
  openedAt: r.opened_at,
  dueAt: r.due_at,
  escalatedAt: r.escalated_at,
  lease: leaseOf(r, user, realMs),
  decidedByMe: r.decided_by_me,
});
