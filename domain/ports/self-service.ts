import type { OrderId, PurchaseId } from '../brand';
import type { Stage, Status } from '../stages';
import type { DocumentPart } from './uploads';

/** The case of a purchase as its states are called in `kyc_cases`. */
export type CaseState =
  'awaiting-documents' | 'submitted' | 'awaiting-source' | 'in-review' | 'passed' | 'rejected' | 'abandoned';

/** A field read from the customer's own card, for the confirm step. */
export interface ConfirmField {
  readonly field: 'name' | 'address' | 'idNumber' | 'validTo';
  readonly shown: string;
  readonly editable: boolean;
  /** The value as read, only where it may be edited. */
  readonly value: string | null;
}

export interface SelfServiceFacts {
  readonly planName: string;
  readonly quantity: number;
  /** Masked. */
  readonly holder: string;
  /** Null while the verification has not been opened. */
  readonly caseState: CaseState | null;
  readonly round: number;
  /** Still to be photographed: asked for in this round and not received yet. */
  readonly needed: readonly DocumentPart[];
  readonly received: readonly DocumentPart[];
  /** Fields to be confirmed by typing: `name`, `address`. */
  readonly confirm: readonly string[];
  readonly reasons: readonly { readonly code: string; readonly part: string | null }[];
  readonly fields: readonly ConfirmField[];
  /** Business time, of the open wait for the customer. */
  readonly deadline: string | null;
  readonly documentRetries: number;
  readonly faceRetries: number;
  readonly consentsGiven: readonly { readonly kind: string; readonly textHash: string }[];
  readonly consentsDeclined: readonly { readonly kind: string; readonly textHash: string }[];
  readonly orders: readonly {
    readonly id: string;
    readonly stage: Stage;
    readonly status: Status;
    readonly reasonCode: string | null;
    readonly number: string | null;
  }[];
}

/** The customer's side of a purchase, reached by a one-time link. Links and deadlines are business time. */
export interface SelfServicePort {
  /**
   * Spends the link and binds it to a device, once. The same device may open the same link again. Throws
   * `LinkInvalid` for an unknown, spent, revoked or expired one.
   */
  exchange: (
    token: string,
    device: string | undefined,
  ) => Promise<{ readonly purchaseId: PurchaseId; readonly device: string; readonly lifetimeSeconds: number }>;
  /** The purchase this device may act for; null when its link ended. */
  purchaseOf: (device: string) => Promise<PurchaseId | null>;
  facts: (purchase: PurchaseId) => Promise<SelfServiceFacts>;
  /** Free numbers for an order of this purchase that has to have another one, drawn anew each time; none for any other. */
  offers: (purchase: PurchaseId, order: OrderId) => Promise<readonly string[]>;
  /** Records the answers once each, with the time; a later answer to the same words takes the place of the earlier one. */
  answerConsents: (
    purchase: PurchaseId,
    given: readonly { readonly kind: string; readonly textHash: string }[],
    declined: readonly { readonly kind: string; readonly textHash: string }[],
  ) => Promise<void>;
}
