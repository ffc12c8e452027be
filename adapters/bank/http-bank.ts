import { z } from 'zod';
import type { BankPort } from '../../domain/ports/bank';
import { bearerJson, type BearerService } from '../bearer-json';

const refusal = z.looseObject({ code: z.literal('1'), message: z.string() });
const transfer = z.union([z.looseObject({ code: z.literal('0'), transferNo: z.string().min(1) }), refusal]);
const found = z.union([
  z.looseObject({ code: z.literal('0'), transferNo: z.string().min(1), amountFen: z.number().int() }),
  z.looseObject({ code: z.literal('404') }),
]);

/** The bank over HTTP, with a bearer token. Code 0 is a yes, 1 a definite no; everything else tells nothing. */
export function httpBank(service: BearerService): BankPort & { close: () => Promise<void> } {
  const bank = bearerJson(service);
  return {
    async transfer(input) {
      const heard = await bank.post('/transfers', input, transfer);
      if (heard.kind === 'silence') return { kind: 'unknown', why: heard.why };
      return heard.body.code === '0'
        ? { kind: 'done', transferNo: heard.body.transferNo }
        : { kind: 'refused', text: heard.body.message };
    },
    async find(reference) {
      const heard = await bank.post('/transfers/query', { reference }, found);
      if (heard.kind === 'silence') return { kind: 'unknown', why: heard.why };
      return heard.body.code === '0'
        ? { kind: 'found', transferNo: heard.body.transferNo, amountFen: heard.body.amountFen }
        : { kind: 'absent' };
    },
    close: bank.close,
  };
}
