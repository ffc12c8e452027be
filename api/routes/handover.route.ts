import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { orderId } from '../../domain/brand';
import { STAGES, STATUSES } from '../../domain/stages';
import type { EdgePorts } from '../edge';
import { REVIEWERS, staffOf } from '../permissions';
import { orderParams, problems } from '../schemas/common';

const decision = z.strictObject({
  decision: z.enum(['clear', 'stop']),
  reasonCode: z.enum(['HOLDER_CONFIRMED', 'HOUSEHOLD_CONFIRMED', 'SIGNED_BY_ANOTHER', 'HOLDER_DENIES']),
});

export const handoverRoutes =
  ({ handovers }: Pick<EdgePorts, 'handovers'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.post(
      '/v1/orders/:id/handover-decision',
      {
        config: { permission: REVIEWERS },
        schema: {
          tags: ['orders'],
          summary: 'Decide on a parcel that somebody else took',
          description:
            'Only while the order is held for it (409 otherwise, with how it stands). `clear` lets the card be activated, `stop` gives it back to the carrier.',
          security: [{ session: [] }],
          params: orderParams,
          body: decision,
          response: { 200: z.object({ stage: z.enum(STAGES), status: z.enum(STATUSES) }), ...problems },
        },
      },
      async (request) =>
        handovers.decide({
          orderId: orderId(request.params.id),
          userId: staffOf(request).id,
          ...request.body,
        }),
    );
  };
