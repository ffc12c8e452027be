import type { Instant } from '../brand';

/** A definite no of the courier, its own text kept. */
export interface CourierNo {
  readonly kind: 'refused';
  readonly text: string;
}

/** No answer, or one that says nothing: the effect may or may not have happened. */
export interface CourierSilence {
  readonly kind: 'unknown';
  readonly why: string;
}

/** One line of a parcel's trace. The courier's free text is left out: it names people and their phones. */
export interface CourierEvent {
  /** The courier's own code, mapped only by `parcelWord`. */
  readonly code: string;
  readonly at: Instant;
  /** Where the parcel was; a city, never an address. */
  readonly area: string | null;
}

export interface Waybill {
  readonly waybill: string;
  readonly company: string;
}

/** What a courier told of one parcel: its whole trace or a part of it, in any order, once or often. */
export interface ParcelNews {
  readonly provider: string;
  /** Our reference, where the courier gives it back: a waybill whose reply was lost is learned by it. */
  readonly reference: string | null;
  readonly parcel: Waybill;
  readonly events: readonly CourierEvent[];
}

/** Who gets the parcel, opened for the call only. */
export interface Recipient {
  readonly name: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly address: string;
}

/** A courier in our terms. Every command takes a reference that exists before the call; repeating one is harmless. */
export interface CourierPort {
  dispatch: (input: {
    reference: string;
    iccid: string;
    recipient: Recipient;
  }) => Promise<({ kind: 'done' } & Waybill) | CourierNo | CourierSilence>;
  /** By our reference: what became of a dispatch whose reply was lost. */
  find: (reference: string) => Promise<({ kind: 'found' } & Waybill) | { kind: 'absent' } | CourierSilence>;
  track: (
    parcel: Waybill,
  ) => Promise<{ kind: 'found'; events: readonly CourierEvent[] } | { kind: 'absent' } | CourierSilence>;
  /** Turns a parcel round that is not out for delivery yet. */
  intercept: (input: { reference: string; waybill: string }) => Promise<{ kind: 'done' } | CourierNo | CourierSilence>;
  /** Asks where a parcel is that does not move. */
  inquire: (input: {
    reference: string;
    waybill: string;
  }) => Promise<{ kind: 'done'; result: 'accepted' | 'lost' } | CourierNo | CourierSilence>;
}
