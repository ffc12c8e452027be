import type { FastifyInstance } from 'fastify';

import type { Agenda } from '../agenda';
import type { BusinessClock } from '../clock';
import { type FaultRule, type Faults, PARTNERS } from './faults';
import type { HeldReplies } from './spoil';

const text = { type: 'string', minLength: 1, maxLength: 200 } as const;

const faultSchema = {
  body: {
    type: 'object',
    required: ['partner', 'effect'],
    additionalProperties: false,
    properties: {
      partner: { enum: PARTNERS },
      effect: {
        enum: [
          'timeout-before',
          'timeout-after-acting',
          'down',
          'refuse',
          'code',
          'hold',
          'answer-twice',
          'answer-late',
          'out-of-order',
        ],
      },
      match: {
        type: 'object',
        additionalProperties: false,
        default: {},
        properties: {
          command: text,
          carrier: text,
          reference: text,
          number: text,
          planCode: text,
          idNumber: text,
          phone: text,
          payee: text,
          personId: text,
        },
      },
      text,
      code: text,
      delayMs: { type: 'integer', minimum: 0 },
      act: { enum: ['before', 'after'] },
      times: { type: 'integer', minimum: 1 },
      nth: { type: 'integer', minimum: 1 },
    },
  },
} as const;

const clockSchema = {
  body: { type: 'object', required: ['offsetMs'], properties: { offsetMs: { type: 'integer' } } },
} as const;

type FaultPlan = Omit<FaultRule, 'id' | 'times' | 'nth' | 'match'> & {
  readonly match: FaultRule['match'] & { readonly personId?: string };
  readonly times?: number;
  readonly nth?: number;
};

export interface ControlParts {
  readonly clock: BusinessClock;
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly holds: HeldReplies;
  /** A drawn person, so that a fault can be aimed at one without knowing her number. */
  readonly findPerson: (personId: string) => { readonly idNumber: string; readonly phone: string } | undefined;
  readonly carrierDelays: readonly { delayMs: readonly [number, number] }[];
}

/** What the demo and the product's time travel steer the sandbox with. */
export function controlRoutes({ clock, agenda, faults, holds, findPerson, carrierDelays }: ControlParts) {
  const next = (): { at: string; what: string } | null => {
    const entry = agenda.next();
    return entry ? { at: new Date(entry.at).toISOString(), what: entry.what } : null;
  };
  const time = (): { businessNow: string; offsetMs: number } => ({
    businessNow: clock.nowIso(),
    offsetMs: clock.offsetMs,
  });

  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.get('/clock', () => time());
    app.post<{ Body: { offsetMs: number } }>('/clock', { schema: clockSchema }, async ({ body }) => {
      await clock.move(body.offsetMs);
      return time();
    });
    // JSON even where it is nothing: an empty answer would be no answer.
    app.get('/next', (_request, reply) => reply.type('application/json').send(JSON.stringify(next())));
    app.get('/quiet', () => {
      const blockers = agenda.blockers();
      return { quiet: blockers.length === 0, blockers, next: next(), ...time() };
    });

    app.post<{ Body: FaultPlan }>('/faults', { schema: faultSchema }, async ({ body }, reply) => {
      const { personId, ...match } = body.match;
      if (personId === undefined) return faults.add({ ...body, match });
      const person = findPerson(personId);
      if (!person) return reply.code(404).send({ code: 'PersonNotFound' });
      const { idNumber, phone } = person;
      // Couriers and gateways know phones, the carrier and the authority know ID numbers.
      const who = body.partner === 'courier' || body.partner === 'sms' ? { phone } : { idNumber };
      return faults.add({ ...body, match: { ...match, ...who } });
    });
    app.get('/faults', () => ({ faults: faults.list(), spent: faults.spent }));
    app.delete('/faults', async () => {
      await faults.clear();
      return { faults: [] };
    });

    app.get('/held', () => ({ held: holds.list() }));
    app.post<{ Body: { id?: string } | null }>('/release', ({ body }) => ({ released: holds.release(body?.id) }));

    app.post<{ Body: { delayMs: [number, number] } }>(
      '/carrier-delay',
      {
        schema: {
          body: {
            type: 'object',
            required: ['delayMs'],
            properties: {
              delayMs: { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 2, maxItems: 2 },
            },
          },
        },
      },
      ({ body }) => {
        for (const carrier of carrierDelays) carrier.delayMs = body.delayMs;
        return { delayMs: body.delayMs };
      },
    );
    done();
  };
}
