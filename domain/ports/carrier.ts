import type { Instant, Msisdn } from '../brand';

/** A definite no of the carrier, its own text kept. */
export interface CarrierNo {
  readonly kind: 'refused';
  readonly text: string;
}

/** No answer, or one that says nothing: the effect may or may not have happened. */
export interface CarrierSilence {
  readonly kind: 'unknown';
  readonly why: string;
}

/** The carrier did not answer in time; nothing was judged. It is asked again on its own queue. */
export interface CarrierSilent {
  readonly kind: 'noAnswer';
  /** Left out in what steps said before they told it. */
  readonly carrier?: string;
}

export interface CarrierOrder {
  readonly carrierOrderNo: string;
  /** The carrier's own word, mapped only by `carrierVerdict`, with the carrier's code. */
  readonly word: unknown;
  readonly text: string | null;
  readonly number: Msisdn | null;
  readonly iccid: string | null;
  readonly activatedAt: Instant | null;
  /** Whom and where the carrier saw activating; null where it does not say. */
  readonly activation: { readonly personMatches: boolean; readonly province: string; readonly city: string } | null;
}

/** A carrier in our terms. Every command takes a reference that exists before the call; repeating one is harmless. */
export interface CarrierPort {
  occupy: (input: {
    reference: string;
    number: Msisdn;
    planCode: string;
    minutes: number;
  }) => Promise<{ kind: 'done' } | CarrierNo | CarrierSilence>;
  release: (input: { reference: string; number: Msisdn }) => Promise<{ kind: 'done' } | CarrierNo | CarrierSilence>;
  submit: (input: {
    reference: string;
    occupyReference: string;
    number: Msisdn;
    planCode: string;
    firstMonthFen: number;
    holder: { name: string; idNumber: string; phone: string };
  }) => Promise<{ kind: 'done'; carrierOrderNo: string } | CarrierNo | CarrierSilence>;
  query: (reference: string) => Promise<{ kind: 'found'; order: CarrierOrder } | { kind: 'absent' } | CarrierSilence>;
  cancel: (reference: string) => Promise<{ kind: 'done' } | CarrierNo | CarrierSilence>;
  numbers: (input: {
    reference: string;
    planCode: string;
    city: string;
    count: number;
  }) => Promise<{ kind: 'done'; batchNo: string; numbers: readonly Msisdn[] } | CarrierNo | CarrierSilence>;
}

/** The carrier of a code. Throws for one that nobody here speaks to: another's orders and numbers are none of ours. */
export type CarrierOf = (code: string) => CarrierPort;
