import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import { channelScope, SIGNED_IN } from '../permissions';
import { streamChanges } from '../plugins/event-stream';
import { eventStream, orderParams, problems } from '../schemas/common';
import { orderList, orderListQuery, orderPage } from '../schemas/order';
import { channelsOrder, channelsPage, orderPage as pageOf, orderRow } from '../views/order.view';
import type { Change } from '../../domain/ports/changes';
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
        config: { permission: SIGNED_IN },
        schema: {
          tags: ['console'],
          summary: 'The order list, newest first, masked',
          description:
            'Keyset paging: pass `next` as `after`. Counts are by stage, and `waiting:<owner>` over open waits. A channel’s person gets the channel’s own orders, in rows and counts.',
          security: [{ session: [] }],
          querystring: orderListQuery,
          response: { 200: orderList, ...problems },
        },
      },
      async (request) => {
        const channel = channelScope(request);
        const listing = listingOf(request.query);
        const { rows, next, counts } = await reading.list(channel === undefined ? listing : { ...listing, channel });
        const now = clock.now();
        const shown = channel === undefined ? rows : rows.map(channelsOrder);
        return { rows: shown.map((row) => orderRow(row, now)), next, counts: { ...counts } };
      },
    );

    app.get(
      '/v1/console/orders/:id',
      {
        config: { permission: SIGNED_IN },
        schema: {
          tags: ['console'],
          summary: 'One order with its facts, timeline and partner calls, masked',
          description:
            'A channel’s person gets the channel’s own orders only, and of those neither what the identity check found, nor the calls to partners, nor who of us works on them.',
          security: [{ session: [] }],
          params: orderParams,
          response: { 200: orderPage, ...problems },
        },
      },
      async (request) => {
        const { id } = request.params;
        const channel = channelScope(request);
        const page = await reading.page(id, channel);
        if (!page) throw new DomainError('OrderNotFound', `no order ${id}`);
        return channel === undefined ? pageOf(page, clock.now()) : channelsPage(page, clock.now());
      },
    );

    app.get(
      '/v1/console/events',
      {
        config: { permission: SIGNED_IN },
        schema: {
          tags: ['console'],
          summary: 'Server-sent events: what changed',
          description:
            '`event: changed`, `data: {"kind":"order|review|case|link|ticket|payout|settlement|resync","id"}`; after `resync` ask for everything again. A channel’s person hears of the channel’s own orders only.',
          security: [{ session: [] }],
          response: { 200: eventStream, ...problems },
        },
      },
      (request, reply) => {
        const channel = channelScope(request);
        const heard = (change: Change): boolean =>
          channel === undefined || change.kind === 'resync' || change.channel === channel;
        streamChanges(request, reply, changes, (change) =>
          heard(change) ? { kind: change.kind, id: change.id } : null,
        );
      },
    );
  };
