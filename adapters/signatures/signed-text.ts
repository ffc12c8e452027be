import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../domain/errors';

/** How far a timestamp may be from real time, either way. */
const LEEWAY_MS = 5 * 60_000;

export const sha256Hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export const hmacHex = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Both are 64 hex characters; the time taken tells nothing about where they differ. */
export function sameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && a.length === 32 && timingSafeEqual(a, b);
}

/**
 * The header's value when it has its form. A header that is absent, empty, doubled (Node joins it by a comma) or of
 * another length is refused, whatever the rest of the request says.
 */
export function wellFormed(value: string | undefined, form: RegExp, name: string): string {
  if (value === undefined || !form.test(value))
    throw new DomainError('SignatureInvalid', `${name} is missing or malformed`);
  return value;
}

/** Throws `SignatureStale` unless the Unix seconds lie within five minutes of real time. */
export function assertFresh(unixSeconds: string, realMs: number): void {
  if (Math.abs(Number(unixSeconds) * 1000 - realMs) > LEEWAY_MS) {
    throw new DomainError('SignatureStale', 'the timestamp is more than five minutes off');
  }
}
