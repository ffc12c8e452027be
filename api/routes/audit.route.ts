import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { orderId } from '../../domain/brand';
import type { EdgePorts } from '../edge';
import { AUDITORS, staffOf } from '../permissions';
import { auditQuery, cardSearch, clearHolder, revealCommand } from '../schemas/audit';
import { orderParams, problems } from '../schemas/common';
import { cardSearch as searchOf } from '../views/audit.view';

/** Long enough to compare, short enough to be forgotten on a screen. */
const SHOW_SECONDS = 60;

const security = [{ session: [] }];
const tags = ['audit'];

export const auditRoutes =
  ({ auditDesk, clock }: Pick<EdgePorts, 'auditDesk' | 'clock'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/v1/audit/cards',
      {
        config: { permission: AUDITORS },
        schema: {
          tags,
          summary: 'One card’s life from one query',
          description:
            'By number, ICCID, order id, purchase id, external reference or waybill. Shows the newest match, masked; each look is in the access log.',
          security,
          querystring: auditQuery,
          response: { 200: cardSearch, ...problems },
        },
      },
      async (request) => searchOf(await auditDesk.find(request.query.q, staffOf(request).id), clock.now()),
    );

    app.post(
      '/v1/audit/cards/:id/reveal',
      {
        config: { permission: AUDITORS },
        schema: {
          tags,
          summary: 'See the holder in clear',
          description: 'The reason is kept in the access log with who, whom and when, before anything is shown.',
          security,
          params: orderParams,
          body: revealCommand,
          response: { 200: clearHolder, ...problems },
        },
      },
      async (request) => ({
        holder: await auditDesk.reveal(orderId(request.params.id), staffOf(request).id, request.body.reason),
        showSeconds: SHOW_SECONDS,
      }),
    );
  };
