import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { orderId, waitId } from '../../domain/brand';
import { STAGES, STATUSES } from '../../domain/stages';
import type { EdgePorts } from '../edge';
import { RESUMERS, staffOf } from '../permissions';
import { orderParams, problems } from '../schemas/common';
import { orderResumption } from '../schemas/order';

export const resumeRoutes =
  ({ resumptions }: Pick<EdgePorts, 'resumptions'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/v1/orders/:id/resumption',
      {
        config: { permission: RESUMERS },
        schema: {
          tags: ['orders'],
          summary: 'Let a parked order go on from the step it stood at',
          description:
            'Names the wait that is let go: said again it answers how the order stands, said late it lets nothing else go (409). The reason stands in the journal with who gave it.',
          security: [{ session: [] }],
          params: orderParams,
          body: orderResumption,
          response: { 200: z.object({ stage: z.enum(STAGES), status: z.enum(STATUSES) }), ...problems },
        },
      },
      async (request) =>
        resumptions.resume({
          orderId: orderId(request.params.id),
          userId: staffOf(request).id,
          waitId: waitId(request.body.waitId),
          reasonCode: request.body.reasonCode,
        }),
    );
  };
