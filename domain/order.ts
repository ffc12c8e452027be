import type { Instant, Msisdn } from './brand';
import { assertNever } from './errors';
import { END_STAGES, type EndStage, type Stage, type Status } from './stages';

/** Where an order stands. Only `apply` makes a new one. */
export interface OrderState {
  readonly stage: Stage;
  readonly status: Status;
  readonly reasonCode: string | null;
  /** The number held or sold for this order; null while none is. */
  readonly number: Msisdn | null;
  readonly iccid: string | null;
}

export interface Actor {
  readonly kind: 'channel' | 'customer' | 'officer' | 'system' | 'carrier' | 'authority' | 'staff';
  /** Public id or code, never a name. */
  readonly id: string | null;
}

export const SYSTEM: Actor = { kind: 'system', id: null };

/**
 * What can happen to an order. These are the journal's words: an auditor reads them, so they are never renamed.
 * They carry ids, codes and counts, no personal data.
 */
export type OrderEvent =
  | { readonly kind: 'received'; readonly externalRef: string; readonly line: number; readonly number: Msisdn }
  | { readonly kind: 'verificationStarted'; readonly documents: 'present' | 'missing' }
  | { readonly kind: 'documentsSubmitted'; readonly round: number }
  | {
      readonly kind: 'documentsAsked';
      readonly round: number;
      readonly redo: readonly string[];
      readonly confirm: readonly string[];
      readonly reasonCodes: readonly string[];
    }
  | { readonly kind: 'reminded'; readonly what: string; readonly times: number }
  /** Somebody of ours sent a new link; the old one and the pages opened by it ended. */
  | { readonly kind: 'linkReissued'; readonly linkId: string }
  | { readonly kind: 'sourceAwaited'; readonly reasonCodes: readonly string[] }
  | { readonly kind: 'checkResumed' }
  | {
      readonly kind: 'reviewOpened';
      readonly reviewId: string;
      readonly approvals: number;
      readonly reasonCodes: readonly string[];
    }
  | {
      readonly kind: 'identityPassed';
      readonly caseId: string;
      readonly round: number;
      readonly by: 'machine' | 'officer';
    }
  | { readonly kind: 'identityRejected'; readonly caseId: string; readonly reasonCode: string }
  | { readonly kind: 'documentsExpired' }
  | { readonly kind: 'numberLapsed'; readonly number: Msisdn }
  | { readonly kind: 'numberHeld'; readonly number: Msisdn; readonly until: Instant }
  | { readonly kind: 'numberTaken'; readonly number: Msisdn }
  | { readonly kind: 'numberAsked'; readonly reasonCode: string }
  | { readonly kind: 'numberWaitExpired' }
  | { readonly kind: 'openingStarted'; readonly occupyReference: string; readonly submitReference: string }
  | { readonly kind: 'carrierAccepted'; readonly submitReference: string; readonly carrierOrderNo: string }
  | { readonly kind: 'carrierDown'; readonly command: string }
  | { readonly kind: 'carrierResumed' }
  | { readonly kind: 'carrierProgress'; readonly word: string }
  | { readonly kind: 'carrierRefused'; readonly reasonCode: string; readonly submitReference: string }
  | { readonly kind: 'parked'; readonly why: string }
  | { readonly kind: 'parkedExpired' }
  /** A parked order is taken up again; `to` is where its rows say that it stands. */
  | { readonly kind: 'retried'; readonly to: RetriedTo }
  /** An undo that kept failing succeeded at last; the reason is why the order was parked before, null where it was not. */
  | { readonly kind: 'undoSucceeded'; readonly reasonCode: string | null }
  | { readonly kind: 'activated'; readonly number: Msisdn; readonly iccid: string; readonly activatedAt: Instant }
  | { readonly kind: 'cancelled'; readonly reasonCode: string };

export type RetriedTo = Extract<
  Status,
  'accepted' | 'awaiting-documents' | 'checking' | 'awaiting-source' | 'in-review' | 'opening'
>;

export type OrderEventKind = OrderEvent['kind'];

export type Refusal =
  | { readonly kind: 'ended'; readonly stage: EndStage }
  | { readonly kind: 'notFromHere'; readonly stage: Stage; readonly status: Status }
  | { readonly kind: 'otherNumber' };

export type Applied =
  { readonly ok: true; readonly state: OrderState } | { readonly ok: false; readonly refusal: Refusal };

export const isEnded = (stage: Stage): stage is EndStage => (END_STAGES as readonly Stage[]).includes(stage);

/** Stage to stage: whatever an event says, no order leaves this table. */
export const NEXT = {
  received: ['received', 'verifying', 'cancelled', 'expired', 'failed'],
  verifying: ['verifying', 'provisioning', 'rejected', 'cancelled', 'expired', 'failed'],
  provisioning: ['provisioning', 'active', 'rejected', 'cancelled', 'expired', 'failed'],
  active: [],
  rejected: [],
  cancelled: [],
  expired: [],
  failed: [],
} as const satisfies Record<Stage, readonly Stage[]>;

