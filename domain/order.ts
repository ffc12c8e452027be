import type { Instant, Msisdn, ShipmentId } from './brand';
import { assertNever } from './errors';
import type { ActivationEvidence } from './activation';
import type { ParcelState, SignedBy } from './parcel';
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
  readonly kind: 'channel' | 'customer' | 'officer' | 'system' | 'carrier' | 'courier' | 'authority' | 'staff';
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
  /** The customer took another number in the place of one that was lost. */
  | { readonly kind: 'numberChosen'; readonly number: Msisdn; readonly until: Instant }
  /** No reason: nobody chose. */
  | { readonly kind: 'numberWaitExpired'; readonly reasonCode?: string }
  | { readonly kind: 'openingStarted'; readonly occupyReference: string; readonly submitReference: string }
  | { readonly kind: 'carrierAccepted'; readonly submitReference: string; readonly carrierOrderNo: string }
  | { readonly kind: 'carrierDown'; readonly command: string }
  | { readonly kind: 'carrierResumed' }
  | { readonly kind: 'carrierProgress'; readonly word: string }
  | { readonly kind: 'carrierRefused'; readonly reasonCode: string; readonly submitReference: string }
  | { readonly kind: 'parked'; readonly why: string }
  | { readonly kind: 'parkedExpired' }
  | { readonly kind: 'opened'; readonly number: Msisdn; readonly iccid: string }
  | { readonly kind: 'courierDown'; readonly command: string }
  | { readonly kind: 'courierResumed' }
  | { readonly kind: 'dispatched'; readonly shipmentId: ShipmentId; readonly waybill: string; readonly company: string }
  | { readonly kind: 'parcelProgress'; readonly state: ParcelState }
  | { readonly kind: 'parcelSilent'; readonly newsAt: Instant | null }
  | { readonly kind: 'parcelTurned'; readonly state: ParcelState }
  /** Somebody, or the engine, wants the parcel back; what the courier says to that is one of the two after it. */
  | { readonly kind: 'interceptionAsked'; readonly reference: string; readonly reasonCode: string }
  | { readonly kind: 'parcelIntercepted'; readonly reference: string }
  | { readonly kind: 'interceptionRefused'; readonly reference: string }
  | { readonly kind: 'parcelReturned'; readonly reasonCode: string }
  | { readonly kind: 'parcelLost' }
  | {
      readonly kind: 'signed';
      readonly by: SignedBy;
      readonly signedAt: Instant;
      /** The first moment that is too late to activate. */
      readonly activateBy: Instant;
    }
  | { readonly kind: 'handoverCleared'; readonly reasonCode: string }
  | { readonly kind: 'activationStopped'; readonly reasonCode: string }
  | { readonly kind: 'handoverStopped'; readonly reasonCode: string }
  | ({ readonly kind: 'activated'; readonly number: Msisdn; readonly iccid: string } & ActivationEvidence)
  | { readonly kind: 'activationExpired' }
  | { readonly kind: 'restored'; readonly attempt: number; readonly number: Msisdn; readonly iccid: string }
  /** A parked order is taken up again; `to` is where its rows say that it stands. The reason is of whoever let it go on. */
  | { readonly kind: 'retried'; readonly to: RetriedTo; readonly reasonCode?: string }
  /** An undo that kept failing succeeded at last; the reason is why the order was parked before, null where it was not. */
  | { readonly kind: 'undoSucceeded'; readonly reasonCode: string | null }
  | { readonly kind: 'cancelled'; readonly reasonCode: string };

export type RetriedTo = Extract<
  Status,
  | 'accepted'
  | 'awaiting-documents'
  | 'checking'
  | 'awaiting-source'
  | 'in-review'
  | 'opening'
  | 'awaiting-carrier'
  | 'dispatching'
  | 'in-transit'
  | 'returning'
  | 'awaiting-activation'
  | 'activation-held'
  | 'activation-stopped'
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
  provisioning: ['provisioning', 'shipping', 'rejected', 'cancelled', 'expired', 'failed'],
  shipping: ['shipping', 'activating', 'cancelled', 'returned', 'failed'],
  activating: ['activating', 'active', 'cancelled', 'expired', 'returned', 'failed'],
  active: [],
  rejected: [],
  cancelled: [],
  // Only news that the card was activated in time brings an expired order back, as another attempt.
  expired: ['activating'],
  returned: [],
  failed: [],
} as const satisfies Record<Stage, readonly Stage[]>;

/** From which stages an event may come at all. `received` opens an order and comes only once. */
export const FROM = {
  received: [],
  verificationStarted: ['received'],
  documentsSubmitted: ['verifying'],
  documentsAsked: ['verifying'],
  reminded: ['received', 'verifying', 'provisioning', 'activating'],
  linkReissued: ['received', 'verifying', 'provisioning'],
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
  numberChosen: ['provisioning'],
  numberWaitExpired: ['provisioning'],
  openingStarted: ['provisioning'],
  carrierAccepted: ['provisioning'],
  carrierDown: ['provisioning', 'shipping', 'activating'],
  carrierResumed: ['provisioning', 'activating'],
  carrierProgress: ['provisioning'],
  carrierRefused: ['provisioning'],
  parked: ['received', 'verifying', 'provisioning', 'shipping', 'activating'],
  parkedExpired: ['received', 'verifying', 'provisioning', 'shipping', 'activating'],
  retried: ['received', 'verifying', 'provisioning', 'shipping', 'activating'],
  undoSucceeded: ['provisioning', 'shipping', 'activating'],
  opened: ['provisioning'],
  courierDown: ['shipping'],
  courierResumed: ['shipping'],
  dispatched: ['shipping'],
  parcelProgress: ['shipping'],
  parcelSilent: ['shipping'],
  // Signed, then returned: the way back wins.
  parcelTurned: ['shipping', 'activating'],
  interceptionAsked: ['shipping'],
  // The courier's answer may come after its own news of the parcel.
  parcelIntercepted: ['shipping', 'activating'],
  interceptionRefused: ['shipping', 'activating'],
  parcelReturned: ['shipping', 'activating'],
  parcelLost: ['shipping'],
  signed: ['shipping'],
  handoverCleared: ['activating'],
  activationStopped: ['activating'],
  handoverStopped: ['activating'],
  activated: ['activating'],
  activationExpired: ['activating'],
  restored: ['expired'],
  cancelled: ['received', 'verifying', 'provisioning', 'shipping', 'activating'],
} as const satisfies Record<OrderEventKind, readonly Stage[]>;

