import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { conflictId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import { conflictResolutions } from '../../domain/texts/conflicts';
import type { EdgePorts } from '../edge';
import { CONFLICT_READERS, CONFLICT_SETTLERS, staffOf } from '../permissions';
import { conflictParams, problems } from '../schemas/common';
import { conflictCase, conflictList, conflictListQuery, conflictResolution } from '../schemas/conflict';
import { conflictCase as caseOf } from '../views/conflict.view';

type Ports = Pick<EdgePorts, 'conflictDesk'>;

const security = [{ session: [] }];
const tags = ['conflict cases'];

export const conflictRoutes =
  ({ conflictDesk }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    const find = async (id: string) => {
      const facts = await conflictDesk.case(conflictId(id));
      if (!facts) throw new DomainError('ConflictNotFound', `no conflict case ${id}`);
      return facts;
    };

    app.get(
      '/v1/conflict-cases',
      {
        config: { permission: CONFLICT_READERS },
        schema: {
          tags,
          summary: 'Contradictions that a person has to settle, newest first',
          description: 'Keyset paging: pass `next` as `after`. No personal data.',
          security,
          querystring: conflictListQuery,
          response: { 200: conflictList, ...problems },
        },
      },
      async ({ query: { state, after, limit } }) => {
        const { rows, next, counts } = await conflictDesk.list({
          state,
          limit,
          ...(after === undefined || after === '' ? {} : { after }),
        });
        return { rows: rows.map(caseOf), next, counts: { ...counts } };
      },
    );

    app.get(
      '/v1/conflict-cases/:id',
      {
        config: { permission: CONFLICT_READERS },
        schema: {
          tags,
          summary: 'One conflict case with both sides',
          security,
          params: conflictParams,
          response: { 200: conflictCase, ...problems },
        },
      },
      async ({ params: { id } }) => caseOf(await find(id)),
    );

    app.post(
      '/v1/conflict-cases/:id/resolution',
      {
        config: { permission: CONFLICT_SETTLERS },
        schema: {
          tags,
          summary: 'Settle a conflict case',
          description:
            'Once: the same words of the same person again are answered like the first time, anything else is 409. No order is changed by it.',
          security,
          params: conflictParams,
          body: conflictResolution,
          response: { 200: conflictCase, ...problems },
        },
      },
      async (request) => {
        const { reasonCode, note } = request.body;
        const { id, kind, orders } = await find(request.params.id);
        const stages = orders.map(({ stage }) => stage);
        if (!conflictResolutions(kind, stages).some(({ code }) => code === reasonCode))
          throw new DomainError('BodyInvalid', 'no such resolution for this kind of conflict', [
            { pointer: '/reasonCode', detail: 'unknown' },
          ]);
        const words = note === undefined || note === '' ? null : note;
        return caseOf(await conflictDesk.resolve(id, staffOf(request).id, { code: reasonCode, note: words }));
      },
    );
  };
