import type { ConflictId, UserId } from '../brand';
import type { Stage } from '../stages';

/** A contradiction that no machine may settle: one reference for two orders, or an end that a partner contradicts. */
export interface ConflictFacts {
  readonly id: ConflictId;
  readonly kind: string;
  readonly channel: string | null;
  readonly channelName: string | null;
  readonly externalRef: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** What the writer noted: codes, digests and words of partners, no personal data. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** What stands in our books; null where the case names no purchase. */
  readonly bound: {
    readonly purchaseId: string;
    readonly planCode: string;
    readonly planName: string;
    readonly quantity: number;
    readonly city: string;
    readonly cityName: string;
    readonly agentCode: string | null;
    readonly numbers: readonly string[] | null;
    readonly placedAt: string;
  } | null;
  /** The order it is about, or all of the purchase. */
  readonly orders: readonly {
    readonly id: string;
    readonly line: number;
    readonly stage: Stage;
    readonly number: string | null;
    readonly endedAt: string | null;
  }[];
  /** `by` is null where the engine settled it. */
  readonly resolution: { readonly code: string; readonly note: string | null; readonly by: string | null } | null;
}

export interface ConflictListing {
  readonly state: 'open' | 'closed';
  /** The last id of the page before. */
  readonly after?: string;
  readonly limit: number;
}

export interface ConflictResolution {
  readonly code: string;
  readonly note: string | null;
}

/** Conflict cases for the people who settle them. Times are business time. */
export interface ConflictDeskPort {
  /** Newest first. */
  list: (listing: ConflictListing) => Promise<{
    readonly rows: readonly ConflictFacts[];
    readonly next: string | null;
    readonly counts: { readonly open: number; readonly closed: number };
  }>;
  case: (id: ConflictId) => Promise<ConflictFacts | null>;
  /**
   * Closes the case, once. The same person saying the same again is answered as the first time; throws
   * `ConflictNotFound`, and `ConflictClosed` where it was settled otherwise.
   */
  resolve: (id: ConflictId, user: UserId, resolution: ConflictResolution) => Promise<ConflictFacts>;
}
