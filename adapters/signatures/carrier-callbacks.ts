import { DomainError } from '../../domain/errors';
import type { CarrierCallbacksPort, NoncesPort } from '../../domain/ports/channel-requests';
import { assertFresh, hmacHex, sameDigest, sha256Hex, wellFormed } from './signed-text';

/**
 * 星联 signs its callbacks: `x-xl-sign` = hex HMAC-SHA256(callbackSecret, `time\nnonce\nhex sha256(body)`), time in Unix
 * seconds. A repeated event comes with a new nonce, so a repeated nonce is a replay. `secrets` are by carrier code.
 */
export function hmacCarrierCallbacks(ports: {
  readonly secrets: Readonly<Record<string, string>>;
  readonly nonces: NoncesPort;
  readonly realMs: () => number;
}): CarrierCallbacksPort {
  return {
    async verify(carrier, callback) {
      const time = wellFormed(callback.time, /^\d{10}$/, 'x-xl-time');
      const nonce = wellFormed(callback.nonce, /^[\w-]{8,64}$/, 'x-xl-nonce');
      const sign = wellFormed(callback.sign, /^[0-9a-f]{64}$/, 'x-xl-sign');
      const secret = Object.hasOwn(ports.secrets, carrier) ? ports.secrets[carrier] : undefined;
      if (secret === undefined) throw new DomainError('SignatureInvalid', 'no secret for this carrier');

      if (!sameDigest(sign, hmacHex(secret, [time, nonce, sha256Hex(callback.body)].join('\n')))) {
        throw new DomainError('SignatureInvalid', 'the signature does not belong to this callback');
      }
      const realMs = ports.realMs();
      assertFresh(time, realMs);
      if (!(await ports.nonces.spend(`carrier:${carrier}`, nonce, realMs))) {
        throw new DomainError('NonceReplayed', 'this nonce was used before');
      }
    },
  };
}
