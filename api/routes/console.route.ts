import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import { STAFF } from '../permissions';
import { streamChanges } from '../plugins/event-stream';
import { eventStream, orderParams, problems } from '../schemas/common';
import { orderList, orderListQuery, orderPage } from '../schemas/order';
import { orderPage as pageOf, orderRow } from '../views/order.view';
import type { OrderListing } from '../../domain/ports/reading';

type Ports = Pick<EdgePorts, 'reading' | 'changes' | 'clock'>;

/** Drops the fields that were not asked for. */
function listingOf({ limit, ...filters }: z.infer<typeof orderListQuery>): OrderListing {
  const asked = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '');
  return { limit, ...(Object.fromEntries(asked) as Omit<OrderListing, 'limit'>) };
}

export const consoleRoutes =
  ({ reading, changes, clock }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/v1/console/orders',
      {
        config: { permission: STAFF },
        schema: {
          tags: ['console'],
          summary: 'The order list, newest first, masked',
          description:
            'Keyset paging: pass `next` as `after`. Counts are by stage, and `waiting:<owner>` over open waits.',
          security: [{ session: [] }],
          querystring: orderListQuery,
          response: { 200: orderList, ...problems },
        },
      },
      async (request) => {
        const { rows, next, counts } = await reading.list(listingOf(request.query));
        const now = clock.now();
        return { rows: rows.map((row) => orderRow(row, now)), next, counts: { ...counts } };
      },
    );

    app.get(
      '/v1/console/orders/:id',
      {
        config: { permission: STAFF },
        schema: {
          tags: ['console'],
          summary: 'One order with its facts, timeline and partner calls, masked',
          security: [{ session: [] }],
          params: orderParams,
          response: { 200: orderPage, ...problems },
        },
      },
      async ({ params: { id } }) => {
        const page = await reading.page(id);
        if (!page) throw new DomainError('OrderNotFound', `no order ${id}`);
        return pageOf(page, clock.now());
      },
    );

    app.get(
      '/v1/console/events',
      {
        config: { permission: STAFF },
        schema: {
          tags: ['console'],
          summary: 'Server-sent events: what changed',
          description:
            '`event: changed`, `data: {"kind":"order|review|case|link|ticket|payout|settlement|resync","id"}`; after `resync` ask for everything again.',
          security: [{ session: [] }],
          response: { 200: eventStream, ...problems },
        },
      },
      (request, reply) => {
        streamChanges(request, reply, changes, ({ kind, id }) => ({ kind, id }));
      },
    );
  };
