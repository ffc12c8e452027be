import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { orderId } from '../../domain/brand';
import type { EdgePorts } from '../edge';
import { LINK_SENDERS, staffOf } from '../permissions';
import { orderParams, problems } from '../schemas/common';

type Ports = Pick<EdgePorts, 'linkReissue'>;

export const linkRoutes =
  ({ linkReissue }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/v1/orders/:id/links',
      {
        config: { permission: LINK_SENDERS },
        schema: {
          tags: ['orders'],
          summary: 'Send the customer a new link; the old one ends',
          description:
            'For a link that was opened on another phone or lost. Only while the order waits for the customer (409 otherwise), three an hour (429); asked for again within a minute, the answer is the link just sent. The link itself goes to the customer alone.',
          security: [{ session: [] }],
          params: orderParams,
          response: { 201: z.object({ linkId: z.string(), expiresAt: z.string() }), ...problems },
        },
      },
      async (request, reply) =>
        reply
          .code(201)
          .send(await linkReissue.reissue({ orderId: orderId(request.params.id), by: staffOf(request).id })),
    );
  };
