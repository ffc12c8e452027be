import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { type Instant, type Msisdn } from '../../domain/brand';
import type { CarrierNo, CarrierOrder, CarrierPort, CarrierSilence } from '../../domain/ports/carrier';

export interface XinglianSettings {
  /** Base address of the carrier's interface, no slash at the end. */
  readonly url: string;
  readonly appId: string;
  readonly appSecret: string;
  /** Where the carrier reports to. */
  readonly callbackUrl: string;
  /** How long one call may take, in ms; afterwards its result is unknown, never failed. */
  readonly timeoutMs: number;
}

const answer = z.looseObject({ code: z.string(), message: z.string().optional() });
const occupied = z.looseObject({ occupyId: z.string() });
const submitted = z.looseObject({ carrierOrderNo: z.string() });
// What has another form is no answer: it is asked for again rather than believed or thrown at the caller.
const mobileNumber = z
  .string()
  .regex(/^1\d{10}$/)
  .transform((raw) => raw as Msisdn);
const batch = z.looseObject({ batchNo: z.string(), numbers: z.array(mobileNumber) });
const queried = z.looseObject({
  order: z.looseObject({
    carrierOrderNo: z.string(),
    state: z.unknown(),
    message: z.string().nullish(),
    number: z.string().nullish(),
    iccid: z.string().nullish(),
    activatedAt: z.iso.datetime({ offset: true }).nullish(),
    activation: z.looseObject({ personMatches: z.boolean(), province: z.string(), city: z.string() }).nullish(),
  }),
});

type Said =
  { readonly kind: 'said'; readonly code: string; readonly message: string; readonly body: unknown } | CarrierSilence;

/** 星联's interface: HMAC over `app\ntime\nnonce\nsha256hex(body)`; business answers are HTTP 200 with a code. */
export function xinglianCarrier(settings: XinglianSettings): CarrierPort & { close: () => Promise<void> } {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000 });

  async function say(path: string, command: Readonly<Record<string, unknown>>): Promise<Said> {
    const body = JSON.stringify(command);
    try {
      const response = await request(`${settings.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signature(settings, body) },
        body,
        dispatcher: agent,
        headersTimeout: settings.timeoutMs,
        bodyTimeout: settings.timeoutMs,
        signal: AbortSignal.timeout(settings.timeoutMs),
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) return { kind: 'unknown', why: `HTTP ${String(response.statusCode)}` };
      const parsed = answer.safeParse(JSON.parse(text));
      if (!parsed.success) return { kind: 'unknown', why: 'the answer has another form' };
      return { kind: 'said', code: parsed.data.code, message: parsed.data.message ?? '', body: parsed.data };
    } catch (error) {
      return { kind: 'unknown', why: error instanceof Error ? error.name : 'no answer' };
    }
  }

  /** Code 0 is a yes whose body `read` understands, 1 a definite no, everything else tells nothing. */
  async function command<Yes>(
    path: string,
    body: Readonly<Record<string, unknown>>,
    read: (body: unknown) => Yes | null,
  ): Promise<Yes | CarrierNo | CarrierSilence> {
    const said = await say(path, body);
    if (said.kind === 'unknown') return said;
    if (said.code === '1') return { kind: 'refused', text: said.message };
    if (said.code !== '0') return { kind: 'unknown', why: `code ${said.code}` };
    return read(said.body) ?? { kind: 'unknown', why: 'the answer lacks a field' };
  }
  const done = (): { kind: 'done' } => ({ kind: 'done' });

  return {
    occupy: (input) =>
      command('/numbers/occupy', { ...input }, (body) => (occupied.safeParse(body).success ? done() : null)),
    release: (input) => command('/numbers/release', { ...input }, done),
    submit: (input) =>
      command('/orders/submit', { ...input, callbackUrl: settings.callbackUrl }, (body) => {
        const parsed = submitted.safeParse(body);
        return parsed.success ? { kind: 'done' as const, carrierOrderNo: parsed.data.carrierOrderNo } : null;
      }),
    cancel: (reference) => command('/orders/cancel', { reference }, done),
    numbers: (input) =>
      command('/numbers/batch', { ...input }, (body) => {
        const parsed = batch.safeParse(body);
        return parsed.success
          ? { kind: 'done' as const, batchNo: parsed.data.batchNo, numbers: parsed.data.numbers }
          : null;
      }),
    async query(reference) {
      const said = await say('/orders/query', { reference });
      if (said.kind === 'unknown') return said;
      if (said.code === '404') return { kind: 'absent' };
      const parsed = queried.safeParse(said.body);
      if (said.code !== '0' || !parsed.success) return { kind: 'unknown', why: `code ${said.code}` };
      return { kind: 'found', order: orderOf(parsed.data.order) };
    },
    close: () => agent.close(),
  };
}

function orderOf(said: z.infer<typeof queried>['order']): CarrierOrder {
  return {
    carrierOrderNo: said.carrierOrderNo,
    word: said.state,
    text: said.message ?? null,
    number: (said.number ?? null) as Msisdn | null,
    iccid: said.iccid ?? null,
    activatedAt: said.activatedAt ? (new Date(said.activatedAt).toISOString() as Instant) : null,
    activation: said.activation
      ? {
          personMatches: said.activation.personMatches,
          province: said.activation.province,
          city: said.activation.city,
        }
      : null,
  };
}

function signature({ appId, appSecret }: XinglianSettings, body: string): Record<string, string> {
  const time = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(12).toString('hex');
  const digest = createHash('sha256').update(body).digest('hex');
  const sign = createHmac('sha256', appSecret).update(`${appId}\n${time}\n${nonce}\n${digest}`).digest('hex');
  return { 'x-xl-app': appId, 'x-xl-time': time, 'x-xl-nonce': nonce, 'x-xl-sign': sign };
}
