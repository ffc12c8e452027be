import { createHash, timingSafeEqual } from 'node:crypto';

const upperMd5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();

/** Milliseconds an order may be away from real time. */
const LEEWAY_MS = 300_000;

export interface OrderForm {
  readonly key: string;
  readonly sign: string;
  /** Milliseconds since 1970, real time. */
  readonly t: string;
  readonly param: string;
}

export interface QueryForm {
  readonly customer: string;
  readonly sign: string;
  readonly param: string;
}

export const pushSign = (param: string, salt: string): string => upperMd5(param + salt);

export const orderSign = (param: string, t: string, key: string, secret: string): string =>
  upperMd5(param + t + key + secret);

export const querySign = (param: string, key: string, customer: string): string => upperMd5(param + key + customer);

/** Checks who calls. The service's md5 is no HMAC and spends no nonce: that is how it is, and why references repeat safely. */
export class FormSignatures {
  constructor(private readonly account: { readonly customer: string; readonly key: string; readonly secret: string }) {}

  acceptsOrder({ key, sign, t, param }: OrderForm): boolean {
    if (key !== this.account.key || !/^\d{13}$/.test(t) || Math.abs(Date.now() - Number(t)) > LEEWAY_MS) return false;
    return isSame(sign, orderSign(param, t, key, this.account.secret));
  }

  acceptsQuery({ customer, sign, param }: QueryForm): boolean {
    return customer === this.account.customer && isSame(sign, querySign(param, this.account.key, customer));
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given.toUpperCase()), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
