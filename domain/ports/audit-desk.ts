import type { OrderId, UserId } from '../brand';
import type { StoredAccrualState } from '../commission';
import type { DecisionFacts } from './commission-desk';
import type { JournalFacts, OrderFacts, ParcelFacts } from './reading';

/** By which of its names a card was asked for. */
export const CARD_NAMES = ['order', 'purchase', 'number', 'iccid', 'reference', 'waybill'] as const;
export type CardName = (typeof CARD_NAMES)[number];

/** One order that the query names, newest first: a number has had several, a purchase up to five. */
export interface CardMatch {
  readonly orderId: string;
  readonly by: CardName;
  readonly stage: OrderFacts['stage'];
  readonly number: string | null;
  readonly createdAt: string;
}

/** A call to a partner; `text` is the partner's own short word, never a person. */
export interface CallFacts {
  readonly partner: string;
  readonly command: string;
  readonly reference: string;
  readonly state: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly text: string | null;
}

/** Something a courier told of the parcel. */
export interface ParcelEventFacts {
  readonly waybill: string | null;
  readonly code: string;
  readonly at: string;
  readonly area: string | null;
}

/** A share of the order's commission with the moments of its life; amounts in fen. */
export interface ShareFacts {
  readonly id: string;
  readonly agent: { readonly code: string; readonly name: string };
  readonly type: 'order' | 'parent';
  readonly amountFen: number;
  readonly state: StoredAccrualState;
  readonly accruedAt: string;
  readonly dueOn: string;
  readonly endedAt: string | null;
  readonly settledAt: string | null;
  readonly statementId: string | null;
  /** Who made its payout and who let the money go, by name. */
  readonly madeBy: string | null;
  readonly madeAt: string | null;
  readonly releasedBy: string | null;
  readonly releasedAt: string | null;
  readonly paidAt: string | null;
}

/** Somebody looked at this order, its review case or its tickets. */
export interface LookFacts {
  readonly at: string;
  readonly name: string;
  readonly subject: 'order' | 'review' | 'party' | 'ticket';
  readonly action: string;
  readonly reason: string;
}

/** From intake to payout: what one card went through, and who looked at it. The holder is masked. */
export interface CardLife {
  readonly order: OrderFacts;
  readonly holder: { readonly name: string; readonly idNumber: string; readonly phone: string };
  /** The number it was opened with, also after it was given back. */
  readonly number: string | null;
  readonly iccid: string | null;
  readonly channelName: string;
  readonly agents: readonly { readonly code: string; readonly name: string }[];
  readonly identity: {
    readonly caseId: string;
    readonly state: string;
    readonly rounds: number;
    /** An officer's name, or null where the engine judged. */
    readonly decidedBy: string | null;
    readonly decidedAt: string | null;
  } | null;
  readonly openedAt: string | null;
  readonly activatedAt: string | null;
  readonly parcel: ParcelFacts | null;
  readonly journal: readonly JournalFacts[];
  readonly calls: readonly CallFacts[];
  readonly parcelEvents: readonly ParcelEventFacts[];
  readonly shares: readonly ShareFacts[];
  /** What people of finance decided about its held commission, newest first. */
  readonly decisions: readonly DecisionFacts[];
  /** Newest first, the newest hundred; the look that shows this is among them. */
  readonly looks: readonly LookFacts[];
}

export interface ClearHolder {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly address: string;
}

/** The auditor's reads. Each leaves a row in the access log before anything is shown. */
export interface AuditDeskPort {
  /** What the text names exactly, at most twenty, with the life of the newest; null where it names nothing. */
  find: (
    q: string,
    user: UserId,
  ) => Promise<{ readonly matches: readonly CardMatch[]; readonly card: CardLife } | null>;
  /** The holder in clear. Throws `OrderNotFound`; null once the person was erased. */
  reveal: (order: OrderId, user: UserId, reason: string) => Promise<ClearHolder | null>;
}
