import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { CallFacts, FaultRule } from '../../control/faults';
import type { Spoiler } from '../../control/spoil';
import { cancel, deliverBatch, type Ledger, occupy, query, release, type Reply, submit } from './desk';
import { bookRows, type Difference, withDifference } from './difference';
import type { Processing } from './processing';
import type { Submission } from './rows';
import type { RequestSignatures } from './signature';
import { TEXTS } from './words';

const reference = { type: 'string', pattern: '^[0-9A-Za-z_-]{1,40}$' } as const;
const number = { type: 'string', pattern: '^1\\d{10}$' } as const;
const word = { type: 'string', minLength: 1, maxLength: 60 } as const;
const holder = {
  type: 'object',
  required: ['name', 'idNumber', 'phone'],
  properties: { name: word, idNumber: { type: 'string', pattern: '^\\d{17}[\\dX]$' }, phone: number },
} as const;

function bodyOf(properties: Record<string, unknown>): { schema: { body: unknown } } {
  return { schema: { body: { type: 'object', required: Object.keys(properties), properties } } };
}

export interface XinglianParts {
  readonly ledger: Ledger;
  readonly signatures: RequestSignatures;
  readonly processing: Processing;
  readonly spoil: Spoiler;
}

/** The carrier's HTTP face. Commands are signed; the book is open, because the server listens on loopback only. */
export function xinglianRoutes({ ledger, signatures, processing, spoil }: XinglianParts) {
  let planted: Difference | undefined;

  /** Numbers and persons of a known order, so that a fault can be aimed at a query by number. */
  const known = (facts: CallFacts): CallFacts => {
    const order = ledger.memory.orders.get(facts.reference ?? '');
    if (!order) return facts;
    const { number: ordered, planCode, holder: person } = order.submission;
    return { number: ordered, planCode, idNumber: person.idNumber, phone: person.phone, ...facts };
  };

  /** Does it, and answers only once the book is on the disk. */
  const command = (
    request: FastifyRequest,
    reply: FastifyReply,
    facts: CallFacts,
    act: (fault: FaultRule | undefined) => Reply,
  ): Promise<Reply | FastifyReply> =>
    spoil.answer(request, reply, known(facts), async (fault) => {
      const answer = act(fault);
      await ledger.book.synced();
      return answer;
    });
  const refusal = (fault: FaultRule | undefined): string | undefined => fault && (fault.text ?? '系统异常');
  const unless = (fault: FaultRule | undefined, act: () => Reply): Reply => {
    const message = refusal(fault);
    return message === undefined ? act() : { code: '1', message };
  };

  return async (app: FastifyInstance): Promise<void> => {
    await app.register((commands, _options, done) => {
      commands.addHook('preValidation', async (request, reply) => {
        if (signatures.accepts(request.headers, request.rawBody)) return;
        await reply.code(401).send({ code: '401', message: TEXTS.signatureWrong });
      });

      commands.post<{ Body: { reference: string; number: string; planCode: string; minutes: number } }>(
        '/numbers/occupy',
        bodyOf({ reference, number, planCode: word, minutes: { type: 'integer', minimum: 1, maximum: 43_200 } }),
        (request, reply) =>
          command(request, reply, { command: 'occupy', ...request.body }, (fault) =>
            unless(fault, () => occupy(ledger, request.body)),
          ),
      );
      commands.post<{ Body: { reference: string; number: string } }>(
        '/numbers/release',
        bodyOf({ reference, number }),
        (request, reply) =>
          command(request, reply, { command: 'release', ...request.body }, (fault) =>
            unless(fault, () => release(ledger, request.body)),
          ),
      );
      commands.post<{ Body: Submission }>(
        '/orders/submit',
        bodyOf({
          reference,
          occupyReference: reference,
          number,
          planCode: word,
          firstMonthFen: { type: 'integer', minimum: 1 },
          holder,
          callbackUrl: { type: 'string', minLength: 1, maxLength: 300 },
        }),
        (request, reply) => {
          const { body } = request;
          const { idNumber, phone } = body.holder;
          const facts = { command: 'submit', reference: body.reference, number: body.number, planCode: body.planCode };
          return command(request, reply, { ...facts, idNumber, phone }, (fault) => {
            const answer = submit(ledger, body, refusal(fault));
            const order = ledger.memory.orders.get(body.reference);
            if (order) processing.enter(order);
            return answer;
          });
        },
      );
      commands.post<{ Body: { reference: string } }>('/orders/query', bodyOf({ reference }), (request, reply) =>
        command(request, reply, { command: 'query', ...request.body }, (fault) =>
          unless(fault, () => query(ledger, request.body.reference)),
        ),
      );
      commands.post<{ Body: { reference: string } }>('/orders/cancel', bodyOf({ reference }), (request, reply) =>
        command(request, reply, { command: 'cancel', ...request.body }, (fault) =>
          unless(fault, () => cancel(ledger, request.body.reference)),
        ),
      );
      commands.post<{ Body: { reference: string; planCode: string; city: string; count: number } }>(
        '/numbers/batch',
        bodyOf({ reference, planCode: word, city: word, count: { type: 'integer', minimum: 1, maximum: 5000 } }),
        (request, reply) =>
          command(request, reply, { command: 'batch', ...request.body }, (fault) =>
            unless(fault, () => deliverBatch(ledger, request.body)),
          ),
      );
      done();
    });

    app.get('/book', () => ({ rows: withDifference(bookRows(ledger.memory), planted) }));
    app.post<{ Body: { kind: Difference } }>(
      '/book/plant-difference',
      bodyOf({ kind: { enum: ['amount', 'status', 'missing', 'extra'] } }),
      ({ body }) => {
        planted = body.kind;
        return { planted };
      },
    );
    app.delete('/book/plant-difference', () => {
      planted = undefined;
      return { planted: null };
    });
  };
}
