import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Seconds a signed request may be away from real time. */
const LEEWAY_SECONDS = 300;

export const sha256Hex = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

const hmacHex = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/** Headers of a callback: signed over time, nonce and body, new for every delivery. */
export function callbackHeaders(secret: string, body: string): Record<string, string> {
  const time = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(12).toString('hex');
  return {
    'content-type': 'application/json',
    'x-xl-time': time,
    'x-xl-nonce': nonce,
    'x-xl-sign': hmacHex(secret, `${time}\n${nonce}\n${sha256Hex(body)}`),
  };
}

/** Checks requests of one app; keeps nonces as long as a request may be old. */
export class RequestSignatures {
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly appId: string,
    private readonly appSecret: string,
  ) {}

  /** True exactly once for a rightly signed, fresh request. A header that is absent or doubled is false. */
  accepts(headers: Readonly<Record<string, string | string[] | undefined>>, body: Buffer): boolean {
    const [app, time, nonce, sign] = ['app', 'time', 'nonce', 'sign'].map((name) => headers[`x-xl-${name}`]);
    if (typeof app !== 'string' || typeof time !== 'string' || typeof nonce !== 'string' || typeof sign !== 'string')
      return false;
    if (app !== this.appId || !/^\d{1,12}$/.test(time) || !/^[\w-]{8,64}$/.test(nonce)) return false;
    if (Math.abs(Date.now() / 1000 - Number(time)) > LEEWAY_SECONDS) return false;

    const expected = Buffer.from(hmacHex(this.appSecret, `${app}\n${time}\n${nonce}\n${sha256Hex(body)}`));
    const given = Buffer.from(sign);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;

    this.forgetOld();
    if (this.seen.has(nonce)) return false;
    this.seen.set(nonce, Date.now());
    return true;
  }

  private forgetOld(): void {
    const oldest = Date.now() - 2 * LEEWAY_SECONDS * 1000;
    for (const [nonce, at] of this.seen) {
      if (at > oldest) return;
      this.seen.delete(nonce);
    }
  }
}
