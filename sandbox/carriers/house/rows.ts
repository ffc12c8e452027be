/** One message to the product about an order; `dueAt` is business time in milliseconds. */
export interface Callback {
  readonly eventId: string;
  readonly reference: string;
  /** The exact bytes that are signed and sent, also when sent again. */
  readonly body: string;
  readonly dueAt: number;
  /** Times it is delivered although once was enough. */
  readonly copies: number;
}

export interface Holder {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
}

export interface Submission {
  readonly reference: string;
  readonly occupyReference: string;
  readonly number: string;
  readonly planCode: string;
  readonly firstMonthFen: number;
  readonly holder: Holder;
  /** Null at a carrier that never calls back. */
  readonly callbackUrl: string | null;
}

/** What the carrier saw when a card was activated. */
export interface Activation {
  readonly at: number;
  /** Whether the face before the camera was the holder's. */
  readonly personMatches: boolean;
  readonly province: string;
  readonly city: string;
}

/** What the carrier writes down. Times are business time, milliseconds since 1970. */
export type CarrierRow =
  | {
      readonly t: 'batch';
      readonly reference: string;
      readonly batchNo: string;
      readonly planCode: string;
      readonly city: string;
      readonly numbers: readonly string[];
      readonly at: number;
    }
  | {
      readonly t: 'occupied';
      readonly reference: string;
      readonly occupyId: string;
      readonly number: string;
      readonly until: number;
      readonly at: number;
    }
  | { readonly t: 'released'; readonly reference: string; readonly number: string; readonly at: number }
  | {
      readonly t: 'submitted';
      readonly carrierOrderNo: string;
      readonly submission: Submission;
      readonly dueAt: number;
      readonly at: number;
    }
  | {
      /** Refused at the counter: the order number exists so that a query can tell about it. */
      readonly t: 'declined';
      readonly carrierOrderNo: string;
      readonly submission: Submission;
      readonly message: string;
      readonly at: number;
    }
  | {
      readonly t: 'opened';
      readonly reference: string;
      readonly iccid: string;
      readonly callback: Callback | null;
      readonly at: number;
    }
  | {
      /** A card was activated in the field; the head office, and so the desk, hears of it at `newsAt`. */
      readonly t: 'used';
      readonly reference: string;
      readonly activation: Activation;
      readonly newsAt: number;
      readonly at: number;
    }
  | { readonly t: 'activated'; readonly reference: string; readonly callback: Callback | null; readonly at: number }
  | {
      /** An active card was suspended (已停机) or closed (已销户). */
      readonly t: 'stopped';
      readonly reference: string;
      readonly state: '已停机' | '已销户';
      readonly callback: Callback | null;
      readonly at: number;
    }
  | {
      readonly t: 'refused';
      readonly reference: string;
      readonly message: string;
      readonly callback: Callback | null;
      readonly at: number;
    }
  | { readonly t: 'cancelled'; readonly reference: string; readonly at: number }
  | { readonly t: 'callback-put-off'; readonly eventId: string; readonly attempt: number; readonly dueAt: number }
  | { readonly t: 'callback-answered'; readonly eventId: string };
