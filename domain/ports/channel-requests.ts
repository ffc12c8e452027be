import type { ParcelNews } from './courier';

/** What a channel's request says of itself before its body has come. */
export interface SignedHeaders {
  readonly channel: string | undefined;
  /** Unix seconds, real time. */
  readonly timestamp: string | undefined;
  readonly nonce: string | undefined;
  /** `v1=<64 hex>`. */
  readonly signature: string | undefined;
}

/** The signed parts of a channel's request, as they came over the wire. */
export interface SignedRequest extends SignedHeaders {
  readonly method: string;
  /** Path and query exactly as received, e.g. `/v1/numbers?planCode=XL29`. */
  readonly target: string;
  readonly body: Uint8Array;
}

/**
 * Tells which channel sent a request. Throws `SignatureInvalid`, `SignatureStale` or `NonceReplayed`; a nonce is spent
 * only by a request whose signature was right, so nobody else can burn it.
 */
export interface ChannelRequestsPort {
  /**
   * The channel that the headers name. Throws as `verify` does where no body could make the request right, so that a
   * body is only read for a channel of ours and a signature that may still be good.
   */
  claimedBy: (headers: SignedHeaders) => string;
  verify: (request: SignedRequest) => Promise<string>;
}

/** A partner's callback as it came. */
export interface SignedCallback {
  /** A header by its lower-case name: which ones carry the signature is the carrier's own matter. */
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
}

/** Resolves when the callback was signed by this carrier and is new; throws as `ChannelRequestsPort` does. */
export interface CarrierCallbacksPort {
  verify: (carrier: string, callback: SignedCallback) => Promise<void>;
}

/** A courier's push as it came; the parcel it tells of once its signature held. Throws `SignatureInvalid`, `BodyInvalid`. */
export interface CourierPushesPort {
  read: (body: Uint8Array) => ParcelNews;
}

/** Remembers nonces for as long as a signature could still be accepted. */
export interface NoncesPort {
  /** False when this nonce was spent before in this scope. */
  spend: (scope: string, nonce: string, realMs: number) => Promise<boolean>;
}
