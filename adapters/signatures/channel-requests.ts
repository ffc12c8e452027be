import { DomainError } from '../../domain/errors';
import type { ChannelRequestsPort, NoncesPort } from '../../domain/ports/channel-requests';
import { assertFresh, hmacHex, sameDigest, sha256Hex, wellFormed } from './signed-text';

/** Stands in for the secret of a channel that does not exist, so that an unknown name takes as long as a wrong key. */
const NO_SECRET = 'no such channel';

/**
 * `v1=` + hex HMAC-SHA256 over `METHOD\npath?query\ntimestamp\nnonce\nhex sha256(body)`. `secrets` are by channel code.
 * The nonce is spent last: only who knows the secret can spend one.
 */
export function hmacChannelRequests(ports: {
  readonly secrets: Readonly<Record<string, string>>;
  readonly nonces: NoncesPort;
  readonly realMs: () => number;
}): ChannelRequestsPort {
  return {
    async verify(request) {
      const channel = wellFormed(request.channel, /^[0-9A-Za-z_-]{1,32}$/, 'X-Cardflow-Channel');
      const timestamp = wellFormed(request.timestamp, /^\d{10}$/, 'X-Cardflow-Timestamp');
      const nonce = wellFormed(request.nonce, /^[0-9A-Za-z+/=_.-]{8,64}$/, 'X-Cardflow-Nonce');
      const signature = wellFormed(request.signature, /^v1=[0-9a-f]{64}$/, 'X-Cardflow-Signature');

      const known = Object.hasOwn(ports.secrets, channel);
      const text = [request.method.toUpperCase(), request.target, timestamp, nonce, sha256Hex(request.body)].join('\n');
      const expected = hmacHex(known ? (ports.secrets[channel] ?? NO_SECRET) : NO_SECRET, text);
      if (!sameDigest(signature.slice('v1='.length), expected) || !known) {
        throw new DomainError('SignatureInvalid', 'the signature does not belong to this request');
      }
      const realMs = ports.realMs();
      assertFresh(timestamp, realMs);
      if (!(await ports.nonces.spend(`channel:${channel}`, nonce, realMs))) {
        throw new DomainError('NonceReplayed', 'this nonce was used before');
      }
      return channel;
    },
  };
}
