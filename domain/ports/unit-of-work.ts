import type {
  BlobId,
  CaseId,
  Instant,
  LinkId,
  Msisdn,
  OrderId,
  PartyId,
  PurchaseId,
  ReviewId,
  UserId,
  WaitId,
} from '../brand';
import type { Actor, OrderEvent, OrderState } from '../order';
import type { WaitOwner } from '../stages';
import type { WaitKind, WaitThen } from '../waits';
import type { AcceptedOrder, RefusalReason } from './use-cases';

/** Inside row key; never leaves the process. */
export type Row = number;

/** A JSON object of ours in a jsonb column: no personal data. */
export type Json = Readonly<Record<string, unknown>>;

export interface PlanRecord {
  readonly row: Row;
  readonly code: string;
  readonly version: number;
  readonly carrier: string;
  readonly name: string;
  readonly feeFen: number;
  readonly minAge: number;
  readonly maxAge: number;
  readonly maxCards: number;
  readonly cooldownDays: number;
  readonly bannedProvinces: readonly string[];
  readonly onSale: boolean;
}

export interface OrderRecord {
  readonly row: Row;
  readonly id: OrderId;
  readonly purchaseRow: Row;
  readonly purchaseId: PurchaseId;
  readonly partyId: PartyId;
  readonly line: number;
  readonly attempt: number;
  readonly version: number;
  readonly state: OrderState;
  readonly carrier: string;
  readonly planCode: string;
  readonly city: string;
  readonly feeFen: number;
  /** The number that channel or customer chose; null where it was drawn by rule and may be drawn again. */
  readonly chosenNumber: Msisdn | null;
}

export interface WaitHandle {
  readonly waitId: WaitId;
  /** Business ms until the next reminder or the deadline, whichever is first; never negative. */
  readonly dueInMs: number;
}

export interface WaitRecord extends WaitHandle {
  readonly row: Row;
  readonly what: WaitKind;
  readonly then: WaitThen;
  readonly dueAt: Instant;
  readonly remindedTimes: number;
  readonly nextReminderAt: Instant | null;
}

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

export interface CallRecord {
  readonly row: Row;
  readonly partner: string;
  readonly command: string;
  readonly reference: string;
  readonly state: 'open' | 'done' | 'refused' | 'unknown' | 'undone';
  readonly outcome: Json | null;
  readonly intent: Json;
  readonly tries: number;
}

export interface ReviewRecord {
  readonly row: Row;
  readonly id: ReviewId;
  readonly caseRow: Row;
  readonly number: number;
  readonly round: number;
  readonly state: 'queued' | 'claimed' | 'decided' | 'withdrawn';
  readonly approvalsNeeded: number;
  readonly evidenceHash: string;
  readonly leaseUserId: UserId | null;
  /** Real time, ms since the epoch. */
  readonly leaseUntilMs: number | null;
  readonly dueAt: Instant;
  readonly escalated: boolean;
  readonly outcome: string | null;
}

export interface CatalogueStore {
  plan: (code: string) => Promise<PlanRecord | null>;
  plansOnSale: () => Promise<readonly PlanRecord[]>;
  cityName: (code: string) => Promise<string | null>;
  agentKnown: (code: string) => Promise<boolean>;
  policy: (kind: string) => Promise<{ readonly version: number; readonly body: Json } | null>;
}

export interface Digest {
  readonly generation: number;
  readonly digest: string;
}

export interface PartyStore {
  insert: (party: { id: PartyId; sealedIdentity: Uint8Array; sealedContact: Uint8Array }) => Promise<Row>;
  index: (partyRow: Row, kind: string, digests: readonly Digest[]) => Promise<void>;
  /** Counts what this person has with each carrier: cards open or under way, and the latest purchase. */
  standing: (
    kind: string,
    digests: readonly Digest[],
  ) => Promise<readonly { readonly carrier: string; readonly cards: number; readonly lastPurchaseAt: Instant }[]>;
  riskKinds: (kind: string, digests: readonly Digest[]) => Promise<readonly string[]>;
  saveIdentity: (id: PartyId, sealed: Uint8Array) => Promise<void>;
  sealed: (id: PartyId) => Promise<{ readonly identity: Uint8Array | null; readonly contact: Uint8Array | null }>;
}

export interface IntakeStore {
  /** Serialises everything that is said about one reference until the transaction ends. */
  lockReference: (channel: string, externalRef: string) => Promise<void>;
  /** Lets one command after the other be judged for the same holder: limits count what the other one took. */
  lockHolder: (digest: string) => Promise<void>;
  find: (
    channel: string,
    externalRef: string,
  ) => Promise<{ readonly bodyHash: string; readonly purchaseRow: Row; readonly purchaseId: PurchaseId } | null>;
  bind: (channel: string, externalRef: string, bodyHash: string, purchaseRow: Row) => Promise<void>;
  refused: (channel: string, externalRef: string, bodyHash: string, reasons: readonly RefusalReason[]) => Promise<void>;
  conflict: (input: {
    kind: string;
    channel: string | null;
    externalRef: string | null;
    purchaseRow: Row | null;
    orderRow: Row | null;
    detail: Json;
  }) => Promise<void>;
}

