import type { Pool } from 'pg';
import { caseId, type UserId } from '../../../domain/brand';
import type { ClockPort } from '../../../domain/ports/clock';
import type { ReviewCaseFacts } from '../../../domain/ports/review-desk';
import { KeyDestroyed, type SealingPort } from '../../../domain/ports/sealing';
import { ageOn, reviewFields } from '../../../domain/review-fields';
import { shanghaiDay } from '../../../domain/time';
import { evidenceContext, type StoredEvidence } from '../../../domain/use-cases/read-identity';
import { faceBands } from './face-bands';
import { journalOf, type JournalRow, SELECT_JOURNAL } from './order-rows';
import { row, rows } from './query';
import { holdsLease, type ReviewRow, reviewRowOf } from './review-rows';

interface CheckRow {
  readonly sealed_evidence: Buffer;
  readonly authority: { readonly code?: unknown } | null;
  readonly judged_at: string | null;
  readonly portrait: boolean;
  readonly documents: Readonly<Partial<Record<'front' | 'back' | 'selfie', string>>>;
}

interface CaseReading {
  readonly pool: Pool;
  readonly sealing: SealingPort;
  readonly clock: ClockPort;
}

/** The evidence, or null once the person was erased. */
async function openEvidence(sealing: SealingPort, check: CheckRow, r: ReviewRow): Promise<StoredEvidence | null> {
  try {
    const plain = await sealing.open(check.sealed_evidence, evidenceContext(caseId(r.case_id), r.round));
    return JSON.parse(Buffer.from(plain).toString('utf8')) as StoredEvidence;
  } catch (error) {
    if (error instanceof KeyDestroyed) return null;
    throw error;
  }
}

/** Everything about one case for this person: clear where they hold the lease, else masked. */
export async function reviewCaseOf(ports: CaseReading, r: ReviewRow, user: UserId): Promise<ReviewCaseFacts> {
  const { pool, sealing, clock } = ports;
  const check = await row<CheckRow>(
    pool,
    `select c.sealed_evidence, c.authority, c.judged_at, c.portrait_blob_id is not null as portrait, k.documents
     from kyc_checks c join kyc_cases k on k.id = c.case_id where c.case_id = $1 and c.round = $2`,
    [r.case_row, r.round],
  );
  const clear = holdsLease(r, user, clock.realMs());
  const evidence = check && (await openEvidence(sealing, check, r));
  const authorityCode = typeof check?.authority?.code === 'string' ? check.authority.code : null;
  const asOf = shanghaiDay(clock.now());
  const fields = evidence?.reading.fields;
  return {
    review: await reviewRowOf(r, user, clock.realMs(), sealing),
    clear,
    evidenceHash: r.evidence_hash,
    fields: evidence ? reviewFields(evidence, authorityCode, clear) : [],
    face: {
      distance: evidence?.reading.faceDistance ?? null,
      declined: evidence?.reading.faceDeclined ?? false,
      ...(await faceBands(pool, r.kyc_policy)),
      portraitFound: (evidence?.reading.portrait.faces ?? 0) > 0,
      selfieFaces: evidence?.reading.selfie.faces ?? 0,
    },
    authority: { code: authorityCode, at: check?.judged_at ?? null },
    age: clear ? ageOn(fields?.birth.value ?? null, asOf) : null,
    validity: { from: fields?.validFrom.value ?? null, to: fields?.validTo.value ?? null, asOf },
    ...(await surroundings(pool, r)),
    images: {
      front: check?.documents.front !== undefined,
      back: check?.documents.back !== undefined,
      selfie: check?.documents.selfie !== undefined,
      portrait: check?.portrait ?? false,
    },
  };
}

/** Orders of the purchase, the lead order's journal, and what was decided before. */
async function surroundings(
  pool: Pool,
  r: ReviewRow,
): Promise<Pick<ReviewCaseFacts, 'orders' | 'history' | 'decisions'>> {
  const [orders, journal, decisions] = await Promise.all([
    rows<{ id: string; stage: string; plan_name: string; number: string | null }>(
      pool,
      `select o.public_id as id, o.stage, n.name as plan_name, o.msisdn as number
       from orders o join purchases p on p.id = o.purchase_id join plans n on n.id = p.plan_id
       where o.purchase_id = $1 order by o.line, o.attempt`,
      [r.purchase_row],
    ),
    rows<JournalRow>(pool, SELECT_JOURNAL, [r.lead_order_row]),
    rows<{ user_name: string; decision: string; reason_code: string; note: string | null; at: string }>(
      pool,
      `select u.name as user_name, d.decision, d.reason_code, d.note, d.at
       from review_decisions d join users u on u.id = d.user_id join reviews v on v.id = d.review_id
       where v.case_id = $1 order by d.id`,
      [r.case_row],
    ),
  ]);
  return {
    orders: orders.map(({ plan_name: planName, ...order }) => ({ ...order, planName })),
    history: journal.map(journalOf),
    decisions: decisions.map(({ user_name: userName, reason_code: reasonCode, ...decision }) => ({
      ...decision,
      userName,
      reasonCode,
    })),
  };
}
