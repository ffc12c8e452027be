import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../domain/errors';

/** Bodies of this scope that are held in memory while nobody knows yet whose they are. */
const AT_ONCE = 32;
/** One address may hold half of them, so that it alone keeps nobody else out. */
const FROM_ONE_ADDRESS = 16;

/**
 * Bounds what strangers can make us hold: in this scope only so many bodies are read at once before their signature was
 * checked. Register it before the routes.
 */
export function boundUnprovenBodies(app: FastifyInstance): void {
  const open = new Map<FastifyRequest, string>();

  app.addHook('onRequest', async (request, reply) => {
    const sameAddress = [...open.values()].filter((address) => address === request.ip).length;
    if (open.size >= AT_ONCE || sameAddress >= FROM_ONE_ADDRESS) {
      reply.header('retry-after', '1');
      throw new DomainError('TooManyRequests', 'too many uploads at once');
    }
    open.set(request, request.ip);
    // Whatever happens: it is proven below, or its answer is written, or the sender hung up.
    reply.raw.once('close', () => open.delete(request));
  });
  app.addHook('preHandler', async (request) => {
    open.delete(request);
  });
}