export interface PurchaseStore {
  insert: (purchase: {
    id: PurchaseId;
    channel: string;
    externalRef: string;
    partyRow: Row;
    plan: PlanRecord;
    city: string;
    province: string;
    agentCode: string | null;
    quantity: number;
    pinned: Json;
  }) => Promise<Row>;
  consent: (purchaseRow: Row, consents: readonly { kind: string; textHash: string }[], source: string) => Promise<void>;
  /** Those that were given and not withdrawn. */
  consents: (purchaseRow: Row) => Promise<readonly { readonly kind: string; readonly textHash: string }[]>;
  /** Ties uploads of this channel to the purchase; false when one is unknown, of another kind or used already. */
  claimBlobs: (purchaseRow: Row, channel: string, blobs: Readonly<Record<string, BlobId>>) => Promise<boolean>;
}

export interface OrderStore {
  /** New orders with their first journal entry. */
  insert: (
    orders: readonly {
      id: OrderId;
      purchaseRow: Row;
      line: number;
      channel: string;
      plan: PlanRecord;
      city: string;
      state: OrderState;
      event: OrderEvent;
    }[],
    actor: Actor,
  ) => Promise<readonly Row[]>;
  /** Locks the row until the transaction ends; null when there is none. */
  lock: (id: OrderId) => Promise<OrderRecord | null>;
  /** All orders of a purchase, lowest line first, locked. */
  lockPurchase: (purchaseRow: Row) => Promise<readonly OrderRecord[]>;
  /** Orders that wait for a number of the pool that a batch belongs to, the oldest first. */
  wantingNumbers: (batchReference: string, limit: number) => Promise<readonly OrderId[]>;
  summaries: (purchaseRow: Row) => Promise<readonly AcceptedOrder[]>;
  /** Projection and journal in one statement, compare-and-set on the version; throws StateConflict when it moved. */
  append: (order: OrderRecord, next: OrderState, event: OrderEvent, actor: Actor) => Promise<OrderRecord>;
}

export interface WaitStore {
  /** Opens the wait, or returns the open one of the same subject and kind unchanged. */
  open: (input: {
    subject: { kind: 'order' | 'review'; row: Row };
    workflowId: string;
    what: WaitKind;
    owner: WaitOwner;
    ownerId: string | null;
    dueAt: Instant;
    reminders: readonly Instant[];
    then: WaitThen;
    detail: Json;
  }) => Promise<WaitHandle>;
  lock: (id: WaitId) => Promise<(WaitRecord & { readonly open: boolean }) | null>;
  openOf: (subject: { kind: 'order' | 'review'; row: Row }) => Promise<readonly WaitRecord[]>;
  close: (subject: { kind: 'order' | 'review'; row: Row }, what: WaitKind | 'all', how: string) => Promise<number>;
  /** Counts one reminder as sent and returns the time left to the next moment of this wait. */
  reminded: (wait: WaitRecord) => Promise<WaitHandle>;
  extend: (wait: WaitRecord, dueAt: Instant, escalated: boolean) => Promise<WaitHandle>;
}

export interface FactStore {
  /**
   * Once per (source, key, order). Returns its sequence, or null when it was known. The caller holds the order's lock.
   * A `projected` fact branches nothing: it is kept, and the order is not woken for it.
   */
  insert: (
    order: OrderRecord,
    fact: { source: string; key: string; kind: string; body: Json },
    how?: 'signalled' | 'projected',
  ) => Promise<number | null>;
  /** At closing: what was not dispatched yet has already been judged by the closing transaction. */
  settle: (order: OrderRecord, applied: string) => Promise<number>;
}

export interface CallStore {
  /** Commits the intent (or finds it): one row a reference, for ever. */
  intend: (call: {
    partner: string;
    command: string;
    reference: string;
    orderRow: Row | null;
    purchaseRow: Row | null;
    attempt: number;
    number: number;
    intent: Json;
  }) => Promise<CallRecord>;
  find: (reference: string) => Promise<CallRecord | null>;
  /** The order a reference of ours was given out for. */
  orderOf: (reference: string) => Promise<OrderId | null>;
  ofOrder: (orderRow: Row) => Promise<readonly CallRecord[]>;
  settle: (reference: string, state: CallRecord['state'], outcome: Json) => Promise<void>;
  tried: (reference: string) => Promise<number>;
}

export interface OutboxStore {
  /** Once per dedupe key. */
  put: (topic: string, dedupeKey: string, body: Json) => Promise<void>;
}

/** One pool of numbers. */
export interface NumberScope {
  readonly carrier: string;
  readonly planCode: string;
  readonly city: string;
}