/** Why an order expires whose card nobody activated. */
export const NOT_ACTIVATED = 'NOT_ACTIVATED';

/** Why an order asks its customer for another number. */
export const NUMBER_TAKEN = 'NUMBER_TAKEN';

/** Whether the customer has to choose another number; where one is drawn by rule, the next batch brings it. */
export const choosesNumber = ({ status, reasonCode }: Pick<OrderState, 'status' | 'reasonCode'>): boolean =>
  status === 'awaiting-number' && reasonCode === NUMBER_TAKEN;

/** The first state of an order, made by the intake transaction. */
export function begin(event: Extract<OrderEvent, { kind: 'received' }>): OrderState {
  return { stage: 'received', status: 'accepted', reasonCode: null, number: event.number, iccid: null };
}

/** The only way any writer changes an order: pure, total, never leaves `NEXT`. */
export function apply(state: OrderState, event: OrderEvent): Applied {
  if (isEnded(state.stage) && !isRestoration(state, event))
    return { ok: false, refusal: { kind: 'ended', stage: state.stage } };
  const from: readonly Stage[] = FROM[event.kind];
  if (!from.includes(state.stage)) {
    return { ok: false, refusal: { kind: 'notFromHere', stage: state.stage, status: state.status } };
  }
  const changed = change(state, event);
  if (changed === null) return { ok: false, refusal: { kind: 'otherNumber' } };
  return { ok: true, state: { ...state, ...changed } };
}

/** Late news of an activation in time; an order that expired for any other reason stays expired. */
const isRestoration = (state: OrderState, event: OrderEvent): boolean =>
  event.kind === 'restored' && state.stage === 'expired' && state.reasonCode === NOT_ACTIVATED;

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
    case 'numberChosen':
      return { number: event.number, status: 'opening', reasonCode: null };
    case 'numberWaitExpired':
      return { stage: 'expired', status: 'ended', reasonCode: event.reasonCode ?? 'NUMBER_NOT_CHOSEN', number: null };
    case 'openingStarted':
      return { status: 'opening', reasonCode: null };
    case 'carrierResumed':
      return { status: state.stage === 'activating' ? 'awaiting-activation' : 'opening', reasonCode: null };
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
      if (event.reasonCode !== null) return { status: 'parked', reasonCode: event.reasonCode };
      return { status: state.stage === 'provisioning' ? 'opening' : 'returning', reasonCode: null };
    case 'opened':
      return state.number === event.number
        ? { stage: 'shipping', status: 'dispatching', reasonCode: null, iccid: event.iccid }
        : null;
    case 'courierResumed':
      return { status: 'dispatching', reasonCode: null };
    case 'courierDown':
      return { status: 'courier-down', reasonCode: 'COURIER_DOWN' };
    case 'dispatched':
      return { status: 'in-transit', reasonCode: null };
    case 'parcelProgress':
    case 'parcelSilent':
      return {};
    case 'parcelTurned':
      return { status: 'returning', reasonCode: 'PARCEL_COMES_BACK' };
    case 'interceptionAsked':
    case 'interceptionRefused':
      return {};
    case 'parcelIntercepted':
      return state.status === 'in-transit' ? { status: 'returning', reasonCode: 'PARCEL_COMES_BACK' } : {};
    case 'parcelReturned':
      return { stage: 'returned', status: 'ended', reasonCode: event.reasonCode, number: null };
    case 'parcelLost':
      return { stage: 'failed', status: 'ended', reasonCode: 'PARCEL_LOST', number: null };
    case 'signed':
      return event.by === 'other' || event.by === 'locker'
        ? { stage: 'activating', status: 'activation-held', reasonCode: 'SIGNED_BY_ANOTHER' }
        : { stage: 'activating', status: 'awaiting-activation', reasonCode: null };
    case 'handoverCleared':
      return { status: 'awaiting-activation', reasonCode: null };
    case 'activationStopped':
      return { status: 'activation-stopped', reasonCode: event.reasonCode };
    case 'handoverStopped':
      return { stage: 'failed', status: 'ended', reasonCode: event.reasonCode, number: null };
    case 'activated':
      return state.number === event.number
        ? { stage: 'active', status: 'ended', reasonCode: null, iccid: event.iccid }
        : null;
    case 'activationExpired':
      return { stage: 'expired', status: 'ended', reasonCode: NOT_ACTIVATED, number: null };
    case 'restored':
      return {
        stage: 'activating',
        status: 'awaiting-activation',
        reasonCode: null,
        number: event.number,
        iccid: event.iccid,
      };
    case 'cancelled':
      return { stage: 'cancelled', status: 'ended', reasonCode: event.reasonCode, number: null };
    default:
      return assertNever(event);
  }
}
