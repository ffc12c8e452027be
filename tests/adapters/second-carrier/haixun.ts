import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Instant, Msisdn } from '../../../domain/brand';
import type { CarrierVerdict } from '../../../domain/carrier-words';
import type { CarrierNo, CarrierOrder, CarrierPort, CarrierSilence } from '../../../domain/ports/carrier';

export interface HaixunSettings {
  readonly url: string;
  readonly dealer: string;
  readonly key: string;
  readonly timeoutMs: number;
}

/** 海讯's words for an order, the row that `ORDER_WORDS` would hold. */
export const HAIXUN_WORDS: ReadonlyMap<unknown, CarrierVerdict> = new Map<unknown, CarrierVerdict>([
  ['W', 'processing'],
  ['K', 'opened'],
  ['J', 'active'],
  ['B', 'refused'],
  ['C', 'cancelled'],
  ['T', 'suspended'],
  ['X', 'closed'],
]);

const answer = z.looseObject({ ret: z.number().int(), msg: z.string().optional(), data: z.unknown().optional() });
const msisdn = z
  .string()
  .regex(/^1\d{10}$/)
  .transform((raw) => raw as Msisdn);
const taken = z.looseObject({ sheet_id: z.string() });
const segment = z.looseObject({ lot: z.string(), msisdns: z.array(msisdn) });
const sheet = z.looseObject({
  sheet_id: z.string(),
  st: z.unknown(),
  st_desc: z.string().nullish(),
  msisdn: msisdn.nullish(),
  sim_no: z.string().nullish(),
  live_ts: z.number().int().nullish(),
});

type Said = { readonly kind: 'said'; readonly ret: number; readonly text: string; readonly data: unknown };

/** 海讯: a form, signed with upper-case MD5 of its sorted fields and the key. `ret` 3xxxx is a no. It never calls back. */
export function haixunCarrier(settings: HaixunSettings): CarrierPort & { close: () => Promise<void> } {
  const agent = new Agent({ connections: 8 });

  async function say(action: string, fields: Readonly<Record<string, string>>): Promise<Said | CarrierSilence> {
    try {
      const response = await request(`${settings.url}/gateway`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: signed(settings, { action, ...fields }),
        dispatcher: agent,
        signal: AbortSignal.timeout(settings.timeoutMs),
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) return { kind: 'unknown', why: `HTTP ${String(response.statusCode)}` };
      const parsed = answer.safeParse(JSON.parse(text));
      if (!parsed.success) return { kind: 'unknown', why: 'the answer has another form' };
      return { kind: 'said', ret: parsed.data.ret, text: parsed.data.msg ?? '', data: parsed.data.data };
    } catch (error) {
      return { kind: 'unknown', why: error instanceof Error ? error.name : 'no answer' };
    }
  }

  async function command<Yes>(
    action: string,
    fields: Readonly<Record<string, string>>,
    read: (data: unknown) => Yes | null,
  ): Promise<Yes | CarrierNo | CarrierSilence> {
    const said = await say(action, fields);
    if (said.kind === 'unknown') return said;
    if (said.ret >= 30_000 && said.ret < 40_000) return { kind: 'refused', text: said.text };
    if (said.ret !== 0) return { kind: 'unknown', why: `ret ${String(said.ret)}` };
    return read(said.data) ?? { kind: 'unknown', why: 'the answer lacks a field' };
  }
  const done = (): { kind: 'done' } => ({ kind: 'done' });

  return {
    occupy: ({ reference, number, planCode, minutes }) =>
      command('lock', { ref_no: reference, msisdn: number, pkg: planCode, secs: String(minutes * 60) }, done),
    release: ({ reference, number }) => command('unlock', { ref_no: reference, msisdn: number }, done),
    submit: ({ reference, occupyReference, number, planCode, firstMonthFen, holder }) =>
      command(
        'apply',
        {
          ref_no: reference,
          lock_ref: occupyReference,
          msisdn: number,
          pkg: planCode,
          fee_yuan: (firstMonthFen / 100).toFixed(2),
          cust_name: holder.name,
          cert_no: holder.idNumber,
          link_phone: holder.phone,
        },
        (data) => {
          const parsed = taken.safeParse(data);
          return parsed.success ? { kind: 'done' as const, carrierOrderNo: parsed.data.sheet_id } : null;
        },
      ),
    cancel: (reference) => command('void', { ref_no: reference }, done),
    numbers: ({ reference, planCode, city, count }) =>
      command('segment', { ref_no: reference, pkg: planCode, area: city, qty: String(count) }, (data) => {
        const parsed = segment.safeParse(data);
        return parsed.success
          ? { kind: 'done' as const, batchNo: parsed.data.lot, numbers: parsed.data.msisdns }
          : null;
      }),
    async query(reference) {
      const said = await say('look', { ref_no: reference });
      if (said.kind === 'unknown') return said;
      if (said.ret === 20_404) return { kind: 'absent' };
      const parsed = sheet.safeParse(said.data);
      if (said.ret !== 0 || !parsed.success) return { kind: 'unknown', why: `ret ${String(said.ret)}` };
      return { kind: 'found', order: orderOf(parsed.data) };
    },
    close: () => agent.close(),
  };
}

const orderOf = (said: z.infer<typeof sheet>): CarrierOrder => ({
  carrierOrderNo: said.sheet_id,
  word: said.st,
  text: said.st_desc ?? null,
  number: said.msisdn ?? null,
  iccid: said.sim_no ?? null,
  activatedAt: typeof said.live_ts === 'number' ? (new Date(said.live_ts * 1000).toISOString() as Instant) : null,
  activation: null,
});

function signed({ dealer, key }: HaixunSettings, fields: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = { ...fields, dealer, ts: String(Math.floor(Date.now() / 1000)) };
  const text = Object.keys(all)
    .sort()
    .map((name) => `${name}=${all[name] ?? ''}`)
    .join('&');
  const sign = createHash('md5').update(`${text}&key=${key}`).digest('hex').toUpperCase();
  return new URLSearchParams({ ...all, sign }).toString();
}
