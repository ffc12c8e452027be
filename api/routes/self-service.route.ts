import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { msisdn, orderId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import { consentWith, type NamedConsent } from '../../domain/consents';
import { uploadHint } from '../../domain/texts/self-service';
import type { EdgePorts } from '../edge';
import { purchaseOf } from '../permissions';
import { cookieOf, type EdgeCookies } from '../plugins/cookies';
import { streamChanges } from '../plugins/event-stream';
import { refuseForeignOrigin } from '../plugins/guard';
import { linkExchangeLimit } from '../plugins/rate-limits';
import { documentPart, eventStream, orderParams, problems } from '../schemas/common';
import {
  consentAnswers,
  linkExchange,
  numberChoice,
  numberOffers,
  selfServiceState,
  submission,
  uploadAnswer,
} from '../schemas/self-service';
import { selfServiceState as stateOf } from '../views/self-service.view';
import { IMAGE_LIMIT_BYTES, IMAGE_TYPES } from './blobs.route';

type Ports = Pick<EdgePorts, 'selfService' | 'customerUploads' | 'submissions' | 'numberChoices' | 'changes' | 'clock'>;

const security = [{ device: [] }];
const tags = ['self-service'];

export const selfServiceRoutes =
  (ports: Ports, cookies: EdgeCookies): FastifyPluginAsyncZod =>
  async (app) => {
    const { selfService, customerUploads, submissions, numberChoices, changes, clock } = ports;

    app.post(
      '/v1/self-service/session',
      {
        config: { permission: 'public', rateLimit: linkExchangeLimit },
        schema: {
          tags,
          summary: 'Exchange the one-time link of the SMS for a cookie of this device',
          description: 'Once; the same device may open its link again. Another device needs a new link (410).',
          body: linkExchange,
          response: { 200: selfServiceState, ...problems },
        },
      },
      async (request, reply) => {
        refuseForeignOrigin(request);
        const opened = await selfService.exchange(request.body.token, cookieOf(request, cookies.device));
        cookies.set(reply, cookies.device, opened.device, opened.lifetimeSeconds);
        return stateOf(await selfService.facts(opened.purchaseId), clock.now());
      },
    );

    app.get(
      '/v1/self-service',
      {
        config: { permission: 'customer' },
        schema: { tags, summary: 'Where the page stands', security, response: { 200: selfServiceState, ...problems } },
      },
      async (request) => stateOf(await selfService.facts(purchaseOf(request)), clock.now()),
    );

    app.post(
      '/v1/self-service/consents',
      {
        config: { permission: 'customer' },
        schema: {
          tags,
          summary: 'Answer consents, each by the hash of the words that were read',
          description:
            'Required ones are given; a choice (required: false) is given or declined, and pictures come after every answer. Who declines `face` is compared by an officer; no face recognition runs.',
          security,
          body: consentAnswers,
          response: { 200: selfServiceState, ...problems },
        },
      },
      async (request) => {
        const { given, declined } = request.body;
        assertAnswerable(given, declined);
        await selfService.answerConsents(purchaseOf(request), given, declined);
        return stateOf(await selfService.facts(purchaseOf(request)), clock.now());
      },
    );

    await app.register(documentRoutes(customerUploads));

    app.post(
      '/v1/self-service/submission',
      {
        config: { permission: 'customer' },
        schema: {
          tags,
          summary: 'Hand the round in',
          description:
            'Only a doubtful name or address may be confirmed by typing; numbers and dates are photographed again.',
          security,
          body: submission,
          response: { 202: selfServiceState, ...problems },
        },
      },
      async (request, reply) => {
        const purchaseId = purchaseOf(request);
        const { name, address } = request.body.confirmed ?? {};
        const { accepted } = await submissions.submit({
          purchaseId,
          confirmed: { ...(name === undefined ? {} : { name }), ...(address === undefined ? {} : { address }) },
        });
        if (!accepted) throw new DomainError('StepRefused', 'the round is not complete or not open');
        return reply.code(202).send(stateOf(await selfService.facts(purchaseId), clock.now()));
      },
    );

    app.get(
      '/v1/self-service/orders/:id/numbers',
      {
        config: { permission: 'customer' },
        schema: {
          tags,
          summary: 'Free numbers for an order whose own is gone, others each time',
          description: 'None for an order that asks for no number.',
          security,
          params: orderParams,
          response: { 200: numberOffers, ...problems },
        },
      },
      async (request) => ({
        numbers: [...(await selfService.offers(purchaseOf(request), orderId(request.params.id)))],
      }),
    );

    app.put(
      '/v1/self-service/orders/:id/number',
      {
        config: { permission: 'customer' },
        schema: {
          tags,
          summary: 'Choose another number; the verified identity stays',
          description:
            'Said again it is one choice. 409 NumberTaken where somebody else was quicker, 409 StepRefused where no number is asked for.',
          security,
          params: orderParams,
          body: numberChoice,
          response: { 200: selfServiceState, ...problems },
        },
      },
      async (request) => {
        const purchaseId = purchaseOf(request);
        const { number } = request.body;
        await numberChoices.choose({ purchaseId, orderId: orderId(request.params.id), number: msisdn(number) });
        return stateOf(await selfService.facts(purchaseId), clock.now());
      },
    );

    app.get(
      '/v1/self-service/events',
      {
        config: { permission: 'customer' },
        schema: {
          tags,
          summary: 'Server-sent events: something changed, ask again',
          security,
          response: { 200: eventStream, ...problems },
        },
      },
      (request, reply) => {
        const own = purchaseOf(request);
        streamChanges(request, reply, changes, ({ kind, purchaseId }) =>
          purchaseId === own || kind === 'resync' ? {} : null,
        );
      },
    );
  };

/** In a scope of its own: here bodies are pictures. */
const documentRoutes =
  (uploads: EdgePorts['customerUploads']): FastifyPluginAsyncZod =>
  async (app) => {
    app.addContentTypeParser([...IMAGE_TYPES], { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });

    app.put(
      '/v1/self-service/documents/:part',
      {
        config: { permission: 'customer' },
        bodyLimit: IMAGE_LIMIT_BYTES,
        schema: {
          tags,
          summary: 'Send one picture; sending it again replaces it',
          description: 'The body is the picture itself (JPEG, PNG or WebP, at most 8 MiB).',
          security,
          consumes: [...IMAGE_TYPES],
          params: z.object({ part: documentPart }),
          response: { 200: uploadAnswer, ...problems },
        },
      },
      async (request) => {
        if (!Buffer.isBuffer(request.body)) throw new DomainError('BodyInvalid', 'the body is no picture');
        const { accepted, hints } = await uploads.store(purchaseOf(request), request.params.part, request.body);
        return { accepted, hints: hints.map((code) => ({ code, text: uploadHint(code) })) };
      },
    );
  };

/** Only the words in force can be answered, a required consent cannot be declined here, and nobody says yes and no at once. */
function assertAnswerable(given: readonly NamedConsent[], declined: readonly NamedConsent[]): void {
  const refuse = (pointer: string, detail: string): never => {
    throw new DomainError('BodyInvalid', 'a consent cannot be answered like this', [{ pointer, detail }]);
  };
  given.forEach(({ kind, textHash }, index) => {
    if (!consentWith(kind, textHash)) refuse(`/given/${String(index)}`, 'unknown consent or another version of it');
  });
  declined.forEach(({ kind, textHash }, index) => {
    const pointer = `/declined/${String(index)}`;
    const consent = consentWith(kind, textHash);
    if (!consent) return refuse(pointer, 'unknown consent or another version of it');
    if (consent.required) refuse(pointer, 'required: without it nothing is collected');
    if (given.some((other) => other.kind === kind)) refuse(pointer, 'given and declined at once');
  });
}
