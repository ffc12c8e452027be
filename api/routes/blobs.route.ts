import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { EdgePorts } from '../edge';
import { channelOf } from '../permissions';
import { keepRawBodies } from '../plugins/signed-bodies';
import { boundUnprovenBodies } from '../plugins/unproven-bodies';
import { documentPart, problems } from '../schemas/common';

export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export const IMAGE_LIMIT_BYTES = 8 * 1024 * 1024;

export const blobRoutes =
  ({ channelUploads }: Pick<EdgePorts, 'channelUploads'>): FastifyPluginAsyncZod =>
  async (app) => {
    boundUnprovenBodies(app);
    keepRawBodies(app, IMAGE_TYPES);

    app.post(
      '/v1/blobs',
      {
        config: { permission: 'channel' },
        bodyLimit: IMAGE_LIMIT_BYTES,
        schema: {
          tags: ['orders'],
          summary: 'Upload a picture that an order will name',
          description:
            'The body is the picture itself (JPEG, PNG or WebP, at most 8 MiB). It is re-encoded and sealed at once.',
          security: [{ channel: [] }],
          consumes: [...IMAGE_TYPES],
          querystring: z.object({ kind: documentPart }),
          response: { 201: z.object({ blobId: z.string() }), ...problems },
        },
      },
      async (request, reply) => {
        if (!Buffer.isBuffer(request.body)) throw new DomainError('BodyInvalid', 'the body is no picture');
        const blobId = await channelUploads.store(channelOf(request), request.query.kind, request.body);
        return reply.code(201).send({ blobId });
      },
    );
  };
