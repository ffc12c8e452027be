import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { accrualId, orderId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import { channelScope, COMMISSION_READERS, MONEY_READERS } from '../permissions';
import { keepRawBodies, parseSignedJson } from '../plugins/signed-bodies';
import { orderCommission, waitingList, waitingListQuery } from '../schemas/commission';
import { orderParams, problems } from '../schemas/common';
import { orderCommission as commissionOf, waiting } from '../views/commission.view';

/** What waits to be settled and what is held, for finance; and why an order's commission is or is not paid, for those who are asked. */
export const commissionRoutes =
  ({ commissionDesk }: Pick<EdgePorts, 'commissionDesk'>): FastifyPluginAsyncZod =>
  async (app) => {
    keepRawBodies(app, ['application/json']);
    parseSignedJson(app);

    app.get(
      '/v1/commissions',
      {
        config: { permission: MONEY_READERS },
        schema: {
          tags: ['money'],
          summary: 'Commission that is due or held, what is due longest first',
          description:
            'One row for each share of an order, with the conditions that are false or not known and since when. `wait` names whom a hold waits for that no machine ends. Keyset paging: pass `next` as `after`. Amounts in fen.',
          security: [{ session: [] }],
          querystring: waitingListQuery,
          response: { 200: waitingList, ...problems },
        },
      },
      async ({ query: { state, agent, after, limit } }) => {
        const { rows, next, counts } = await commissionDesk.commissions({
          limit,
          ...(state === undefined ? {} : { state }),
          ...(agent === undefined ? {} : { agent }),
          ...(after === undefined ? {} : { after: accrualId(after) }),
        });
        return { rows: rows.map(waiting), next, counts: { ...counts } };
      },
    );

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
