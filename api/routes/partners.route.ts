import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { ParcelNews } from '../../domain/ports/courier';
import type { BookPage } from '../../domain/ports/reading';
import type { EdgePorts } from '../edge';
import { BOOK_READERS } from '../permissions';
import { keepRawBodies, parseSignedJson } from '../plugins/signed-bodies';
import { problems } from '../schemas/common';
import { bookQuery, bookRows, courierPushAnswer, ledgerBalances, xinglianCallback } from '../schemas/partner';

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
            description: PAGING,
            security: [{ session: [] }],
            querystring: bookQuery,
            response: { 200: bookRows, ...problems },
          },
        },
        async ({ query }) => {
          const { rows, next } = asked(await reading.book(partner, pageOf(query)));
          return { rows: [...rows], next };
        },
      );
    }

    app.get(
      '/v1/reconciliation/ledger',
      {
        config: { permission: BOOK_READERS },
        schema: {
          tags: ['money'],
          summary: 'The ledger’s trial balance',
          description: `All accounts together are zero, and so is every transfer; amounts in fen. ${PAGING}`,
          security: [{ session: [] }],
          querystring: bookQuery,
          response: { 200: ledgerBalances, ...problems },
        },
      },
      async ({ query }) => {
        const { whole, accounts, next } = asked(await reading.ledger(pageOf(query)));
        return { whole: whole && { ...whole, unbalanced: [...whole.unbalanced] }, accounts: [...accounts], next };
      },
    );
  };

const PAGING =
  'Keyset paging: pass `next` as `after` until it is null. At most 1000 rows a page, 200 unless asked otherwise; an `after` that is no row of the book is refused.';

const pageOf = ({ after, limit }: z.infer<typeof bookQuery>): BookPage => ({
  limit,
  ...(after === undefined ? {} : { after }),
});

/** Whoever compares books by pages must not take a wrong place for the end of one. */
function asked<Page>(page: Page | null): Page {
  if (page !== null) return page;
  throw new DomainError('BodyInvalid', 'no such place in this book', [
    { pointer: '/querystring/after', detail: 'the `next` of a page of this book' },
  ]);
}