/** From which stages an event may come at all. `received` opens an order and comes only once. */
export const FROM = {
  received: [],
  verificationStarted: ['received'],
  documentsSubmitted: ['verifying'],
  documentsAsked: ['verifying'],
  reminded: ['received', 'verifying', 'provisioning'],
  linkReissued: ['received', 'verifying'],
  sourceAwaited: ['verifying'],
  checkResumed: ['verifying'],
  reviewOpened: ['verifying'],
  identityPassed: ['verifying'],
  identityRejected: ['verifying'],
  documentsExpired: ['received', 'verifying'],
  numberLapsed: ['received', 'verifying', 'provisioning'],
  numberHeld: ['received', 'verifying', 'provisioning'],
  numberTaken: ['provisioning'],
  numberAsked: ['provisioning'],
  numberWaitExpired: ['provisioning'],
  openingStarted: ['provisioning'],
  carrierAccepted: ['provisioning'],
  carrierDown: ['provisioning'],
  carrierResumed: ['provisioning'],
  carrierProgress: ['provisioning'],
  carrierRefused: ['provisioning'],
  parked: ['received', 'verifying', 'provisioning'],
  parkedExpired: ['received', 'verifying', 'provisioning'],
  retried: ['received', 'verifying', 'provisioning'],
  undoSucceeded: ['provisioning'],
  activated: ['provisioning'],
  cancelled: ['received', 'verifying', 'provisioning'],
} as const satisfies Record<OrderEventKind, readonly Stage[]>;

/** The first state of an order, made by the intake transaction. */
export function begin(event: Extract<OrderEvent, { kind: 'received' }>): OrderState {
  return { stage: 'received', status: 'accepted', reasonCode: null, number: event.number, iccid: null };
}

/** The only way any writer changes an order: pure, total, never leaves `NEXT`. */
export function apply(state: OrderState, event: OrderEvent): Applied {
  if (isEnded(state.stage)) return { ok: false, refusal: { kind: 'ended', stage: state.stage } };
  const from: readonly Stage[] = FROM[event.kind];
  if (!from.includes(state.stage)) {
    return { ok: false, refusal: { kind: 'notFromHere', stage: state.stage, status: state.status } };
  }
  const changed = change(state, event);
  if (changed === null) return { ok: false, refusal: { kind: 'otherNumber' } };
  return { ok: true, state: { ...state, ...changed } };
}

/** What an event changes; null where it speaks of a number that this order does not have. */
function change(state: OrderState, event: OrderEvent): Partial<OrderState> | null {
  switch (event.kind) {
    case 'received':
      return null;
    case 'verificationStarted':
      return { stage: 'verifying', status: event.documents === 'present' ? 'checking' : 'awaiting-documents' };
    case 'documentsSubmitted':
    case 'checkResumed':
      return { status: 'checking', reasonCode: null };
    case 'documentsAsked':
      return { status: 'awaiting-documents', reasonCode: event.reasonCodes[0] ?? null };
    case 'sourceAwaited':
      return { status: 'awaiting-source', reasonCode: event.reasonCodes[0] ?? null };
    case 'reviewOpened':
      return { status: 'in-review', reasonCode: event.reasonCodes[0] ?? null };
    case 'reminded':
    case 'linkReissued':
    case 'carrierProgress':
      return {};
    case 'identityPassed':
      return { stage: 'provisioning', status: 'opening', reasonCode: null };
    case 'identityRejected':
      return { stage: 'rejected', status: 'ended', reasonCode: event.reasonCode, number: null };
    case 'documentsExpired':
      return { stage: 'expired', status: 'ended', reasonCode: 'DOCUMENTS_NOT_SENT', number: null };
    case 'numberLapsed':
      return state.number === event.number ? { number: null } : null;
    case 'numberTaken':
      return state.number === event.number ? { number: null, status: 'opening', reasonCode: null } : null;
    case 'numberHeld':
      return {
        number: event.number,
        ...(state.status === 'awaiting-number' ? { status: 'opening', reasonCode: null } : {}),
      };
    case 'numberAsked':
      return { status: 'awaiting-number', reasonCode: event.reasonCode, number: null };
    case 'numberWaitExpired':
      return { stage: 'expired', status: 'ended', reasonCode: 'NUMBER_NOT_CHOSEN', number: null };
    case 'openingStarted':
    case 'carrierResumed':
      return { status: 'opening', reasonCode: null };
    case 'carrierAccepted':
      return { status: 'awaiting-carrier', reasonCode: null };
    case 'carrierDown':
      return { status: 'carrier-down', reasonCode: 'CARRIER_DOWN' };
    case 'carrierRefused':
      return { stage: 'rejected', status: 'ended', reasonCode: event.reasonCode, number: null };
    case 'parked':
      return { status: 'parked', reasonCode: event.why };
    case 'parkedExpired':
      return { stage: 'failed', status: 'ended', number: null };
    case 'retried':
      return { status: event.to, reasonCode: null };
    case 'undoSucceeded':
      return { status: event.reasonCode === null ? 'opening' : 'parked', reasonCode: event.reasonCode };
    case 'activated':
      return state.number === event.number
        ? { stage: 'active', status: 'ended', reasonCode: null, iccid: event.iccid }
        : null;
    case 'cancelled':
      return { stage: 'cancelled', status: 'ended', reasonCode: event.reasonCode, number: null };
    default:
      return assertNever(event);
  }
}
