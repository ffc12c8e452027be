import type { AccountKind } from '../ledger';
import type { Actor } from '../order';
import type { ParcelState, SignedBy } from '../parcel';
import type { CallRecord } from './stores/calls';
import type { Stage, Status, WaitOwner } from '../stages';

/** An open wait as its row has it; times are business time, ISO. */
export interface WaitFacts {
  readonly id: string;
  readonly what: string;
  readonly ownerKind: WaitOwner;
  readonly ownerName: string | null;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly reminders: readonly string[];
  /** How many of the reminders went out. */
  readonly reminded: number;
  readonly escalatedAt: string | null;
  readonly thenWhat: string;
}

export interface OrderFacts {
  readonly id: string;
  readonly purchaseId: string;
  readonly externalRef: string;
  readonly channel: string;
  readonly line: number;
  readonly attempt: number;
  readonly stage: Stage;
  readonly status: Status;
  readonly reasonCode: string | null;
  readonly planCode: string;
  readonly planName: string;
  readonly carrier: string;
  readonly carrierName: string;
  readonly city: string;
  readonly cityName: string;
  readonly number: string | null;
  readonly feeFen: number;
  readonly agentCode: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  readonly wait: WaitFacts | null;
}

/** Holder and phone are masked, or `—` once the person was erased. */
export interface OrderRowFacts extends OrderFacts {
  readonly holder: string;
  readonly phone: string;
}

export interface JournalFacts {
  readonly at: string;
  readonly version: number;
  readonly event: string;
  readonly stage: Stage;
  readonly status: Status;
  readonly actor: Actor;
  readonly actorName: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface OrderStory {
  readonly order: OrderFacts;
  /** Oldest first. */
  readonly journal: readonly JournalFacts[];
}

/** The latest parcel of an order, in our words; times are business time. */
export interface ParcelFacts {
  readonly company: string | null;
  readonly waybill: string | null;
  readonly state: ParcelState | null;
  readonly trouble: ParcelState | null;
  readonly signedBy: SignedBy | null;
  readonly signedAt: string | null;
  readonly activateBy: string | null;
  readonly newsAt: string | null;
  readonly dispatchedAt: string | null;
  /** How the last wish to have it turned round stands at the courier; null where nobody wished it. */
  readonly interception: CallRecord['state'] | null;
}

export interface OrderPageFacts extends OrderStory {
  /** Masked. */
  readonly holder: {
    readonly name: string;
    readonly idNumber: string;
    readonly phone: string;
    readonly address: string;
  };
  readonly siblings: readonly {
    readonly id: string;
    readonly line: number;
    readonly stage: Stage;
    readonly number: string | null;
  }[];
  /** As the carrier opened it; null before. */
  readonly iccid: string | null;
  /** Null before there is one. */
  readonly parcel: ParcelFacts | null;
  readonly kyc: {
    readonly caseId: string;
    readonly state: string;
    readonly round: number;
    readonly reasonCodes: readonly string[];
    readonly faceDistance: number | null;
    readonly reviewIds: readonly string[];
  } | null;
  readonly carrierCalls: readonly {
    readonly reference: string;
    readonly command: string;
    readonly state: string;
    readonly openedAt: string;
    readonly closedAt: string | null;
    readonly text: string | null;
  }[];
  readonly notifications: readonly { readonly template: string; readonly at: string; readonly sentAt: string | null }[];
}

export interface OrderListing {
  /** This channel's orders only, in rows and counts; everybody's without it. */
  readonly channel?: string;
  readonly stage?: Stage;
  readonly status?: Status;
  readonly owner?: WaitOwner;
  /** An order id, purchase id, external reference or card number, exactly. */
  readonly q?: string;
  /** The last order id of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** Partners whose books can be held against ours. */
export type BookedPartner = 'xinglian' | 'kuaidi100' | 'sms' | 'authority' | 'bank';

/** A page of a book: the rows after `after`, which is the `next` of the page before. */
export interface BookPage {
  readonly after?: string;
  readonly limit: number;
}

/** The trial balance: where all the fen are. Together the accounts are zero, and no transfer is unbalanced. */
export interface LedgerBalances {
  /** The whole ledger, in the same look as the first page's accounts; null on the pages after it. */
  readonly whole: {
    readonly transfers: number;
    /** Transfers whose lines do not sum to zero, oldest first, at most 20. */
    readonly unbalanced: readonly string[];
    /** All accounts together, those of later pages too. */
    readonly togetherFen: number;
  } | null;
  /** By account and agent. */
  readonly accounts: readonly {
    readonly account: AccountKind;
    readonly agent: string | null;
    readonly balanceFen: number;
  }[];
  readonly next: string | null;
}

/** One row of our own books, for holding them against a partner's. Amounts in fen. */
export interface BookRow {
  readonly reference: string;
  readonly status: string;
  readonly number?: string | null;
  readonly amountFen?: number;
}

/** Reads for people and channels. Never writes; everything it gives is masked. */
export interface ReadingPort {
  /** `channel` restricts to that channel's own orders; null where there is no such order for the asker. */
  order: (id: string, channel?: string) => Promise<OrderFacts | null>;
  story: (id: string, channel?: string) => Promise<OrderStory | null>;
  page: (id: string, channel?: string) => Promise<OrderPageFacts | null>;
  list: (listing: OrderListing) => Promise<{
    readonly rows: readonly OrderRowFacts[];
    readonly next: string | null;
    /** By stage, and `waiting:<owner>` over the open orders. */
    readonly counts: Readonly<Record<string, number>>;
  }>;
  freeNumbers: (planCode: string, city: string, limit: number, ending: string) => Promise<readonly string[]>;
  /** Oldest first; null where `after` is no row of this book, for a page of nothing would pass for its end. */
  book: (
    partner: BookedPartner,
    page: BookPage,
  ) => Promise<{ readonly rows: readonly BookRow[]; readonly next: string | null } | null>;
  /** Null where `after` is no place among the accounts. */
  ledger: (page: BookPage) => Promise<LedgerBalances | null>;
}
