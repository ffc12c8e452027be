import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { orderId } from '../../domain/brand';
import type { EdgePorts } from '../edge';
import { INTERCEPTORS, staffOf } from '../permissions';
import { orderParams, problems } from '../schemas/common';
import { interceptionCommand, interceptionView } from '../schemas/parcel';

export const interceptionRoutes =
  ({ interceptions }: Pick<EdgePorts, 'interceptions'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/v1/orders/:id/interception',
      {
        config: { permission: INTERCEPTORS },
        schema: {
          tags: ['orders'],
          summary: 'Have a parcel turned round on its way',
          description:
            'Only until it is carried to the door (409 otherwise, with how it stands). 200 with what the courier said; 202 where it is silent and is asked until it answers: the order’s timeline tells the end. Said again it is one, until the courier says no.',
          security: [{ session: [] }],
          params: orderParams,
          body: interceptionCommand,
          response: { 200: interceptionView, 202: interceptionView, ...problems },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const userId = staffOf(request).id;
        const said = await interceptions.intercept({ orderId: orderId(id), userId, ...request.body });
        if (said.outcome === 'asked') return reply.code(202).header('location', `/v1/orders/${id}`).send(said);
        return said;
      },
    );
  };
