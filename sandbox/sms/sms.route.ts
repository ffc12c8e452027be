import type { FastifyInstance } from 'fastify';

import { bearer } from '../bearer';
import type { BusinessClock } from '../clock';
import { bookRoutes } from '../difference';
import type { Spoiler } from '../control/spoil';
import type { Sms } from './sms';

const sendSchema = {
  body: {
    type: 'object',
    required: ['reference', 'phone', 'text'],
    properties: {
      reference: { type: 'string', minLength: 1, maxLength: 60 },
      phone: { type: 'string', pattern: '^1\\d{10}$' },
      text: { type: 'string', minLength: 1, maxLength: 1000 },
    },
  },
} as const;

const inboxSchema = {
  querystring: {
    type: 'object',
    required: ['phone'],
    properties: {
      phone: { type: 'string' },
      after: { type: 'string', pattern: '^\\d{1,9}$', default: '0' },
      wait: { type: 'string', pattern: '^\\d{1,5}$', default: '0' },
    },
  },
} as const;

/** What a planted difference says. */
const LIES = {
  // No amounts here: a text message has none.
  kinds: ['status', 'missing', 'extra'],
  invented: { reference: 'PLANTED000000000001', status: 'sent', phoneLast4: '0000' },
  statuses: ['sent', 'failed'],
} as const;

export function smsRoutes(sms: Sms, token: string, clock: BusinessClock, spoil: Spoiler) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: { reference: string; phone: string; text: string } }>(
      '/send',
      { schema: sendSchema, onRequest: bearer(token) },
      (request, reply) => {
        const { reference, phone } = request.body;
        return spoil.answer(request, reply, { command: 'send', reference, phone }, async (fault) => {
          if (fault) return { code: '1', message: fault.text ?? '号码状态异常' };
          const message = await sms.send(request.body, clock.nowIso());
          if (message === 'conflict') return reply.code(409).send({ code: '409', message: '流水号重复,内容不一致' });
          return { code: '0', messageId: message.messageId };
        });
      },
    );

    // The customer's phone: the only place where a link can be read. Long-polls, so that nobody has to ask again and again.
    app.get<{ Querystring: { phone: string; after: string; wait: string } }>(
      '/inbox',
      { schema: inboxSchema },
      async ({ query: { phone, after, wait } }) => {
        const messages = await sms.arrival(phone, Number(after), Number(wait));
        return { messages: messages.map(({ seq, messageId, text, at }) => ({ seq, messageId, text, at })) };
      },
    );

    bookRoutes(app, () => sms.rows(), LIES);
    done();
  };
}
