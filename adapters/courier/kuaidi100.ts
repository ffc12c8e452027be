import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Instant } from '../../domain/brand';
import type { CourierEvent, CourierNo, CourierPort, CourierSilence, Waybill } from '../../domain/ports/courier';

export interface Kuaidi100Settings {
  /** Base address of the aggregator, no slash at the end. */
  readonly url: string;
  readonly customer: string;
  readonly key: string;
  readonly secret: string;
  /** Signs the pushes that this order brings. */
  readonly salt: string;
  /** Where pushes go. */
  readonly callbackUrl: string;
  /** The courier company parcels are given to, by the aggregator's code. */
  readonly company: string;
  /** How long one call may take, in ms; afterwards its result is unknown, never failed. */
  readonly timeoutMs: number;
}

const CHINA_AHEAD_MS = 8 * 3_600_000;

export const upperMd5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex').toUpperCase();

const answer = z.looseObject({ result: z.boolean(), returnCode: z.string(), message: z.string().optional() });
const ordered = z.looseObject({
  data: z.looseObject({ kuaidinum: z.string().min(1), kuaidicom: z.string().optional() }),
});
const inquired = z.looseObject({ data: z.looseObject({ result: z.enum(['accepted', 'lost']) }) });

/** The aggregator tells times of the day in China; null for one that no calendar knows. */
function instantOf(local: string): Instant | null {
  const [date = '', time = ''] = local.split(' ');
  const at = new Date(`${date}T${time}Z`);
  // A 30th of February is read as the 2nd of March.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== `${date}T${time}.000Z`) return null;
  return new Date(at.getTime() - CHINA_AHEAD_MS).toISOString() as Instant;
}

/** One line of a trace; its free text is dropped here, for it names people and their phones. */
const line = z.looseObject({
  time: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    .transform(instantOf)
    .refine((at) => at !== null),
  statusCode: z
    .string()
    .regex(/^[\w-]{0,20}$/)
    .nullish(),
  areaName: z.string().nullish(),
});
const traced = z.looseObject({ state: z.string().optional(), data: z.array(line) });

/** The name of an area as a column takes it: no control characters, no halves of a character. */
const areaOf = (name: string): string | null =>
  Array.from(name.replaceAll(/[\p{Cc}\p{Cs}]/gu, ''))
    .slice(0, 40)
    .join('') || null;

/** A trace in our terms; null where it has another form. */
export function traceOf(raw: unknown): readonly CourierEvent[] | null {
  const parsed = traced.safeParse(raw);
  if (!parsed.success) return null;
  return parsed.data.data.flatMap(({ time, statusCode, areaName }) =>
    statusCode && time ? [{ code: statusCode, at: time, area: areaOf(areaName ?? '') }] : [],
  );
}

type Said = { readonly kind: 'said'; readonly body: unknown } | CourierSilence;

/** 快递100: forms with JSON inside, each signed by an upper-case MD5 (`DOMAIN.md` 5.1). */
export function kuaidi100Courier(settings: Kuaidi100Settings): CourierPort & { close: () => Promise<void> } {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000 });
  const { key, secret, customer, company, salt } = settings;

  async function say(path: string, form: Readonly<Record<string, string>>): Promise<Said> {
    try {
      const response = await request(`${settings.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: new URLSearchParams(form).toString(),
        dispatcher: agent,
        headersTimeout: settings.timeoutMs,
        bodyTimeout: settings.timeoutMs,
        signal: AbortSignal.timeout(settings.timeoutMs),
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) return { kind: 'unknown', why: `HTTP ${String(response.statusCode)}` };
      return { kind: 'said', body: JSON.parse(text) };
    } catch (error) {
      return { kind: 'unknown', why: error instanceof Error ? error.name : 'no answer' };
    }
  }

  function order(method: string, fields: Readonly<Record<string, unknown>>): Promise<Said> {
    const param = JSON.stringify(fields);
    const t = String(Date.now());
    return say('/order', { method, key, t, param, sign: upperMd5(param + t + key + secret) });
  }

  /** 200 is a yes whose body `read` understands, 4xx in the body a definite no, everything else tells nothing. */
  async function command<Yes>(
    method: string,
    fields: Readonly<Record<string, unknown>>,
    read: (body: unknown) => Yes | null,
  ): Promise<Yes | CourierNo | CourierSilence> {
    const said = await order(method, fields);
    if (said.kind === 'unknown') return said;
    const parsed = answer.safeParse(said.body);
    if (!parsed.success) return { kind: 'unknown', why: 'the answer has another form' };
    const { result, returnCode, message } = parsed.data;
    if (!result && /^4\d\d$/.test(returnCode)) return { kind: 'refused', text: message ?? '' };
    if (!result || returnCode !== '200') return { kind: 'unknown', why: `code ${returnCode}` };
    return read(said.body) ?? { kind: 'unknown', why: 'the answer lacks a field' };
  }

  function waybillIn(body: unknown): Waybill | null {
    const parsed = ordered.safeParse(body);
    return parsed.success
      ? { waybill: parsed.data.data.kuaidinum, company: parsed.data.data.kuaidicom ?? company }
      : null;
  }

  return {
    dispatch: ({ reference, iccid, recipient }) =>
      command(
        'bOrder',
        {
          kuaidicom: company,
          thirdOrderId: reference,
          iccid,
          recMan: {
            name: recipient.name,
            mobile: recipient.phone,
            printAddr: `${recipient.province}${recipient.city}${recipient.district}${recipient.address}`,
          },
          callBackUrl: settings.callbackUrl,
          salt,
        },
        (body) => {
          const parcel = waybillIn(body);
          return parcel && { kind: 'done' as const, ...parcel };
        },
      ),
    async find(reference) {
      const said = await order('detail', { thirdOrderId: reference });
      if (said.kind === 'unknown') return said;
      const parsed = answer.safeParse(said.body);
      if (parsed.success && parsed.data.returnCode === '404') return { kind: 'absent' };
      const parcel = waybillIn(said.body);
      return parcel ? { kind: 'found', ...parcel } : { kind: 'unknown', why: 'the answer lacks a field' };
    },
    async track({ waybill, company: com }) {
      const param = JSON.stringify({ com, num: waybill });
      const said = await say('/query', { customer, param, sign: upperMd5(param + key + customer) });
      if (said.kind === 'unknown') return said;
      const events = traceOf(said.body);
      if (events) return { kind: 'found', events };
      const parsed = answer.safeParse(said.body);
      return parsed.success && parsed.data.returnCode === '404'
        ? { kind: 'absent' }
        : { kind: 'unknown', why: 'the answer has another form' };
    },
    intercept: ({ reference, waybill }) =>
      command('cancel', { thirdOrderId: reference, kuaidinum: waybill }, () => ({ kind: 'done' as const })),
    inquire: ({ reference, waybill }) =>
      command('inquire', { thirdOrderId: reference, kuaidinum: waybill }, (body) => {
        const parsed = inquired.safeParse(body);
        return parsed.success ? { kind: 'done' as const, result: parsed.data.data.result } : null;
      }),
    close: () => agent.close(),
  };
}
