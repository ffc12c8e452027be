import { DomainError } from '../../domain/errors';
import type { ChannelRequestsPort, NoncesPort, SignedHeaders } from '../../domain/ports/channel-requests';
import { assertFresh, hmacHex, sameDigest, sha256Hex, wellFormed } from './signed-text';

/**
 * `v1=` + hex HMAC-SHA256 over `METHOD\npath?query\ntimestamp\nnonce\nhex sha256(body)`. `secrets` are by channel code.
 * The nonce is spent last: only who knows the secret can spend one. A channel's code is an address and no secret: one
 * that does not exist is refused with the same words as a wrong key, but before its body is read.
 */
export function hmacChannelRequests(ports: {
  readonly secrets: Readonly<Record<string, string>>;
  readonly nonces: NoncesPort;
  readonly realMs: () => number;
}): ChannelRequestsPort {
  const parsed = (headers: SignedHeaders) => {
    const channel = wellFormed(headers.channel, /^[0-9A-Za-z_-]{1,32}$/, 'X-Cardflow-Channel');
    const timestamp = wellFormed(headers.timestamp, /^\d{10}$/, 'X-Cardflow-Timestamp');
    const nonce = wellFormed(headers.nonce, /^[0-9A-Za-z+/=_.-]{8,64}$/, 'X-Cardflow-Nonce');
    const signature = wellFormed(headers.signature, /^v1=[0-9a-f]{64}$/, 'X-Cardflow-Signature');
    const secret = Object.hasOwn(ports.secrets, channel) ? ports.secrets[channel] : undefined;
    if (secret === undefined) throw wrongSignature();
    return { channel, timestamp, nonce, digest: signature.slice('v1='.length), secret };
  };
  return {
    claimedBy(headers) {
      const { channel, timestamp } = parsed(headers);
      assertFresh(timestamp, ports.realMs());
      return channel;
    },

    async verify(request) {
      const { channel, timestamp, nonce, digest, secret } = parsed(request);
      const text = [request.method.toUpperCase(), request.target, timestamp, nonce, sha256Hex(request.body)].join('\n');
      if (!sameDigest(digest, hmacHex(secret, text))) throw wrongSignature();
      const realMs = ports.realMs();
      assertFresh(timestamp, realMs);
      if (!(await ports.nonces.spend(`channel:${channel}`, nonce, realMs))) {
        throw new DomainError('NonceReplayed', 'this nonce was used before');
      }
      return channel;
    },
  };
}

const wrongSignature = (): DomainError =>
  new DomainError('SignatureInvalid', 'the signature does not belong to this request');
