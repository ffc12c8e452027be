import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { orderId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import { channelScope, COMMISSION_READERS } from '../permissions';
import { keepRawBodies, parseSignedJson } from '../plugins/signed-bodies';
import { orderCommission } from '../schemas/commission';
import { orderParams, problems } from '../schemas/common';
import { orderCommission as commissionOf } from '../views/commission.view';

/** Why an order's commission is or is not paid, for those who are asked and for the channel that sold it. */
export const commissionRoutes =
  ({ commissionDesk }: Pick<EdgePorts, 'commissionDesk'>): FastifyPluginAsyncZod =>
  async (app) => {
    keepRawBodies(app, ['application/json']);
    parseSignedJson(app);

    app.get(
      '/v1/orders/:id/commission',
      {
        config: { permission: ['channel', ...COMMISSION_READERS] },
        schema: {
          tags: ['money'],
          summary: 'Why an order’s commission is or is not paid',
          description:
            'Each condition true, false or null (not known yet), with what it rests on and since when; `outlook` says what happens on the due day, and under which condition. Amounts in fen. Signed by its channel (own orders only), or in a staff session.',
          security: [{ channel: [] }, { session: [] }],
          params: orderParams,
          response: { 200: orderCommission, ...problems },
        },
      },
      async (request) => {
        const { id } = request.params;
        const channel = channelScope(request);
        const facts = await commissionDesk.ofOrder(orderId(id), channel === undefined ? undefined : { channel });
        if (!facts) throw new DomainError('OrderNotFound', `no order ${id}`);
        return commissionOf(facts);
      },
    );
  };
