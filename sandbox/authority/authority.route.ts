import type { FastifyInstance } from 'fastify';

import { bearer } from '../bearer';
import type { BusinessClock } from '../clock';
import type { Spoiler } from '../control/spoil';
import { bookRoutes } from '../difference';
import { type Authority, AUTHORITY_TEXTS } from './authority';

const verifySchema = {
  body: {
    type: 'object',
    required: ['requestId', 'name', 'idNumber'],
    properties: {
      requestId: { type: 'string', minLength: 1, maxLength: 60 },
      name: { type: 'string', minLength: 1, maxLength: 60 },
      idNumber: { type: 'string', minLength: 1, maxLength: 20 },
    },
  },
} as const;

/** What a planted difference says. */
const LIES = {
  kinds: ['status', 'missing', 'extra'],
  invented: { reference: 'PLANTED000000000001', status: '200' },
  statuses: ['200', '202'],
} as const;

export function authorityRoutes(authority: Authority, token: string, clock: BusinessClock, spoil: Spoiler) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: { requestId: string; name: string; idNumber: string } }>(
      '/verify',
      { schema: verifySchema, onRequest: bearer(token) },
      (request, reply) => {
        const { requestId, idNumber } = request.body;
        const facts = { command: 'verify', reference: requestId, idNumber };
        return spoil.answer(request, reply, facts, async (fault) => {
          const forced = fault && (fault.code ?? '206');
          // A source that is down has judged nothing: this answer is not kept, the next request is judged afresh.
          if (forced === '417') return { code: '417', message: AUTHORITY_TEXTS['417'], requestId };
          const answer = await authority.verify(request.body, clock.nowIso(), forced);
          if (answer === 'conflict')
            return reply.code(409).send({ code: '409', message: '请求号重复,内容不一致', requestId });
          const { code } = answer;
          return { code, message: AUTHORITY_TEXTS[code] ?? '其他', requestId };
        });
      },
    );

    bookRoutes(app, () => authority.rows(), LIES);
    done();
  };
}
