import { DomainError } from '../../domain/errors';
import type { CarrierCallbacksPort, NoncesPort, SignedCallback } from '../../domain/ports/channel-requests';
import { assertFresh, hmacHex, sameDigest, sha256Hex, wellFormed } from './signed-text';

/** Tells whether one carrier signed a callback, and whether it is new. */
export type CallbackSignature = (callback: SignedCallback) => Promise<void>;

/** Each carrier's own signature, by carrier code; a carrier that is not there signs nothing. */
export const carrierCallbacks = (signatures: Readonly<Record<string, CallbackSignature>>): CarrierCallbacksPort => ({
  async verify(carrier, callback) {
    const signature = Object.hasOwn(signatures, carrier) ? signatures[carrier] : undefined;
    if (signature === undefined) throw new DomainError('SignatureInvalid', 'no secret for this carrier');
    await signature(callback);
  },
});

/**
 * 星联 signs its callbacks: `x-xl-sign` = hex HMAC-SHA256(callbackSecret, `time\nnonce\nhex sha256(body)`), time in Unix
 * seconds. A repeated event comes with a new nonce, so a repeated nonce is a replay.
 */
export function xinglianSignature(ports: {
  readonly secret: string;
  readonly nonces: NoncesPort;
  readonly realMs: () => number;
}): CallbackSignature {
  return async ({ header, body }) => {
    const time = wellFormed(header('x-xl-time'), /^\d{10}$/, 'x-xl-time');
    const nonce = wellFormed(header('x-xl-nonce'), /^[\w-]{8,64}$/, 'x-xl-nonce');
    const sign = wellFormed(header('x-xl-sign'), /^[0-9a-f]{64}$/, 'x-xl-sign');

    if (!sameDigest(sign, hmacHex(ports.secret, [time, nonce, sha256Hex(body)].join('\n')))) {
      throw new DomainError('SignatureInvalid', 'the signature does not belong to this callback');
    }
    const realMs = ports.realMs();
    assertFresh(time, realMs);
    if (!(await ports.nonces.spend('carrier:xinglian', nonce, realMs))) {
      throw new DomainError('NonceReplayed', 'this nonce was used before');
    }
  };
}
