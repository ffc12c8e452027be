import { createHash } from 'node:crypto';

import { COURIER, type Received, type Reply, type Running, send } from './support';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase();

export type Fields = Record<string, unknown>;

/** Everything that goes into an order's form, signed the way the service writes it; `changes` spoil it. */
export function orderForm(method: string, param: Fields, changes: Record<string, string> = {}): URLSearchParams {
  const text = JSON.stringify(param);
  const t = changes['t'] ?? String(Date.now());
  const sign = md5(text + t + COURIER.key + COURIER.secret);
  return new URLSearchParams({ method, key: COURIER.key, sign, t, param: text, ...changes });
}

export const form = (url: string, body: URLSearchParams, timeoutMs = 10_000): Promise<Reply> =>
  send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
    signal: AbortSignal.timeout(timeoutMs),
  });

export const courierCall = (sandbox: Running, method: string, param: Fields, timeoutMs?: number): Promise<Reply> =>
  form(`${sandbox.url}/couriers/kuaidi100/order`, orderForm(method, param), timeoutMs);

export function courierQuery(sandbox: Running, num: string, com = 'shunfeng'): Promise<Reply> {
  const param = JSON.stringify({ com, num });
  const sign = md5(param + COURIER.key + COURIER.customer);
  const body = new URLSearchParams({ customer: COURIER.customer, sign, param });
  return form(`${sandbox.url}/couriers/kuaidi100/query`, body);
}

export interface Push {
  readonly sign: string;
  readonly param: string;
  readonly status: string;
  readonly state: string;
  readonly reference: string;
  /** Newest first. */
  readonly codes: readonly string[];
  readonly rows: readonly Fields[];
}

/** A push as the product would read it. */
export function pushOf({ raw }: Received): Push {
  const fields = new URLSearchParams(raw.toString());
  const param = fields.get('param') ?? '';
  const { status, lastResult, thirdOrderId } = JSON.parse(param) as {
    status: string;
    lastResult: { state: string; data: Fields[] };
    thirdOrderId: string;
  };
  const codes = lastResult.data.map(({ statusCode }) => String(statusCode));
  const { state, data: rows } = lastResult;
  return { sign: fields.get('sign') ?? '', param, status, state, reference: thirdOrderId, codes, rows };
}

export const pushSignature = (param: string, salt: string): string => md5(param + salt);
