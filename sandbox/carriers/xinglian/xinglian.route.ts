import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { CallFacts, FaultRule } from '../../control/faults';
import type { Spoiler } from '../../control/spoil';
import { bookRoutes } from '../../difference';
import { cancel, deliverBatch, type Ledger, occupy, query, release, type Reply, submit } from '../house/desk';
import { bookRows, LIES } from './difference';
import { refusalText, withOrder } from '../house/aim';
import type { Processing } from '../house/processing';
import {
  batchBody,
  type BatchBody,
  occupyBody,
  type OccupyBody,
  orderBody,
  type OrderBody,
  releaseBody,
  type ReleaseBody,
  submitBody,
  type SubmitBody,
} from './schemas';
import type { RequestSignatures } from './signature';
import { SIGNATURE_WRONG } from './words';

export interface XinglianParts {
  readonly ledger: Ledger;
  readonly signatures: RequestSignatures;
  readonly processing: Processing;
  readonly spoil: Spoiler;
}

/** The carrier's HTTP face. Commands are signed; the book is open, because the server listens on loopback only. */
export function xinglianRoutes(parts: XinglianParts) {
  return (app: FastifyInstance, _options: unknown, ready: () => void): void => {
    app.register((commands, _commandOptions, done) => {
      commandRoutes(commands, parts);
      done();
    });
    bookRoutes(app, () => bookRows(parts.ledger.memory), LIES);
    ready();
  };
}

function commandRoutes(app: FastifyInstance, { ledger, signatures, processing, spoil }: XinglianParts): void {
  app.addHook('preValidation', async (request, reply) => {
    if (signatures.accepts(request.headers, request.rawBody)) return;
    await reply.code(401).send({ code: '401', message: SIGNATURE_WRONG });
  });

  /** Does it, and answers only once the book is on the disk. */
  const answer = (
    request: FastifyRequest,
    reply: FastifyReply,
    facts: CallFacts,
    act: (fault: FaultRule | undefined) => Reply,
  ): Promise<Reply | FastifyReply> =>
    spoil.answer(request, reply, withOrder(ledger, facts), async (fault) => {
      const said = act(fault);
      await ledger.book.synced();
      return said;
    });

  app.post<{ Body: OccupyBody }>('/numbers/occupy', occupyBody, (request, reply) =>
    answer(
      request,
      reply,
      { command: 'occupy', ...request.body },
      unlessRefused(() => occupy(ledger, request.body)),
    ),
  );
  app.post<{ Body: ReleaseBody }>('/numbers/release', releaseBody, (request, reply) =>
    answer(
      request,
      reply,
      { command: 'release', ...request.body },
      unlessRefused(() => release(ledger, request.body)),
    ),
  );
  app.post<{ Body: SubmitBody }>('/orders/submit', submitBody, (request, reply) => {
    const { reference, number, planCode, holder } = request.body;
    const { idNumber, phone } = holder;
    const facts = { command: 'submit', reference, number, planCode, idNumber, phone };
    return answer(request, reply, facts, (fault) => {
      // A refusal at the counter is the carrier's own decision and stands in its book, so the desk makes it.
      const said = submit(ledger, request.body, refusalText(fault));
      const order = ledger.memory.orders.get(reference);
      if (order) processing.enter(order);
      return said;
    });
  });
  app.post<{ Body: OrderBody }>('/orders/query', orderBody, (request, reply) => {
    const { reference } = request.body;
    return answer(
      request,
      reply,
      { command: 'query', reference },
      unlessRefused(() => query(ledger, reference)),
    );
  });
  app.post<{ Body: OrderBody }>('/orders/cancel', orderBody, (request, reply) => {
    const { reference } = request.body;
    return answer(
      request,
      reply,
      { command: 'cancel', reference },
      unlessRefused(() => cancel(ledger, reference)),
    );
  });
  app.post<{ Body: BatchBody }>('/numbers/batch', batchBody, (request, reply) => {
    const { reference, planCode } = request.body;
    const facts = { command: 'batch', reference, planCode };
    return answer(
      request,
      reply,
      facts,
      unlessRefused(() => deliverBatch(ledger, request.body)),
    );
  });
}

function unlessRefused(act: () => Reply): (fault: FaultRule | undefined) => Reply {
  return (fault) => {
    const message = refusalText(fault);
    return message === undefined ? act() : { code: '1', message };
  };
}
