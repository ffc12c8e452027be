import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { accrualId, statementId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import { MONEY_READERS } from '../permissions';
import { statementList, statementListQuery, statementPage, statementPageQuery } from '../schemas/commission';
import { problems, statementParams } from '../schemas/common';

const security = [{ session: [] }];
const tags = ['money'];

/** What was settled with each agent, day by day. */
export const statementRoutes =
  ({ commissionDesk }: Pick<EdgePorts, 'commissionDesk'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/v1/statements',
      {
        config: { permission: MONEY_READERS },
        schema: {
          tags,
          summary: 'Statements, newest first',
          description: 'Keyset paging: pass `next` as `after`. Amounts in fen.',
          security,
          querystring: statementListQuery,
          response: { 200: statementList, ...problems },
        },
      },
      async ({ query: { state, agent, after, limit } }) => {
        const { rows, next, counts } = await commissionDesk.statements({
          limit,
          ...(state === undefined ? {} : { state }),
          ...(agent === undefined ? {} : { agent }),
          ...(after === undefined ? {} : { after: statementId(after) }),
        });
        return { rows: [...rows], next, counts: { ...counts } };
      },
    );

    app.get(
      '/v1/statements/:id',
      {
        config: { permission: MONEY_READERS },
        schema: {
          tags,
          summary: 'One statement with a page of its lines',
          description: 'opening + accrued − clawedBack − setAside − paid = closing. Keyset paging over the lines.',
          security,
          params: statementParams,
          querystring: statementPageQuery,
          response: { 200: statementPage, ...problems },
        },
      },
      async ({ params, query: { after, limit } }) => {
        const id = statementId(params.id);
        const statement = await commissionDesk.statement(id);
        if (!statement) throw new DomainError('StatementNotFound', `no statement ${id}`);
        const { rows, next } = await commissionDesk.statementLines(id, {
          limit,
          ...(after === undefined ? {} : { after: accrualId(after) }),
        });
        return { statement, rows: [...rows], next };
      },
    );
  };
