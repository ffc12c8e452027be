import type { PurchaseId, TicketId, UserId } from '../brand';
import type { Role } from '../stages';
import type {
  TicketKind,
  TicketOutcome,
  TicketPriority,
  TicketSkill,
  TicketSource,
  TicketState,
  TicketView,
} from '../ticket';
import type { OrderFacts, ParcelFacts } from './reading';

/** The promise that counts now. `leftMs`: the clock stands, with so much counted time left. */
export interface ClockFacts {
  readonly kind: 'first' | 'resolve';
  readonly dueAt: string;
  readonly leftMs: number | null;
  readonly metAt: string | null;
  readonly missedAt: string | null;
}

export interface TicketRowFacts {
  readonly id: string;
  readonly kind: TicketKind;
  readonly source: TicketSource;
  readonly priority: TicketPriority;
  readonly tags: readonly string[];
  readonly skill: TicketSkill;
  readonly state: TicketState;
  readonly outcome: TicketOutcome | null;
  readonly round: number;
  readonly orderId: string;
  /** Masked. */
  readonly holder: string;
  readonly assignee: { readonly id: string; readonly name: string; readonly mine: boolean } | null;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  /** Since when nobody on duty can take it. */
  readonly alarmAt: string | null;
  readonly escalatedAt: string | null;
  /** Both promises of this round, the first answer first. */
  readonly clocks: readonly ClockFacts[];
  /** The next deadline of its open waits. */
  readonly wait: { readonly what: string; readonly dueAt: string } | null;
}

export interface TicketEntryFacts {
  readonly id: string;
  readonly at: string;
  readonly round: number;
  readonly event: string;
  readonly actorKind: 'system' | 'customer' | 'staff';
  readonly actorName: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly hasWords: boolean;
  /** Null where there are none, for whoever may not read them, and once the person was erased. */
  readonly words: string | null;
}

export interface TicketFacts {
  readonly row: TicketRowFacts;
  /** True for the assignee: words are shown, and the look is on record. */
  readonly clear: boolean;
  readonly entries: readonly TicketEntryFacts[];
  readonly order: OrderFacts;
  readonly parcel: ParcelFacts | null;
  readonly kycState: string | null;
  /** Of the same purchase. */
  readonly others: readonly TicketRowFacts[];
}

export interface ColleagueFacts {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly onDuty: boolean;
  readonly silent: boolean;
  readonly open: number;
}

export interface DutyFacts {
  readonly onDuty: boolean;
  readonly since: string | null;
  readonly silent: boolean;
  readonly colleagues: readonly ColleagueFacts[];
}

export interface TicketListing {
  readonly view: TicketView;
  /** Whose tickets the desk shows; what is mine, what I was told of and `all` are shown whatever it takes. */
  readonly skills?: readonly TicketSkill[];
  readonly kind?: TicketKind;
  readonly order?: string;
  /** The last ticket id of the page before. */
  readonly after?: string;
  readonly limit: number;
}

/** What the customer sees of a ticket: the conversation without our notes, in clear, for it is theirs. */
export interface CustomerTicketFacts {
  readonly id: string;
  readonly kind: TicketKind;
  readonly state: TicketState;
  readonly outcome: TicketOutcome | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly entries: readonly {
    readonly at: string;
    readonly from: 'customer' | 'support' | 'system';
    readonly event: string;
    readonly words: string | null;
  }[];
}

export interface CustomerDeskFacts {
  readonly planName: string;
  readonly orders: readonly (Pick<OrderFacts, 'id' | 'stage' | 'status' | 'reasonCode' | 'number' | 'createdAt'> & {
    readonly parcel: ParcelFacts | null;
  })[];
  readonly tickets: readonly CustomerTicketFacts[];
}

/** Reads of the ticket desk. A look at words in clear is logged before it is shown. */
export interface TicketDeskPort {
  list: (
    listing: TicketListing,
    user: UserId,
  ) => Promise<{
    readonly rows: readonly TicketRowFacts[];
    readonly next: string | null;
    readonly counts: Readonly<Record<TicketView | 'overdue' | 'alarms', number>>;
  }>;
  /** Throws `TicketNotFound`. */
  ticket: (id: TicketId, user: UserId) => Promise<TicketFacts>;
  duty: (user: UserId) => Promise<DutyFacts>;
  customer: (purchase: PurchaseId) => Promise<CustomerDeskFacts>;
}
