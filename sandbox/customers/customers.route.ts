import type { FastifyInstance } from 'fastify';

import { DOORS } from '../couriers/kuaidi100/journey';
import type { Persons } from '../persons/persons';
import { ACTIVATES, BEHAVIOURS, type Habits } from './behaviour';
import type { CustomerBook } from './customer-book';
import type { Customers } from './customers';

const behaviourSchema = {
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      personId: { type: 'string' },
      phone: { type: 'string' },
      behaviour: { enum: BEHAVIOURS },
      delayMs: { type: 'integer', minimum: 0 },
      door: { enum: DOORS },
      activates: { enum: ACTIVATES },
      activation: {
        type: 'object',
        additionalProperties: false,
        properties: { personMatches: { type: 'boolean' }, province: { type: 'string' }, city: { type: 'string' } },
      },
      asks: { type: 'string', minLength: 1, maxLength: 1_000 },
      newsLateDays: { type: 'integer', minimum: 0, maximum: 400 },
    },
  },
} as const;

export function customerRoutes(customers: Customers, book: CustomerBook, persons: Persons) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: { personId?: string; phone?: string } & Habits }>(
      '/behaviour',
      { schema: behaviourSchema },
      async ({ body }, reply) => {
        const { personId, phone: given, ...habits } = body;
        const phone = given ?? persons.find(personId ?? '')?.phone;
        if (phone === undefined) return reply.code(404).send({ code: 'PersonNotFound' });
        await customers.behave(phone, habits);
        return habits;
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
