import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { EdgePorts } from '../edge';
import { BOOK_READERS } from '../permissions';
import { keepRawBodies, parseSignedJson } from '../plugins/signed-bodies';
import { problems } from '../schemas/common';
import { bookRows, xinglianCallback } from '../schemas/partner';

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

export const reconciliationRoutes =
  ({ reading }: Pick<EdgePorts, 'reading'>): FastifyPluginAsyncZod =>
  async (app) => {
    const books = [
      ['/v1/reconciliation/carriers/xinglian', 'xinglian', 'Our book of what the carrier was asked to open'],
      ['/v1/reconciliation/sms', 'sms', 'Our book of messages'],
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
  };
