import type { BlobId, PurchaseId } from '../../brand';
import type { PlanRecord } from './catalogue';
import type { Json, Row } from './row';

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
  /** Until the transaction ends its other orders wait here; taken last, so that nobody who holds it waits for another lock. */
  turn: (purchaseRow: Row) => Promise<void>;
  consent: (purchaseRow: Row, consents: readonly { kind: string; textHash: string }[], source: string) => Promise<void>;
  /** Those that were given and not withdrawn. */
  consents: (purchaseRow: Row) => Promise<readonly { readonly kind: string; readonly textHash: string }[]>;
  /** Those that were declined, or withdrawn. */
  declinedConsents: (purchaseRow: Row) => Promise<readonly { readonly kind: string; readonly textHash: string }[]>;
  /** Ties uploads of this channel to the purchase; false when one is unknown, of another kind or used already. */
  claimBlobs: (purchaseRow: Row, channel: string, blobs: Readonly<Record<string, BlobId>>) => Promise<boolean>;
}
