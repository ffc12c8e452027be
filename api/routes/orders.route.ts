import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { blobId, msisdn } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { OrderCommandInput } from '../../domain/ports/use-cases';
import type { EdgePorts } from '../edge';
import { channelOf, channelScope, SIGNED_IN, STAFF } from '../permissions';
import { keepRawBodies, parseSignedJson } from '../plugins/signed-bodies';
import { problemType } from '../problem';
import { orderParams, problems } from '../schemas/common';
import { acceptedOrders, orderCommand, type OrderCommand, orderView, refusal, timelineView } from '../schemas/order';
import { line } from '../schemas/text';
import { channelsOrder, channelsStory, orderView as viewOf, timelineView as timelineOf } from '../views/order.view';

type Ports = Pick<EdgePorts, 'intake' | 'reading' | 'clock'>;

/** Parses the ids of the command; the schema has checked everything else. */
function commandOf(body: OrderCommand): OrderCommandInput {
  const { numbers, images, agentCode, consents, ...rest } = body;
  return {
    ...rest,
    ...(agentCode === undefined ? {} : { agentCode }),
    ...(consents === undefined ? {} : { consents }),
    ...(numbers === undefined ? {} : { numbers: numbers.map(msisdn) }),
    ...(images === undefined
      ? {}
      : { images: { front: blobId(images.front), back: blobId(images.back), selfie: blobId(images.selfie) } }),
  };
}

export const orderRoutes =
  ({ intake, reading, clock }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    keepRawBodies(app, ['application/json']);
    parseSignedJson(app);

    app.post(
      '/v1/orders',
      {
        config: { permission: 'channel' },
        bodyLimit: 64 * 1024,
        schema: {
          tags: ['orders'],
          summary: 'Take an order in',
          description:
            'Idempotent by (channel, externalRef): a repeat answers 200 with the same orders as they stand now, another body under the same reference 409. A refusal (422) promises nothing and binds no reference. Images need every required consent beside them (400 at /consents otherwise); without images the customer gets a link by SMS.',
          security: [{ channel: [] }],
          body: orderCommand,
          response: { 200: acceptedOrders, 202: acceptedOrders, 422: refusal, ...problems },
        },
      },
      async (request, reply) => {
        const answer = await intake.accept(channelOf(request), commandOf(request.body));
        switch (answer.kind) {
          case 'accepted':
          case 'repeat':
            return reply
              .code(answer.kind === 'accepted' ? 202 : 200)
              .send({ purchaseId: answer.purchaseId, orders: [...answer.orders] });
          case 'conflict':
            throw new DomainError('ReferenceConflict', `the reference belongs to purchase ${answer.purchaseId}`);
          case 'refused':
            return reply
              .code(422)
              .header('content-type', 'application/problem+json; charset=utf-8')
              .send({
                type: problemType('OrderRefused'),
                title: 'This order cannot work',
                status: 422 as const,
                code: 'OrderRefused' as const,
                reasons: [...answer.reasons],
                alternatives: answer.alternatives.map(({ numbers, ...alternative }) => ({
                  ...alternative,
                  ...(numbers === undefined ? {} : { numbers: [...numbers] }),
                })),
              });
        }
      },
    );

    app.get(
      '/v1/orders/:id',
      {
        config: { permission: ['channel', ...SIGNED_IN] },
        schema: {
          tags: ['orders'],
          summary: 'How an order stands and what it waits for',
          description:
            'Signed by its channel (which sees its own orders only, and never who of us works on them), or in a session.',
          security: [{ channel: [] }, { session: [] }],
          params: orderParams,
          response: { 200: orderView, ...problems },
        },
      },
      async (request) => {
        const channel = channelScope(request);
        const order = await reading.order(request.params.id, channel);
        if (!order) throw new DomainError('OrderNotFound', `no order ${request.params.id}`);
        return viewOf(channel === undefined ? order : channelsOrder(order), clock.now());
      },
    );

    app.get(
      '/v1/orders/:id/timeline',
      {
        config: { permission: ['channel', ...SIGNED_IN] },
        schema: {
          tags: ['orders'],
          summary: 'Everything that happened to an order, as sentences, oldest first',
          description: 'order.wait.sentence answers "why is it waiting" in one sentence.',
          security: [{ channel: [] }, { session: [] }],
          params: orderParams,
          response: { 200: timelineView, ...problems },
        },
      },
      async (request) => {
        const channel = channelScope(request);
        const story = await reading.story(request.params.id, channel);
        if (!story) throw new DomainError('OrderNotFound', `no order ${request.params.id}`);
        return timelineOf(channel === undefined ? story : channelsStory(story), clock.now());
      },
    );

    app.get(
      '/v1/numbers',
      {
        config: { permission: ['channel', ...STAFF] },
        schema: {
          tags: ['orders'],
          summary: 'Free numbers to choose from',
          description:
            'Those with the wished-for last digits, if any are named. A list is no hold: an order that names a number sold meanwhile is refused with others.',
          security: [{ channel: [] }, { session: [] }],
          querystring: z.object({
            planCode: line(32),
            city: line(16),
            limit: z.coerce.number().int().min(1).max(100).default(20),
            ending: z
              .string()
              .regex(/^\d{1,11}$/, 'digits, at most 11')
              .optional(),
          }),
          response: { 200: z.object({ numbers: z.array(z.string()) }), ...problems },
        },
      },
      async ({ query: { planCode, city, limit, ending } }) => ({
        numbers: [...(await reading.freeNumbers(planCode, city, limit, ending ?? ''))],
      }),
    );
  };
