import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Who called, by id or code; never a name. */
function callerOf({ caller }: FastifyRequest): Record<string, string> {
  switch (caller?.kind) {
    case 'channel':
      return { channel: caller.channel };
    case 'customer':
      return { purchaseId: caller.purchaseId };
    case 'staff':
      return { userId: caller.session.user.id };
    default:
      return {};
  }
}

/** One line an answer: the route's pattern instead of the URL, no query, no body, no address. */
export function requestLog(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-trace-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const level = reply.statusCode >= 500 ? 'warn' : 'info';
    request.log[level](
      {
        method: request.method,
        // The log keeps words only: no asterisk of the web apps' catch-all routes.
        route: request.routeOptions.url?.replaceAll('*', ':rest') ?? 'none',
        statusCode: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        ...callerOf(request),
      },
      'answered',
    );
    done();
  });
}
