import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { EdgePorts } from '../edge';
import { problems } from '../schemas/common';

export const healthRoutes =
  ({ health }: Pick<EdgePorts, 'health'>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/healthz',
      {
        config: { permission: 'public' },
        schema: {
          tags: ['health'],
          summary: 'Whether requests can be served',
          description: '503 while the database does not answer.',
          response: { 200: z.object({ ok: z.literal(true) }), ...problems },
        },
      },
      async () => {
        await health.check();
        return { ok: true as const };
      },
    );

    app.get('/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, (_request, reply) =>
      reply.header('content-type', 'application/json').send(JSON.stringify(app.swagger())),
    );
  };
