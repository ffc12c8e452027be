import type { Instant, PartyId } from '../../brand';
import type { Row } from './row';

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
