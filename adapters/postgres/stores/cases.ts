import type { BlobId, CaseId, Instant, PartyId, PurchaseId, UserId } from '../../../domain/brand';
import type { CaseRecord, CaseStore } from '../../../domain/ports/stores/cases';
import type { Json } from '../../../domain/ports/stores/row';
import { announce, row, rows, run, type Session } from './session';

interface CaseRow {
  id: number;
  public_id: string;
  purchase_id: number;
  purchase: string;
  party: string;
  state: CaseRecord['state'];
  round: number;
  lead_order_id: number;
  documents: CaseRecord['documents'];
  needed: string[];
  confirm: string[];
  sealed_typed: Buffer | null;
  face_retries: number;
  document_retries: number;
  retries_day: string | null;
  reasons: CaseRecord['reasons'];
  decided_by: string | null;
}

const caseOf = (r: CaseRow): CaseRecord => ({
  row: r.id,
  id: r.public_id as CaseId,
  purchaseRow: r.purchase_id,
  purchaseId: r.purchase as PurchaseId,
  partyId: r.party as PartyId,
  state: r.state,
  round: r.round,
  leadOrderRow: r.lead_order_id,
  documents: r.documents,
  needed: r.needed,
  confirm: r.confirm,
  sealedTyped: r.sealed_typed,
  faceRetries: r.face_retries,
  documentRetries: r.document_retries,
  retriesDay: r.retries_day,
  reasons: r.reasons,
  decidedBy: r.decided_by as UserId | null,
});

const SELECT = `select c.id, c.public_id, c.purchase_id, p.public_id as purchase, y.public_id as party, c.state, c.round, c.lead_order_id,
  c.documents, c.needed, c.confirm, c.sealed_typed, c.face_retries, c.document_retries, c.retries_day, c.reasons, c.decided_by
  from kyc_cases c join purchases p on p.id = c.purchase_id join parties y on y.id = p.party_id`;

const DECIDED = new Set<CaseRecord['state']>(['passed', 'rejected', 'abandoned']);

export function caseStore(session: Session): CaseStore {
  async function locked(condition: string, value: unknown): Promise<CaseRecord | null> {
    const found = await row<CaseRow>(session, `${SELECT} where ${condition} for update of c`, [value]);
    return found && caseOf(found);
  }
  return {
    async open(input) {
      const opened = await row<{ id: number }>(
        session,
        `insert into kyc_cases (public_id, purchase_id, state, round, lead_order_id, documents, needed, opened_at)
         values ($1, $2, $3, 1, $4, $5, $6, $7) returning id`,
        [
          input.id,
          input.purchaseRow,
          input.state,
          input.leadOrderRow,
          JSON.stringify(input.documents),
          input.needed,
          session.now,
        ],
      );
      if (!opened) throw new Error('insert returned no row');
      return opened.id;
    },
    lock: (id) => locked('c.public_id = $1', id),
    lockByPurchase: (id) => locked('p.public_id = $1', id),
    lockByOrder: (id) => locked('c.purchase_id = (select purchase_id from orders where public_id = $1)', id),
    lockByReview: (id) => locked('c.id = (select case_id from reviews where public_id = $1)', id),
    async save(record, change) {
      const next = { ...record, ...change };
      await run(
        session,
        `update kyc_cases set state = $2, round = $3, lead_order_id = $4, documents = $5, needed = $6, confirm = $7, sealed_typed = $8,
           face_retries = $9, document_retries = $10, retries_day = $11, reasons = $12, decided_by = $13, version = version + 1,
           decided_at = case when $14 then coalesce(decided_at, $15::timestamptz) end
         where id = $1`,
        [
          record.row,
          next.state,
          next.round,
          next.leadOrderRow,
          JSON.stringify(next.documents),
          next.needed,
          next.confirm,
          next.sealedTyped === null ? null : Buffer.from(next.sealedTyped),
          next.faceRetries,
          next.documentRetries,
          next.retriesDay,
          JSON.stringify(next.reasons),
          next.decidedBy,
          DECIDED.has(next.state),
          session.now,
        ],
      );
      await announce(session, { kind: 'case', id: record.id, purchaseId: record.purchaseId });
      return next;
    },
    async check(caseRow, round) {
      const found = await row<{
        id: number;
        round: number;
        sealed_evidence: Buffer;
        evidence_hash: string;
        authority: Json | null;
        verdict: Json | null;
        checked_at: string;
      }>(
        session,
        'select id, round, sealed_evidence, evidence_hash, authority, verdict, checked_at from kyc_checks where case_id = $1 and round = $2',
        [caseRow, round],
      );
      return (
        found && {
          row: found.id,
          round: found.round,
          sealedEvidence: found.sealed_evidence,
          evidenceHash: found.evidence_hash,
          authority: found.authority,
          verdict: found.verdict,
          checkedAt: found.checked_at as Instant,
        }
      );
    },
    async insertCheck(check) {
      await run(
        session,
        `insert into kyc_checks (case_id, round, sealed_evidence, evidence_hash, scores, versions, portrait_blob_id, checked_at)
         values ($1, $2, $3, $4, $5, $6, (select id from blobs where public_id = $7), $8)`,
        [
          check.caseRow,
          check.round,
          Buffer.from(check.sealedEvidence),
          check.evidenceHash,
          JSON.stringify(check.scores),
          JSON.stringify(check.versions),
          check.portraitBlob,
          session.now,
        ],
      );
    },
    async earlierReasons(caseRow, beforeRound) {
      const found = await rows<{ code: string }>(
        session,
        `select distinct reason ->> 'code' as code from kyc_checks, jsonb_array_elements(coalesce(verdict -> 'reasons', '[]')) as reason
         where case_id = $1 and round < $2`,
        [caseRow, beforeRound],
      );
      return found.map((r) => r.code);
    },
    async judged(caseRow, round, authority, verdict) {
      await run(
        session,
        'update kyc_checks set authority = $3, verdict = $4, judged_at = $5 where case_id = $1 and round = $2',
        [caseRow, round, authority === null ? null : JSON.stringify(authority), JSON.stringify(verdict), session.now],
      );
    },
    async blob(id: BlobId) {
      const found = await row<{ id: number; owner: string; blob_key: string }>(
        session,
        'select id, owner, blob_key from blobs where public_id = $1',
        [id],
      );
      return found && { row: found.id, owner: found.owner, blobKey: found.blob_key };
    },
    async insertBlob(blob) {
      const inserted = await row<{ id: number }>(
        session,
        `insert into blobs (public_id, purchase_id, kind, owner, blob_key, size, width, height, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
        [
          blob.id,
          blob.purchaseRow,
          blob.kind,
          blob.owner,
          blob.blobKey,
          blob.size,
          blob.width,
          blob.height,
          session.now,
        ],
      );
      if (!inserted) throw new Error('insert returned no row');
      return inserted.id;
    },
    async pinnedPolicy(purchaseRow) {
      const found = await row<{ body: Json }>(
        session,
        `select l.body from policies l join purchases p on l.version = (p.pinned ->> 'kycPolicyVersion')::integer
         where l.kind = 'kyc' and p.id = $1`,
        [purchaseRow],
      );
      return found?.body ?? null;
    },
    async ageLimits(purchaseRow) {
      const found = await row<{ min_age: number; max_age: number }>(
        session,
        'select n.min_age, n.max_age from purchases p join plans n on n.id = p.plan_id where p.id = $1',
        [purchaseRow],
      );
      if (!found) throw new Error('a purchase has a plan');
      return { minAge: found.min_age, maxAge: found.max_age };
    },
  };
}
