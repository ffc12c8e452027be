import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { CourierPushesPort } from '../../domain/ports/channel-requests';
import { traceOf, upperMd5 } from './kuaidi100';

const push = z.looseObject({
  thirdOrderId: z
    .string()
    .regex(/^[0-9A-Z]{1,20}$/)
    .nullish(),
  lastResult: z.looseObject({ com: z.string().regex(/^[a-z0-9]{2,20}$/), nu: z.string().regex(/^[\w-]{4,40}$/) }),
});

/**
 * 快递100 signs a push by MD5(param + salt), upper case, and carries no time: a replayed push tells what is known already,
 * so it changes nothing.
 */
export function kuaidi100Pushes({ salt }: { readonly salt: string }): CourierPushesPort {
  return {
    read(body) {
      const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
      const [param, sign] = [form.get('param'), form.get('sign')];
      if (param === null || sign === null || !isSame(sign, upperMd5(param + salt))) {
        throw new DomainError('SignatureInvalid', 'the signature does not belong to this push');
      }
      const parsed = push.safeParse(parse(param));
      const events = parsed.success ? traceOf(parsed.data.lastResult) : null;
      if (!parsed.success || !events) throw new DomainError('BodyInvalid', 'the push has another form');
      const { com, nu } = parsed.data.lastResult;
      return {
        provider: 'kuaidi100',
        reference: parsed.data.thirdOrderId ?? null,
        parcel: { company: com, waybill: nu },
        events,
      };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('BodyInvalid', 'param is not JSON');
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given.toUpperCase()), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
