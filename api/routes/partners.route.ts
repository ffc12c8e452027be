import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ParcelNews } from '../../domain/ports/courier';
import type { EdgePorts } from '../edge';
import { BOOK_READERS } from '../permissions';
import { keepRawBodies, parseSignedJson } from '../plugins/signed-bodies';
import { problems } from '../schemas/common';
import { bookRows, courierPushAnswer, ledgerBalances, xinglianCallback } from '../schemas/partner';

export const carrierCallbackRoutes =
  ({ carrierHints }: Pick<EdgePorts, 'carrierHints'>): FastifyPluginAsyncZod =>
  async (app) => {
    keepRawBodies(app, ['application/json']);
    parseSignedJson(app);

    app.post(
      '/callbacks/carriers/xinglian',
      {
        config: { permission: 'carrier-callback' },
        bodyLimit: 64 * 1024,
        schema: {
          tags: ['partners'],
          summary: 'News from the carrier 星联',
          description:
            'Headers x-xl-time (Unix seconds), x-xl-nonce and x-xl-sign = hex HMAC-SHA256(callbackSecret, `time\\nnonce\\nsha256hex(body)`). Taken as a hint to ask, never believed.',
          security: [{ carrier: [] }],
          body: xinglianCallback,
          response: { 200: z.object({ code: z.literal('0') }), ...problems },
        },
      },
      async (request) => {
        const { reference, eventId, state } = request.body;
        const known = await carrierHints.receive({ carrier: 'xinglian', reference, eventId, word: state });
        // An unknown reference is answered alike: the carrier would only repeat it for ever.
        if (!known) request.log.warn({ reference }, 'callback for a reference that is not ours');
        return { code: '0' as const };
      },
    );
  };

export const courierPushRoutes =
  ({ parcelNews }: Pick<EdgePorts, 'parcelNews'>): FastifyPluginAsyncZod =>
  async (app) => {
    keepRawBodies(app, ['application/x-www-form-urlencoded']);

    app.post(
      '/callbacks/couriers/kuaidi100',
      {
        config: { permission: 'courier-push' },
        bodyLimit: 256 * 1024,
        schema: {
          tags: ['partners'],
          summary: 'The trace of a parcel from the courier',
          description:
            'A form with `param` (JSON) and `sign` = upper-case MD5 of `param` and the salt. May come often, late and out of order.',
          security: [{ courier: [] }],
          response: { 200: courierPushAnswer, ...problems },
        },
      },
      async (request) => {
        const news = request.body as ParcelNews;
        // A parcel that is not ours is answered alike: the courier would only repeat it for ever.
        if (!(await parcelNews.receive(news)))
          request.log.warn({ reference: news.reference }, 'push for a parcel that is not ours');
        return { result: true as const, returnCode: '200' as const, message: '成功' as const };
      },
    );
  };

export const reconciliationRoutes =
  ({ reading }: Pick<EdgePorts, 'reading'>): FastifyPluginAsyncZod =>
  async (app) => {
    const books = [
      ['/v1/reconciliation/carriers/xinglian', 'xinglian', 'Our book of what the carrier was asked to open'],
      ['/v1/reconciliation/courier', 'kuaidi100', 'Our book of parcels'],
      ['/v1/reconciliation/sms', 'sms', 'Our book of messages'],
      ['/v1/reconciliation/bank', 'bank', 'Our book of transfers to agents, in the bank’s words'],
      ['/v1/reconciliation/authority', 'authority', 'Our book of identity queries'],
    ] as const;

    for (const [url, partner, summary] of books) {
      app.get(
        url,
        {
          config: { permission: BOOK_READERS },
          schema: {
            tags: ['partners'],
            summary,
            security: [{ session: [] }],
            response: { 200: bookRows, ...problems },
          },
        },
        async () => ({ rows: [...(await reading.book(partner))] }),
      );
    }

    app.get(
      '/v1/reconciliation/ledger',
      {
        config: { permission: BOOK_READERS },
        schema: {
          tags: ['money'],
          summary: 'The ledger’s trial balance',
          description: 'All accounts together are zero, and so is every transfer; amounts in fen.',
          security: [{ session: [] }],
          response: { 200: ledgerBalances, ...problems },
        },
      },
      async () => {
        const { transfers, unbalanced, accounts } = await reading.ledger();
        return { transfers, unbalanced: [...unbalanced], accounts: [...accounts] };
      },
    );
  };
