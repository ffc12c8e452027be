import type { BlobId, CaseId, Instant, OrderId, PartyId, PurchaseId, ReviewId, UserId } from '../../brand';
import type { Json, Row } from './row';

export interface CaseRecord {
  readonly row: Row;
  readonly id: CaseId;
  readonly purchaseRow: Row;
  readonly purchaseId: PurchaseId;
  readonly partyId: PartyId;
  readonly state:
    'awaiting-documents' | 'submitted' | 'awaiting-source' | 'in-review' | 'passed' | 'rejected' | 'abandoned';
  readonly round: number;
  readonly leadOrderRow: Row;
  readonly documents: Readonly<Partial<Record<'front' | 'back' | 'selfie', BlobId>>>;
  readonly needed: readonly string[];
  readonly confirm: readonly string[];
  readonly sealedTyped: Uint8Array | null;
  readonly faceRetries: number;
  readonly documentRetries: number;
  readonly retriesDay: string | null;
  readonly reasons: readonly { readonly code: string; readonly part?: string }[];
  /** Public id of the officer who decided, null where the judgement did. */
  readonly decidedBy: UserId | null;
}

export interface CheckRecord {
  readonly row: Row;
  readonly round: number;
  readonly sealedEvidence: Uint8Array;
  readonly evidenceHash: string;
  readonly authority: Json | null;
  readonly verdict: Json | null;
  readonly checkedAt: Instant;
}

export interface CaseStore {
  open: (input: {
    id: CaseId;
    purchaseRow: Row;
    leadOrderRow: Row;
    documents: CaseRecord['documents'];
    state: CaseRecord['state'];
    needed: readonly string[];
  }) => Promise<Row>;
  /** Locks the case of this order's purchase. The case is always locked before its orders, so that nobody deadlocks. */
  lockByOrder: (id: OrderId) => Promise<CaseRecord | null>;
  lockByReview: (id: ReviewId) => Promise<CaseRecord | null>;
  lockByPurchase: (id: PurchaseId) => Promise<CaseRecord | null>;
  lock: (id: CaseId) => Promise<CaseRecord | null>;
  save: (
    record: CaseRecord,
    change: Partial<
      Pick<
        CaseRecord,
        | 'state'
        | 'round'
        | 'leadOrderRow'
        | 'needed'
        | 'confirm'
        | 'sealedTyped'
        | 'faceRetries'
        | 'documentRetries'
        | 'retriesDay'
        | 'reasons'
        | 'documents'
        | 'decidedBy'
      >
    >,
  ) => Promise<CaseRecord>;
  check: (caseRow: Row, round: number) => Promise<CheckRecord | null>;
  insertCheck: (check: {
    caseRow: Row;
    round: number;
    sealedEvidence: Uint8Array;
    evidenceHash: string;
    scores: Json;
    versions: Json;
    portraitBlob: BlobId | null;
  }) => Promise<void>;
  /** Reason codes of the verdicts before this round. */
  earlierReasons: (caseRow: Row, beforeRound: number) => Promise<readonly string[]>;
  judged: (caseRow: Row, round: number, authority: Json | null, verdict: Json) => Promise<void>;
  blob: (id: BlobId) => Promise<{ readonly row: Row; readonly owner: string; readonly blobKey: string } | null>;
  insertBlob: (blob: {
    id: BlobId;
    purchaseRow: Row;
    kind: string;
    owner: string;
    blobKey: string;
    size: number;
    width: number;
    height: number;
  }) => Promise<Row>;
  /** The KYC policy that the purchase was taken in under; null where none was published then. */
  pinnedPolicy: (purchaseRow: Row) => Promise<Json | null>;
  ageLimits: (purchaseRow: Row) => Promise<{ readonly minAge: number; readonly maxAge: number }>;
}
