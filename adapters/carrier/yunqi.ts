import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import { z } from 'zod';
import type { Instant, Msisdn } from '../../domain/brand';
import type { CarrierNo, CarrierOrder, CarrierPort, CarrierSilence } from '../../domain/ports/carrier';

export interface YunqiSettings {
  /** Base address of the carrier's interface, no slash at the end. */
  readonly url: string;
  readonly appKey: string;
  readonly secret: string;
  /** How long one command may take, in ms, a query behind it included; afterwards its result is unknown, never failed. */
  readonly timeoutMs: number;
}

const CODES = { done: '0000', inWork: '2001', noSuchOrder: '4004', refused: '5001' } as const;

const answer = z.looseObject({ code: z.string(), msg: z.string().optional(), data: z.unknown().optional() });
const mobileNumber = z
  .string()
  .regex(/^1\d{10}$/)
  .transform((raw) => raw as Msisdn);
const taken = z.looseObject({ dingdan_hao: z.string().min(1) });
const batch = z.looseObject({ pici_hao: z.string(), haoma_liebiao: z.array(mobileNumber) });
/** Wall-clock time in Shanghai without a zone. China has known no other since 1991. */
const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  .transform((text) => `${text.replace(' ', 'T')}.000+08:00`)
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => new Date(text).toISOString() as Instant);
// It says nothing with an empty text where others leave a field out.
const nothing = z.literal('').transform(() => null);
const queried = z.looseObject({
  dingdan_hao: z.string().min(1),
  zhuangtai: z.unknown(),
  shuoming: z.string().nullish(),
  haoma: mobileNumber.or(nothing).nullish(),
  iccid: z.string().nullish(),
  jihuo_shijian: localTime.or(nothing).nullish(),
  jihuo: z.looseObject({ benren: z.enum(['0', '1']), sheng: z.string(), shi: z.string() }).nullish(),
});

type Said =
  { readonly kind: 'said'; readonly code: string; readonly text: string; readonly data: unknown } | CarrierSilence;
type Found = Awaited<ReturnType<CarrierPort['query']>>;

/**
 * 云启's interface: one gateway, its fields sorted and hashed with the secret behind them, HTTP 200 whatever it says,
 * and amounts in yuan. It never calls back.
 */
export function yunqiCarrier(settings: YunqiSettings): CarrierPort & { close: () => Promise<void> } {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000 });
  const inTime = (): AbortSignal => AbortSignal.timeout(settings.timeoutMs);

  async function say(method: string, biz: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Said> {
    try {
      const response = await request(`${settings.url}/gateway`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: signed(settings, method, biz),
        dispatcher: agent,
        headersTimeout: settings.timeoutMs,
        bodyTimeout: settings.timeoutMs,
        signal,
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) return { kind: 'unknown', why: `HTTP ${String(response.statusCode)}` };
      const parsed = answer.safeParse(JSON.parse(text));
      if (!parsed.success) return { kind: 'unknown', why: 'the answer has another form' };
      return { kind: 'said', code: parsed.data.code, text: parsed.data.msg ?? '', data: parsed.data.data };
    } catch (error) {
      return { kind: 'unknown', why: error instanceof Error ? error.name : 'no answer' };
    }
  }

  async function command<Yes>(
    method: string,
    biz: Readonly<Record<string, unknown>>,
    read: (data: unknown) => Yes | null,
  ): Promise<Yes | CarrierNo | CarrierSilence> {
    return heard(await say(method, biz, inTime()), read);
  }

  async function look(reference: string, signal: AbortSignal): Promise<Found> {
    const said = await say('dingdan.chaxun', { liushui_hao: reference }, signal);
    if (said.kind === 'unknown') return said;
    if (said.code === CODES.noSuchOrder) return { kind: 'absent' };
    if (said.code !== CODES.done) return { kind: 'unknown', why: `code ${said.code}` };
    const parsed = queried.safeParse(said.data);
    if (!parsed.success) return { kind: 'unknown', why: 'the answer lacks a field' };
    return { kind: 'found', order: orderOf(parsed.data) };
  }

  return {
    occupy: ({ reference, number, planCode, minutes }) =>
      command('haoma.suohao', { liushui_hao: reference, haoma: number, taocan: planCode, fenzhong: minutes }, done),
    release: ({ reference, number }) => command('haoma.jiesuo', { liushui_hao: reference, haoma: number }, done),
    async submit({ reference, occupyReference, number, planCode, firstMonthFen, holder }) {
      const signal = inTime();
      const said = await say(
        'dingdan.shouli',
        {
          liushui_hao: reference,
          suohao_liushui: occupyReference,
          haoma: number,
          taocan: planCode,
          shouyue_yuan: yuan(firstMonthFen),
          khxm: holder.name,
          zjhm: holder.idNumber,
          lxdh: holder.phone,
        },
        signal,
      );
      // A repeat is told that it is in work and not under which number; taking that for a failure would open a second card.
      if (said.kind === 'said' && said.code === CODES.inWork) {
        const found = await look(reference, signal);
        if (found.kind === 'found') return { kind: 'done', carrierOrderNo: found.order.carrierOrderNo };
        return found.kind === 'unknown' ? found : { kind: 'unknown', why: 'in work and not to be found' };
      }
      return heard(said, (data) => {
        const parsed = taken.safeParse(data);
        return parsed.success ? { kind: 'done' as const, carrierOrderNo: parsed.data.dingdan_hao } : null;
      });
    },
    cancel: (reference) => command('dingdan.chexiao', { liushui_hao: reference }, done),
    numbers: ({ reference, planCode, city, count }) =>
      command('haoma.pici', { liushui_hao: reference, taocan: planCode, chengshi: city, shuliang: count }, (data) => {
        const parsed = batch.safeParse(data);
        return parsed.success
          ? { kind: 'done' as const, batchNo: parsed.data.pici_hao, numbers: parsed.data.haoma_liebiao }
          : null;
      }),
    query: (reference) => look(reference, inTime()),
    close: () => agent.close(),
  };
}

const done = (): { kind: 'done' } => ({ kind: 'done' });

/** 0000 is a yes whose data `read` understands, 5001 a definite no, everything else tells nothing. */
function heard<Yes>(said: Said, read: (data: unknown) => Yes | null): Yes | CarrierNo | CarrierSilence {
  if (said.kind === 'unknown') return said;
  if (said.code === CODES.refused) return { kind: 'refused', text: said.text };
  if (said.code !== CODES.done) return { kind: 'unknown', why: `code ${said.code}` };
  return read(said.data) ?? { kind: 'unknown', why: 'the answer lacks a field' };
}

/** Whole fen in yuan with two decimals, without a division that could round. */
function yuan(fen: number): string {
  const digits = String(fen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const orderOf = (said: z.infer<typeof queried>): CarrierOrder => ({
  carrierOrderNo: said.dingdan_hao,
  word: said.zhuangtai,
  text: said.shuoming ?? null,
  number: said.haoma ?? null,
  iccid: said.iccid ? said.iccid : null,
  activatedAt: said.jihuo_shijian ?? null,
  activation: said.jihuo
    ? { personMatches: said.jihuo.benren === '1', province: said.jihuo.sheng, city: said.jihuo.shi }
    : null,
});

function signed({ appKey, secret }: YunqiSettings, method: string, biz: Readonly<Record<string, unknown>>): string {
  const fields: Record<string, string> = {
    app_key: appKey,
    biz: JSON.stringify(biz),
    method,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name] ?? ''}`)
    .join('&');
  const sign = createHash('sha256').update(`${text}${secret}`).digest('hex').toUpperCase();
  return JSON.stringify({ ...fields, sign });
}
