import { createHash, timingSafeEqual } from 'node:crypto';

/** Seconds a signed request may be away from real time. */
const LEEWAY_SECONDS = 300;
const SIGNED = ['app_key', 'biz', 'method', 'timestamp'] as const;

export interface Envelope extends Readonly<Record<(typeof SIGNED)[number], string>> {
  readonly sign: string;
}

/** The envelope in a body; null where a field is missing or no text. */
export function envelopeOf(body: unknown): Envelope | null {
  if (typeof body !== 'object' || body === null) return null;
  const fields = body as Record<string, unknown>;
  return [...SIGNED, 'sign'].every((name) => typeof fields[name] === 'string') ? (body as Envelope) : null;
}

/**
 * Upper-case SHA256 of the sorted fields with the secret behind them. A request may come twice within its five minutes:
 * this carrier relies on its commands being safe to repeat.
 */
export function isSigned(envelope: Envelope, appKey: string, secret: string): boolean {
  if (envelope.app_key !== appKey || !/^\d{1,12}$/.test(envelope.timestamp)) return false;
  if (Math.abs(Date.now() / 1000 - Number(envelope.timestamp)) > LEEWAY_SECONDS) return false;
  const text = SIGNED.map((name) => `${name}=${envelope[name]}`).join('&');
  const expected = Buffer.from(createHash('sha256').update(`${text}${secret}`).digest('hex').toUpperCase());
  const given = Buffer.from(envelope.sign);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
