import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { DomainError } from '../domain/errors';
import type { EdgePorts, EdgeSettings } from './edge';
import { requirePermissions } from './permissions';
import { channelBudget } from './plugins/channel-budget';
import { edgeCookies } from './plugins/cookies';
import { guard } from './plugins/guard';
import { DOCS_PREFIX, openApi } from './plugins/openapi';
import { rateLimits } from './plugins/rate-limits';
import { requestLog } from './plugins/request-log';
import { securityHeaders } from './plugins/security-headers';
import { webApps } from './plugins/web-apps';
import { answerRouterError, problems } from './problem';
import { auditRoutes } from './routes/audit.route';
import { blobRoutes } from './routes/blobs.route';
import { commissionRoutes } from './routes/commission.route';
import { conflictRoutes } from './routes/conflicts.route';
import { consoleRoutes } from './routes/console.route';
import { handoverRoutes } from './routes/handover.route';
import { interceptionRoutes } from './routes/interception.route';
import { resumeRoutes } from './routes/resume.route';
import { healthRoutes } from './routes/health.route';
import { linkRoutes } from './routes/links.route';
import { orderRoutes } from './routes/orders.route';
import { payoutRoutes } from './routes/payouts.route';
import { carrierCallbackRoutes, courierPushRoutes, reconciliationRoutes } from './routes/partners.route';
import { reviewRoutes } from './routes/reviews.route';
import { sandboxRoutes } from './routes/sandbox.route';
import { selfServiceRoutes } from './routes/self-service.route';
import { sessionRoutes } from './routes/session.route';
import { statementRoutes } from './routes/statements.route';
import { customerTicketRoutes, ticketRoutes } from './routes/tickets.route';

/** The whole HTTP edge on these ports, ready to listen or to be injected into. */
export async function buildApp(ports: EdgePorts, settings: EdgeSettings): Promise<FastifyInstance> {
  const app = Fastify({
    ...(settings.logger === false ? { logger: false } : { loggerInstance: settings.logger }),
    // Our own line per request instead: Fastify's would name the URL with its query.
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerRouterError,
    // The form of id that a log line keeps whatever its digits are.
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 256 * 1024,
    // For a request with its body to have come; an answer, such as a stream of events, may take as long as it likes.
    requestTimeout: 120_000,
    // An open event stream would keep the process from ending.
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  requirePermissions(app, { [DOCS_PREFIX]: 'public' });
  problems(app);
  app.setNotFoundHandler(() => {
    throw new DomainError('NotFound', 'no such path');
  });

  requestLog(app);
  await securityHeaders(app);
  await app.register(compress, { threshold: 2048 });
  await app.register(cookie);
  await rateLimits(app);
  await openApi(app);
  const cookies = edgeCookies(settings.secureCookies);
  guard(app, ports, cookies, channelBudget(settings.channelRequestsPerMinute, ports.clock.realMs));

  await app.register(healthRoutes(ports));
  await app.register(orderRoutes(ports));
  await app.register(blobRoutes(ports));
  await app.register(sessionRoutes(ports, cookies));
  await app.register(consoleRoutes(ports));
  await app.register(reviewRoutes(ports));
  await app.register(conflictRoutes(ports));
  await app.register(linkRoutes(ports));
  await app.register(commissionRoutes(ports));
  await app.register(statementRoutes(ports));
  await app.register(payoutRoutes(ports));
  await app.register(ticketRoutes(ports));
  await app.register(selfServiceRoutes(ports, cookies));
  await app.register(customerTicketRoutes(ports));
  await app.register(carrierCallbackRoutes(ports));
  await app.register(courierPushRoutes(ports));
  await app.register(handoverRoutes(ports));
  await app.register(resumeRoutes(ports));
  await app.register(interceptionRoutes(ports));
  await app.register(auditRoutes(ports));
  await app.register(reconciliationRoutes(ports));
  if (ports.sandbox) await app.register(sandboxRoutes({ ...ports.sandbox, clock: ports.clock }));
  if (settings.webRoot !== null) await webApps(app, settings.webRoot);

  await app.ready();
  return app;
}
