import type { FastifyInstance } from 'fastify';

import type { Persons } from '../persons/persons';
import { type Behaviour, BEHAVIOURS } from './behaviour';
import type { CustomerBook } from './customer-book';
import type { Customers } from './customers';

const behaviourSchema = {
  body: {
    type: 'object',
    required: ['behaviour'],
    additionalProperties: false,
    properties: {
      personId: { type: 'string' },
      phone: { type: 'string' },
      behaviour: { enum: BEHAVIOURS },
      delayMs: { type: 'integer', minimum: 0 },
    },
  },
} as const;

export function customerRoutes(customers: Customers, book: CustomerBook, persons: Persons) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: { personId?: string; phone?: string; behaviour: Behaviour; delayMs?: number } }>(
      '/behaviour',
      { schema: behaviourSchema },
      async ({ body }, reply) => {
        const phone = body.phone ?? persons.find(body.personId ?? '')?.phone;
        if (phone === undefined) return reply.code(404).send({ code: 'PersonNotFound' });
        await customers.behave(phone, body.behaviour, body.delayMs);
        return { behaviour: body.behaviour };
      },
    );

    // Without phones and tokens: who wants a link reads the inbox.
    app.get('/visits', () => ({
      open: [...book.visits.values()].map(({ seq, dueAt, session }) => ({
        seq,
        dueAt: new Date(dueAt).toISOString(),
        entered: session !== null,
      })),
      ended: book.ended,
    }));
    done();
  };
}
