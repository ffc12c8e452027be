import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type PayoutId, payoutId, statementId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import { MONEY_READERS, PAYOUT_CHECKERS, PAYOUT_MAKERS, staffOf } from '../permissions';
import {
  payoutCancellation,
  payoutCommand,
  payoutList,
  payoutListQuery,
  payoutPage,
  payoutRelease,
  payoutsMade,
  payoutView,
} from '../schemas/commission';
import { payoutParams, problems } from '../schemas/common';
import { payout as viewOf } from '../views/commission.view';

const security = [{ session: [] }];
const tags = ['money'];

/** Payments to agents: one person makes them, another one lets them go. */
export const payoutRoutes =
  ({ commissionDesk }: Pick<EdgePorts, 'commissionDesk'>): FastifyPluginAsyncZod =>
  async (app) => {
    const find = async (id: PayoutId) => {
      const facts = await commissionDesk.payout(id);
      if (!facts) throw new DomainError('PayoutNotFound', `no payout ${id}`);
      return facts;
    };

    app.get(
      '/v1/payouts',
      {
        config: { permission: MONEY_READERS },
        schema: {
          tags,
          summary: 'Payouts, newest first',
          description: 'Keyset paging: pass `next` as `after`. Amounts in fen.',
          security,
          querystring: payoutListQuery,
          response: { 200: payoutList, ...problems },
        },
      },
      async ({ query: { state, agent, after, limit } }) => {
        const { rows, next, counts } = await commissionDesk.payouts({
          limit,
          ...(state === undefined ? {} : { state }),
          ...(agent === undefined ? {} : { agent }),
          ...(after === undefined ? {} : { after: payoutId(after) }),
        });
        return { rows: rows.map(viewOf), next, counts: { ...counts } };
      },
    );

    app.get(
      '/v1/payouts/:id',
      {
        config: { permission: MONEY_READERS },
        schema: {
          tags,
          summary: 'One payout with its statements',
          security,
          params: payoutParams,
          response: { 200: payoutPage, ...problems },
        },
      },
      async ({ params }) => {
        const facts = await find(payoutId(params.id));
        const statements = await Promise.all(facts.statementIds.map((id) => commissionDesk.statement(id)));
        return { payout: viewOf(facts), statements: statements.filter((each) => each !== null) };
      },
    );

    app.post(
      '/v1/payouts',
      {
        config: { permission: PAYOUT_MAKERS },
        schema: {
          tags,
          summary: 'Make payouts of statements, one for each agent',
          description:
            'Nothing is paid before a second person releases it. The same statements again are answered with the payouts that were made of them. What a case is open about is left out, said by `leftOut` of its statement, and goes into a later payout once the case is closed. 409 StatementNotReady where one is in another payout or paid, 409 CommissionHeld with the orders in `errors` where nothing else is left to pay or a number stopped.',
          security,
          body: payoutCommand,
          response: { 201: payoutsMade, ...problems },
        },
      },
      async (request, reply) => {
        const statements = [...new Set(request.body.statementIds)].map(statementId);
        const made = await commissionDesk.create(statements, staffOf(request).id);
        return reply.code(201).send({ payouts: (await Promise.all(made.map(find))).map(viewOf) });
      },
    );

    app.post(
      '/v1/payouts/:id/release',
      {
        config: { permission: PAYOUT_CHECKERS },
        schema: {
          tags,
          summary: 'Let the money of a payout go',
          description:
            '`amountFen` is what the checker saw: 409 PayoutAmountChanged with the amount of now in `errors` where a clawback lowered it meanwhile. 403 MakerMayNotRelease for whoever made it, 409 CommissionHeld with the orders in `errors` about which a case came up since, 409 PayoutClosed where somebody else decided before; the same checker again is answered with the payout. Ends `nothing-to-pay` where clawbacks left nothing.',
          security,
          params: payoutParams,
          body: payoutRelease,
          response: { 200: payoutView, ...problems },
        },
      },
      async (request) => {
        const id = payoutId(request.params.id);
        await commissionDesk.release(id, staffOf(request).id, request.body.amountFen);
        return viewOf(await find(id));
      },
    );

    app.post(
      '/v1/payouts/:id/cancellation',
      {
        config: { permission: [...PAYOUT_MAKERS, ...PAYOUT_CHECKERS] },
        schema: {
          tags,
          summary: 'Take back a payout that nobody released',
          description:
            'Its statements can be paid by another payout. 409 PayoutClosed where it was released or cancelled before; the same person again is answered with the payout.',
          security,
          params: payoutParams,
          body: payoutCancellation,
          response: { 200: payoutView, ...problems },
        },
      },
      async (request) => {
        const id = payoutId(request.params.id);
        await commissionDesk.cancel(id, staffOf(request).id, request.body.reason);
        return viewOf(await find(id));
      },
    );
  };
