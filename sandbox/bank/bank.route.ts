import type { FastifyInstance } from 'fastify';

import { bearer } from '../bearer';
import type { BusinessClock } from '../clock';
import type { Spoiler } from '../control/spoil';
import { bookRoutes } from '../difference';
import type { Bank, TransferOrder } from './bank';

const reference = { type: 'string', pattern: '^[0-9A-Z]{1,20}$' } as const;

const transferSchema = {
  body: {
    type: 'object',
    required: ['reference', 'payee', 'amountFen', 'purpose'],
    properties: {
      reference,
      payee: { type: 'string', minLength: 1, maxLength: 40 },
      amountFen: { type: 'integer', minimum: 1 },
      purpose: { type: 'string', minLength: 1, maxLength: 60 },
    },
  },
} as const;

const querySchema = { body: { type: 'object', required: ['reference'], properties: { reference } } } as const;
/** What a planted difference says. */
const LIES = {
  kinds: ['amount', 'number', 'status', 'missing', 'extra'],
  invented: { reference: 'PLANTED000000000001', status: '已入账', number: 'B0000000000', amountFen: 100 },
  statuses: ['已入账', '已退回'],
} as const;

export function bankRoutes(bank: Bank, token: string, clock: BusinessClock, spoil: Spoiler) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: TransferOrder }>(
      '/transfers',
      { schema: transferSchema, onRequest: bearer(token) },
      (request, reply) => {
        const order = request.body;
        const facts = { command: 'transfer', reference: order.reference, payee: order.payee };
        return spoil.answer(request, reply, facts, async (fault) => {
          const result = fault
            ? await bank.refuse(order, fault.text ?? '收款账户状态异常', clock.nowIso())
            : await bank.transfer(order, clock.nowIso());
          if (result === 'conflict') return { code: '1', message: '流水号重复,内容不一致' };
          if ('refused' in result) return { code: '1', message: result.refused };
          return { code: '0', transferNo: result.transferNo };
        });
      },
    );

    app.post<{ Body: { reference: string } }>(
      '/transfers/query',
      { schema: querySchema, onRequest: bearer(token) },
      (request, reply) =>
        spoil.answer(request, reply, { command: 'query', reference: request.body.reference }, async () => {
          const found = bank.find(request.body.reference);
          return found
            ? { code: '0', transferNo: found.transferNo, amountFen: found.amountFen, at: found.at }
            : { code: '404', message: '无此流水' };
        }),
    );

    bookRoutes(app, () => bank.rows(), LIES);
    done();
  };
}
