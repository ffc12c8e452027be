import { randomBytes } from 'node:crypto';

import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Agenda } from '../../agenda';
import { DOORS } from '../../couriers/kuaidi100/journey';
import { ACTIVATES, BEHAVIOURS, type Habits } from '../../customers/behaviour';
import { SEVERITY_NAMES } from '../../people/card/severity';
import { type Person, PERSON_KINDS, type PersonKind } from '../../people/person';
import { type Look, LOOKS, type Severity } from '../../persons/photos';
import type { AutoSales } from './auto-sales';
import { type DemoChannel, UploadRefused } from './channel';
import type { OrderBody } from './channel-book';
import { CONSENTS_TAKEN } from './consents';
import type { Tamper } from './signing';

interface SendBody
  extends
    Partial<Omit<OrderBody, 'holder' | 'delivery'>>,
    Pick<Habits, 'behaviour' | 'delayMs' | 'door' | 'activates'> {
  readonly personId?: string;
  /** Draws somebody of this kind where no `personId` is given. */
  readonly kind: PersonKind;
  readonly holder?: Partial<OrderBody['holder']>;
  readonly delivery?: Partial<OrderBody['delivery']>;
  readonly withImages: boolean;
  readonly look: Look;
  readonly severity: Severity;
  readonly take: number;
  readonly copies: number;
  readonly tamper?: Tamper;
}

const loose = { type: 'object' } as const;
const sendSchema = {
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      externalRef: { type: 'string' },
      planCode: { type: 'string' },
      quantity: { type: 'integer' },
      city: { type: 'string' },
      numbers: { type: 'array', items: { type: 'string' } },
      agentCode: { type: 'string' },
      consents: { type: 'array', items: loose },
      personId: { type: 'string' },
      kind: { enum: PERSON_KINDS, default: 'ordinary' },
      holder: loose,
      delivery: loose,
      withImages: { type: 'boolean', default: true },
      look: { enum: LOOKS, default: 'own' },
      severity: { enum: SEVERITY_NAMES, default: 'moderate' },
      take: { type: 'integer', minimum: 0, default: 0 },
      copies: { type: 'integer', minimum: 1, maximum: 64, default: 1 },
      tamper: { enum: ['bad-signature', 'stale', 'replayed-nonce'] },
      behaviour: { enum: BEHAVIOURS },
      door: { enum: DOORS },
      activates: { enum: ACTIVATES },
      delayMs: { type: 'integer', minimum: 0 },
    },
  },
} as const;

const callSchema = {
  body: {
    type: 'object',
    required: ['path'],
    properties: {
      method: { enum: ['GET', 'POST', 'DELETE'], default: 'GET' },
      path: { type: 'string', pattern: '^/v1/' },
      body: {},
      tamper: { enum: ['bad-signature', 'stale'] },
    },
  },
} as const;

export interface DemoChannelParts {
  readonly channel: DemoChannel;
  readonly auto: AutoSales;
  readonly agenda: Agenda;
  /** Says how this person will behave when a link comes. */
  readonly behave: (phone: string, habits: Habits) => Promise<void>;
}

/** Makes the sales channel do things; its own requests go to the product's public API only. */
export function demoChannelRoutes({ channel, auto, agenda, behave }: DemoChannelParts) {
  const { book, persons, clock } = channel.parts;

  const send = async (wish: SendBody, person: Person, reply: FastifyReply): Promise<unknown> => {
    const { personId } = person;
    const { behaviour, delayMs, door, activates } = wish;
    if (behaviour ?? door ?? activates) {
      const link = { ...(behaviour && { behaviour }), ...(delayMs !== undefined && { delayMs }) };
      await behave(person.phone, { ...link, ...(door && { door }), ...(activates && { activates }) });
    }
    const { withImages, look, severity, take } = wish;
    const photos = withImages ? { look, severity, take } : null;
    const body = orderOf(wish, person);
    await book.write({ t: 'planned', body, personId, photos, auto: false, at: clock.nowIso() });
    const sale = book.sales.get(body.externalRef);
    if (!sale) throw new Error('a sale that was just written is not in the book');
    try {
      const images = await channel.upload(sale);
      const results = await channel.order(sale, images, wish.copies, wish.tamper);
      return { externalRef: body.externalRef, personId, results };
    } catch (error) {
      if (error instanceof UploadRefused)
        return { externalRef: body.externalRef, personId, results: [error.said], at: 'upload' };
      return reply.code(502).send({ code: 'ProductUnreachable', externalRef: body.externalRef, personId });
    }
  };

  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: SendBody }>('/send', { schema: sendSchema }, async ({ body: wish }, reply) => {
      const person =
        wish.personId === undefined ? await persons.draw({ kind: wish.kind }) : persons.find(wish.personId);
      if (!person) return reply.code(404).send({ code: 'PersonNotFound' });
      return agenda.during('channel sends what it was told to', () => send(wish, person, reply));
    });

    app.post<{ Body: { method: string; path: string; body?: unknown; tamper?: Tamper } }>(
      '/call',
      { schema: callSchema },
      async ({ body: { method, path, body, tamper } }) =>
        channel.signedCall(method, path, body === undefined ? '' : JSON.stringify(body), 'application/json', tamper),
    );

    app.get('/book', () => ({
      rows: [...book.sales.values()].map(({ externalRef, personId, body, photos, auto: byItself, at, told }) => {
        const { planCode, quantity, city } = body;
        return {
          externalRef,
          personId,
          planCode,
          quantity,
          city,
          withImages: photos !== null,
          auto: byItself,
          at,
          told,
        };
      }),
      undecided: book.undecided().length,
    }));

    app.get('/rate', () => ({ ratePerMinute: auto.rate }));
    app.post<{ Body: { ratePerMinute: number } }>(
      '/rate',
      {
        schema: {
          body: {
            type: 'object',
            required: ['ratePerMinute'],
            properties: { ratePerMinute: { type: 'number', minimum: 0, maximum: 600 } },
          },
        },
      },
      ({ body }) => {
        auto.setRate(body.ratePerMinute);
        return { ratePerMinute: auto.rate };
      },
    );
    done();
  };
}

function orderOf(wish: SendBody, person: Person): OrderBody {
  const { name, idNumber, phone } = person;
  const consents = wish.consents ?? (wish.withImages ? CONSENTS_TAKEN : undefined);
  return {
    externalRef: wish.externalRef ?? `M-${randomBytes(8).toString('hex')}`,
    planCode: wish.planCode ?? 'XL29',
    quantity: wish.quantity ?? 1,
    city: wish.city ?? '0755',
    holder: { name, idNumber, phone, ...wish.holder },
    delivery: { ...person.delivery, ...wish.delivery },
    ...(wish.numbers && { numbers: wish.numbers }),
    ...(wish.agentCode !== undefined && { agentCode: wish.agentCode }),
    ...(consents && { consents }),
  };
}
