import Fastify, { type FastifyInstance, LogController } from 'fastify';

import { BookBroken } from './book';
import type { Settings } from './settings';
import { openWorld, registerRoutes } from './world';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came over the wire: what a signature covers. */
    rawBody: Buffer;
  }
}

export interface Sandbox {
  readonly app: FastifyInstance;
  /** Goes on with what the books say is open, and listens. Resolves with the base URL. */
  readonly start: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** One server for all partners; `onBroken` is told when a book can no longer be written. */
export async function buildSandbox(settings: Settings, onBroken: () => void = () => undefined): Promise<Sandbox> {
  const app = Fastify({
    logger: { level: settings.logLevel, base: null },
    // Addresses hold phones: requests are logged by route below, never by URL.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    bodyLimit: 16 * 1024 * 1024,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true } },
  });
  keepRawBodies(app);
  logByRoute(app, onBroken);
  const world = await openWorld(settings, app.log);
  await registerRoutes(app, world);
  const { agenda, auto, colleagues, customers, holds, kuaidi100, xinglian, yunqi } = world;

  return {
    app,
    start: async () => {
      xinglian.resume();
      yunqi.resume();
      // Before anybody can send a message, so that none falls between the old ones and the new ones.
      await customers.start();
      await kuaidi100.resume();
      const url = await app.listen({ host: settings.host, port: settings.port });
      agenda.start();
      auto.start();
      return url;
    },
    close: async () => {
      auto.stop();
      colleagues.stop();
      customers.close();
      agenda.close();
      holds.release();
      await app.close();
      for (const book of world.books) await book.close();
    },
  };
}

/** JSON is parsed here so that its bytes are kept; an empty body is null, for calls that need none. */
function keepRawBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    if (body.length === 0) {
      done(null, null);
      return;
    }
    try {
      done(null, JSON.parse(body.toString()));
    } catch {
      done(Object.assign(new Error('the body is no JSON'), { statusCode: 400 }));
    }
  });
}

function logByRoute(app: FastifyInstance, onBroken: () => void): void {
  app.addHook('onError', (request, _reply, error, done) => {
    if ((error.statusCode ?? 500) >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'failed');
    if (error instanceof BookBroken) onBroken();
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { url: route } = request.routeOptions;
    if (route !== '/healthz' && route !== '/control/quiet') {
      request.log.info(
        { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        'answered',
      );
    }
    done();
  });
}
