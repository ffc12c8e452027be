import { createHash, createHmac, randomBytes } from 'node:crypto';

/** How a request is spoiled on purpose, to see it refused. */
export type Tamper = 'bad-signature' | 'stale' | 'replayed-nonce';

/** Seconds beyond what the product forgives (five minutes). */
const STALE_SECONDS = 400;

/** Headers of a signed request to the product; fresh nonce each time. `target` is path and query as sent. */
export function signedHeaders(
  channel: { readonly id: string; readonly secret: string },
  method: string,
  target: string,
  body: string | Buffer,
  tamper?: Tamper,
): Record<string, string> {
  const time = Math.floor(Date.now() / 1000) - (tamper === 'stale' ? STALE_SECONDS : 0);
  const nonce = randomBytes(16).toString('hex');
  const digest = createHash('sha256').update(body).digest('hex');
  const text = `${method}\n${target}\n${String(time)}\n${nonce}\n${digest}`;
  const secret = tamper === 'bad-signature' ? `${channel.secret}?` : channel.secret;
  return {
    'x-cardflow-channel': channel.id,
    'x-cardflow-timestamp': String(time),
    'x-cardflow-nonce': nonce,
    'x-cardflow-signature': `v1=${createHmac('sha256', secret).update(text).digest('hex')}`,
  };
}
