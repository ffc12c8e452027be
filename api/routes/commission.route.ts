import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { accrualId, decisionId, type OrderId, orderId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import {
  channelScope,
  COMMISSION_READERS,
  MONEY_READERS,
  PAYOUT_CHECKERS,
  PAYOUT_MAKERS,
  staffOf,
} from '../permissions';
import { keepRawBodies, parseSignedJson } from '../plugins/signed-bodies';
import {
  decisionCommand,
  decisionWithdrawal,
  orderCommission,
  waitingList,
  waitingListQuery,
} from '../schemas/commission';
import { decisionParams, orderParams, problems } from '../schemas/common';
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
        return commissionOf(facts, channel === undefined);
      },
    );

    const ours = async (id: OrderId) => {
      const facts = await commissionDesk.ofOrder(id);
      if (!facts) throw new DomainError('OrderNotFound', `no order ${id}`);
      return commissionOf(facts, true);
    };

    app.post(
      '/v1/orders/:id/commission/decisions',
      {
        config: { permission: PAYOUT_MAKERS },
        schema: {
          tags: ['money'],
          summary: 'Propose what is taken for conditions that nobody knows',
          description:
            'Of held commission that the carrier is no longer asked about. Nothing changes before a second person confirms it. `conditions` are exactly those that are not known: 409 EvidenceChanged where they are others by now. 409 NothingToDecide where a condition is false, the number stopped, a case is open or the carrier is still being asked, 409 DecisionOpen where another proposal waits; the same words of the same person again are answered alike.',
          security: [{ session: [] }],
          params: orderParams,
          body: decisionCommand,
          response: { 201: orderCommission, ...problems },
        },
      },
      async (request, reply) => {
        const id = orderId(request.params.id);
        await commissionDesk.decisions.propose(id, request.body, staffOf(request).id);
        return reply.code(201).send(await ours(id));
      },
    );

    app.post(
      '/v1/commission-decisions/:id/confirmation',
      {
        config: { permission: PAYOUT_CHECKERS },
        schema: {
          tags: ['money'],
          summary: 'Confirm what another person proposed',
          description:
            'The conditions count as decided from now on, and the next settlement judges. 403 MakerMayNotConfirm for whoever proposed it, 409 EvidenceChanged or NothingToDecide where more is known by now, 409 DecisionClosed where it was confirmed or withdrawn before; the same person again is answered alike.',
          security: [{ session: [] }],
          params: decisionParams,
          response: { 200: orderCommission, ...problems },
        },
      },
      async (request) =>
        ours(await commissionDesk.decisions.confirm(decisionId(request.params.id), staffOf(request).id)),
    );

    app.post(
      '/v1/commission-decisions/:id/withdrawal',
      {
        config: { permission: [...PAYOUT_MAKERS, ...PAYOUT_CHECKERS] },
        schema: {
          tags: ['money'],
          summary: 'Take back a proposal that nobody confirmed',
          description:
            '409 DecisionClosed where it was confirmed or withdrawn before; the same person again is answered alike.',
          security: [{ session: [] }],
          params: decisionParams,
          body: decisionWithdrawal,
          response: { 200: orderCommission, ...problems },
        },
      },
      async (request) => {
        const id = decisionId(request.params.id);
        return ours(await commissionDesk.decisions.withdraw(id, staffOf(request).id, request.body.reason));
      },
    );
  };
