import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ReviewId, reviewId } from '../../domain/brand';
import type { EdgePorts } from '../edge';
import { REVIEW_READERS, REVIEWERS, staffOf } from '../permissions';
import { jpeg, noContent, problems, reviewParams } from '../schemas/common';
import { reviewCase, reviewDecision, reviewListQuery, reviewOutcome, reviewQueue } from '../schemas/review';
import { reviewCase as caseOf, reviewRow } from '../views/review.view';

type Ports = Pick<EdgePorts, 'reviewDesk' | 'reviewDecisions' | 'clock'>;

const lease = z.object({ until: z.string() });
const security = [{ session: [] }];

export const reviewRoutes =
  ({ reviewDesk, reviewDecisions, clock }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    const idOf = (params: { id: string }): ReviewId => reviewId(params.id);

    app.get(
      '/v1/reviews',
      {
        config: { permission: REVIEW_READERS },
        schema: {
          tags: ['reviews'],
          summary: 'Open cases, the most urgent first, masked',
          description: 'Keyset paging: pass `next` as `after`. The counts are over all open cases.',
          security,
          querystring: reviewListQuery,
          response: { 200: reviewQueue, ...problems },
        },
      },
      async (request) => {
        const { after, limit } = request.query;
        const page = { limit, ...(after === undefined ? {} : { after: reviewId(after) }) };
        const { rows, next, counts } = await reviewDesk.queue(staffOf(request).id, page);
        return { rows: rows.map(reviewRow), next, counts };
      },
    );

    app.post(
      '/v1/reviews/next',
      {
        config: { permission: REVIEWERS },
        schema: {
          tags: ['reviews'],
          summary: 'Claim the most urgent case that nobody holds',
          description: '204 when there is none for this person.',
          security,
          response: { 200: z.object({ reviewId: z.string() }), 204: noContent, ...problems },
        },
      },
      async (request, reply) => {
        const claimed = await reviewDesk.claimNext(staffOf(request).id);
        return claimed === null ? reply.code(204).send() : reply.code(200).send({ reviewId: claimed });
      },
    );

    app.post(
      '/v1/reviews/:id/claim',
      {
        config: { permission: REVIEWERS },
        schema: {
          tags: ['reviews'],
          summary: 'Claim this case for ten minutes',
          description: 'The claim is the reason for seeing the case in clear, and is logged.',
          security,
          params: reviewParams,
          response: { 200: lease, ...problems },
        },
      },
      (request) => reviewDesk.claim(idOf(request.params), staffOf(request).id),
    );

    app.post(
      '/v1/reviews/:id/lease',
      {
        config: { permission: REVIEWERS },
        schema: {
          tags: ['reviews'],
          summary: 'Renew the lease',
          security,
          params: reviewParams,
          response: { 200: lease, ...problems },
        },
      },
      (request) => reviewDesk.renew(idOf(request.params), staffOf(request).id),
    );

    app.delete(
      '/v1/reviews/:id/lease',
      {
        config: { permission: REVIEWERS },
        schema: {
          tags: ['reviews'],
          summary: 'Give the case back to the queue',
          security,
          params: reviewParams,
          response: { 204: noContent, ...problems },
        },
      },
      async (request, reply) => {
        await reviewDesk.giveBack(idOf(request.params), staffOf(request).id);
        return reply.code(204).send();
      },
    );

    app.get(
      '/v1/reviews/:id',
      {
        config: { permission: REVIEW_READERS },
        schema: {
          tags: ['reviews'],
          summary: 'The whole case: clear for the holder of the lease, masked for all others',
          security,
          params: reviewParams,
          response: { 200: reviewCase, ...problems },
        },
      },
      async (request) => {
        const facts = await reviewDesk.case(idOf(request.params), staffOf(request).id);
        return caseOf(facts, new Date(clock.realMs()).toISOString());
      },
    );

    app.get(
      '/v1/reviews/:id/images/:image',
      {
        config: { permission: REVIEWERS },
        schema: {
          tags: ['reviews'],
          summary: 'A picture of the case, for the holder of the lease',
          description:
            'Logged. x-cardflow-watermark says who looks (percent-encoded), why and when: lay it over the picture.',
          security,
          params: reviewParams.extend({ image: z.enum(['front', 'back', 'selfie', 'portrait']) }),
          response: { 200: jpeg('The picture'), ...problems },
        },
      },
      async (request, reply) => {
        const user = staffOf(request);
        const { bytes, contentType } = await reviewDesk.image(idOf(request.params), user.id, request.params.image);
        const seenAt = new Date(clock.realMs()).toISOString();
        return reply
          .header('content-type', contentType)
          .header('cache-control', 'no-store')
          .header('x-cardflow-watermark', `${encodeURIComponent(user.login)} ${request.params.id} ${seenAt}`)
          .send(Buffer.from(bytes) as never);
      },
    );

    app.post(
      '/v1/reviews/:id/decision',
      {
        config: { permission: REVIEWERS },
        schema: {
          tags: ['reviews'],
          summary: 'Decide',
          description: '409 when the lease was lost, the evidence changed, or a second person is needed.',
          security,
          params: reviewParams,
          body: reviewDecision,
          response: { 200: reviewOutcome, ...problems },
        },
      },
      async (request) => {
        const id = idOf(request.params);
        const { note, ...decision } = request.body;
        const outcome = await reviewDecisions.decide({
          ...decision,
          ...(note === undefined ? {} : { note }),
          reviewId: id,
          userId: staffOf(request).id,
        });
        return { reviewId: id, ...outcome };
      },
    );
  };