export interface NumberStore {
  /** Free numbers of a pool that nobody else is taking right now, locked until the transaction ends. */
  pick: (scope: NumberScope, count: number) => Promise<readonly Msisdn[]>;
  /** Those of the wanted numbers that are free in this pool, locked until the transaction ends. */
  lockChosen: (scope: NumberScope, wanted: readonly Msisdn[]) => Promise<readonly Msisdn[]>;
  /** A look without a lock, for offers. */
  free: (scope: NumberScope, limit: number) => Promise<readonly Msisdn[]>;
  /** Compare-and-set from free to held for each order; throws StateConflict when one was not free. */
  hold: (holds: readonly { readonly row: Row; readonly number: Msisdn }[], until: Instant) => Promise<void>;
  extend: (number: Msisdn, orderRow: Row, until: Instant) => Promise<boolean>;
  /** Back to the pool; a no-op when this order does not hold it. */
  release: (number: Msisdn, orderRow: Row) => Promise<boolean>;
  sell: (number: Msisdn, orderRow: Row) => Promise<boolean>;
  /** Out of the pool for good: the carrier says it is somebody else's. */
  withdraw: (number: Msisdn, orderRow: Row) => Promise<boolean>;
  lapsed: (limit: number) => Promise<readonly { readonly number: Msisdn; readonly orderId: OrderId }[]>;
  askBatch: (batch: {
    carrier: string;
    planCode: string;
    city: string;
    reference: string;
    wanted: number;
  }) => Promise<boolean>;
  receiveBatch: (reference: string, batchNo: string, numbers: readonly Msisdn[]) => Promise<number>;
  /** Pools of plans on sale whose free numbers are below the mark and that have no batch under way. */
  /** All pools, or only the one given. */
  lowPools: (
    mark: number,
    only: NumberScope | null,
  ) => Promise<readonly (NumberScope & { readonly batches: number })[]>;
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

export interface ReviewStore {
  insert: (review: {
    id: ReviewId;
    caseRow: Row;
    number: number;
    round: number;
    approvalsNeeded: number;
    reasons: readonly unknown[];
    evidenceHash: string;
    dueAt: Instant;
  }) => Promise<void>;
  nextNumber: (caseRow: Row) => Promise<number>;
  lock: (id: ReviewId) => Promise<ReviewRecord | null>;
  decisions: (reviewRow: Row) => Promise<readonly { readonly userId: UserId; readonly decision: string }[]>;
  decide: (
    reviewRow: Row,
    decision: { userId: UserId; decision: string; reasonCode: string; note: string | null; evidenceHash: string },
  ) => Promise<void>;
  close: (
    review: ReviewRecord,
    state: 'decided' | 'withdrawn',
    outcome: string,
    reasonCode: string | null,
  ) => Promise<void>;
  /** Gives the case back to the queue (lease over, or a second person is needed). */
  requeue: (review: ReviewRecord) => Promise<void>;
  escalate: (review: ReviewRecord, dueAt: Instant) => Promise<void>;
}

export interface LinkStore {
  /** `tokenHash` is the only trace of the token. */
  issue: (link: {
    id: LinkId;
    tokenHash: string;
    purchaseRow: Row;
    purpose: string;
    expiresAt: Instant;
  }) => Promise<Row>;
  /** The link of a purchase that is neither revoked nor over, used or not. */
  open: (purchaseRow: Row) => Promise<{ readonly row: Row; readonly id: LinkId } | null>;
  extend: (linkRow: Row, expiresAt: Instant) => Promise<void>;
}

export interface NotificationStore {
  put: (n: {
    purchaseRow: Row;
    template: string;
    reference: string;
    linkRow: Row | null;
    params: Json;
  }) => Promise<void>;
  find: (reference: string) => Promise<{
    readonly partyId: PartyId;
    readonly template: string;
    readonly params: Json;
    readonly linkId: LinkId | null;
    readonly sent: boolean;
  } | null>;
  sent: (reference: string, messageId: string) => Promise<void>;
}

/** Everything that commits together. Repositories are written against it; their adapters do not know each other. */
export interface Tx {
  /** Business time of this transaction: one reading for all its rows. */
  readonly now: Instant;
  readonly catalogue: CatalogueStore;
  readonly intake: IntakeStore;
  readonly parties: PartyStore;
  readonly purchases: PurchaseStore;
  readonly orders: OrderStore;
  readonly waits: WaitStore;
  readonly facts: FactStore;
  readonly calls: CallStore;
  readonly outbox: OutboxStore;
  readonly numbers: NumberStore;
  readonly cases: CaseStore;
  readonly reviews: ReviewStore;
  readonly links: LinkStore;
  readonly notifications: NotificationStore;
}

/**
 * Runs `work` in one transaction: effect, projection, journal, wait, fact and outbox commit together or not at all.
 * Serialisation failures and deadlocks are run again (at most three times), so `work` must not act outside `tx`.
 */
export interface UnitOfWork {
  inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}
