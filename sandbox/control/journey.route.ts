import type { FastifyInstance } from 'fastify';

import type { Cards } from '../carriers/house/cards';
import type { CarrierOrder } from '../carriers/house/state';

const who = { personId: { type: 'string' }, number: { type: 'string', pattern: '^1\\d{10}$' } } as const;

const stopSchema = {
  body: {
    type: 'object',
    additionalProperties: false,
    anyOf: [{ required: ['personId'] }, { required: ['number'] }],
    properties: who,
  },
} as const;

const activateSchema = {
  body: {
    ...stopSchema.body,
    properties: {
      ...who,
      newsAfterMs: { type: 'integer', minimum: 0, default: 0 },
      personMatches: { type: 'boolean', default: true },
      province: { type: 'string', default: '广东省' },
      city: { type: 'string', default: '深圳市' },
    },
  },
} as const;

const delaySchema = {
  body: {
    type: 'object',
    required: ['delayMs'],
    properties: {
      delayMs: {
        anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 2, maxItems: 2 }],
      },
    },
  },
} as const;

interface Who {
  readonly personId?: string;
  readonly number?: string;
}

interface ActivateBody extends Who {
  readonly newsAfterMs: number;
  readonly personMatches: boolean;
  readonly province: string;
  readonly city: string;
}

type Delay = readonly [number, number] | null;

export interface JourneyParts {
  /** Of every carrier. */
  readonly cards: readonly Cards[];
  readonly findPerson: (personId: string) => { readonly idNumber: string } | undefined;
  readonly courier: { pace: Delay };
  readonly cardholders: { readonly parcelDelay: { delayMs: Delay } };
}

/** Steers what happens to parcels and cards once they have left the house. */
export function journeyRoutes({ cards, findPerson, courier, cardholders }: JourneyParts) {
  /** Tells the orders of this person, or the order of this number; null where nobody is meant. */
  const chosen = ({ personId, number }: Who): ((order: CarrierOrder) => boolean) | null => {
    if (number !== undefined) return ({ submission }) => submission.number === number;
    const person = findPerson(personId ?? '');
    return person ? ({ submission }) => submission.holder.idNumber === person.idNumber : null;
  };

  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    const stop = (path: string, state: '已停机' | '已销户'): void => {
      app.post<{ Body: Who }>(path, { schema: stopSchema }, async ({ body }, reply) => {
        const matches = chosen(body);
        let stopped = 0;
        if (matches) for (const desk of cards) stopped += await desk.stop(matches, state);
        return stopped > 0 ? { stopped } : reply.code(404).send({ code: 'CardNotFound' });
      });
    };
    stop('/carrier/suspend', '已停机');
    stop('/carrier/close', '已销户');

    // A card that is activated without waiting for parcel and customer.
    app.post<{ Body: ActivateBody }>('/carrier/activate', { schema: activateSchema }, async ({ body }, reply) => {
      const { newsAfterMs, personMatches, province, city } = body;
      const matches = chosen(body);
      const results = await Promise.all(
        (matches ? cards : []).flatMap((desk) =>
          desk
            .opened(matches ?? (() => false))
            .map((iccid) => desk.activate(iccid, { newsAfterMs, personMatches, province, city })),
        ),
      );
      const activated = results.filter(Boolean).length;
      return activated > 0 ? { activated } : reply.code(404).send({ code: 'CardNotFound' });
    });

    app.post<{ Body: { delayMs: Delay } }>('/courier-delay', { schema: delaySchema }, ({ body: { delayMs } }) => {
      courier.pace = delayMs;
      return { delayMs };
    });
    app.post<{ Body: { delayMs: Delay } }>('/activation-delay', { schema: delaySchema }, ({ body: { delayMs } }) => {
      cardholders.parcelDelay.delayMs = delayMs;
      return { delayMs };
    });
    done();
  };
}
