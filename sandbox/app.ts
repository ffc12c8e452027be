import { join } from 'node:path';

import Fastify, { type FastifyInstance, LogController } from 'fastify';

import { Agenda } from './agenda';
import { Authority } from './authority/authority';
import { authorityRoutes } from './authority/authority.route';
import { openXinglian } from './carriers/xinglian/xinglian';
import { AutoSales } from './channels/demo/auto-sales';
import { DemoChannel } from './channels/demo/channel';
import { ChannelBook } from './channels/demo/channel-book';
import { demoChannelRoutes } from './channels/demo/demo.route';
import { BookBroken } from './book';
import { BusinessClock } from './clock';
import { Colleagues } from './colleagues/colleagues';
import { colleagueRoutes } from './colleagues/colleagues.route';
import { controlRoutes } from './control/control.route';
import { Faults } from './control/faults';
import { HeldReplies, spoiler } from './control/spoil';
import { CustomerBook } from './customers/customer-book';
import { Customers } from './customers/customers';
import { customerRoutes } from './customers/customers.route';
import { Persons } from './persons/persons';
import { personRoutes } from './persons/persons.route';
import { Photos } from './persons/photos';
import type { Settings } from './settings';
import { Sms } from './sms/sms';
import { smsRoutes } from './sms/sms.route';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came over the wire: what a signature covers. */
    rawBody: Buffer;
  }
}

export interface Sandbox {
  readonly app: FastifyInstance;
  /** Listens, then goes on with what the books say is open. Resolves with the base URL. */
  readonly start: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/**
 * Reads all books and joins the partners to one server; `onBroken` is told when a book can no longer be written. Reads as a parts list: no decision is taken here.
 */
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

  const path = (name: string): string => join(settings.dataDir, `${name}.jsonl`);
  const clock = await BusinessClock.open(path('clock'));
  const agenda = new Agenda(clock, app.log);
  const faults = await Faults.open(path('faults'));
  const holds = new HeldReplies();
  const persons = await Persons.open(path('people'), clock, settings.seed);
  const photos = new Photos();
  const sms = await Sms.open(path('sms'));
  const authority = await Authority.open(path('authority'), (idNumber) => persons.nameOf(idNumber));
  const xinglian = await openXinglian({
    settings,
    path: path('carrier-xinglian'),
    clock,
    agenda,
    faults,
    holds,
    log: app.log,
  });
  const { apiUrl, seed } = settings;
  const sales = await ChannelBook.open(path('channel-demo'));
  const { id, secret, ratePerMinute } = settings.channel;
  const channel = new DemoChannel({ apiUrl, id, secret, book: sales, persons, photos, clock });
  const auto = new AutoSales(channel, agenda, seed, ratePerMinute, app.log);
  const visits = await CustomerBook.open(path('customers'));
  const customers = new Customers({ apiUrl, seed, book: visits, sms, persons, photos, clock, agenda, log: app.log });
  const colleagues = new Colleagues(clock, agenda, app.log);

  app.get('/healthz', () => ({ ok: true, businessNow: clock.nowIso() }));
  await app.register(xinglian.routes, { prefix: '/carriers/xinglian' });
  await app.register(authorityRoutes(authority, settings.authorityToken, clock, spoiler('authority', faults, holds)), {
    prefix: '/authority',
  });
  await app.register(smsRoutes(sms, settings.smsToken, clock, spoiler('sms', faults, holds)), { prefix: '/sms' });
  const idNumberOf = (personId: string): string | undefined => persons.find(personId)?.idNumber;
  await app.register(controlRoutes({ clock, agenda, faults, holds, idNumberOf, carrierDelay: xinglian.ledger }), {
    prefix: '/control',
  });
  await app.register(colleagueRoutes(colleagues, apiUrl), { prefix: '/control' });
  await app.register(personRoutes(persons, photos), { prefix: '/people' });
  const behave = customers.behave.bind(customers);
  await app.register(demoChannelRoutes({ channel, auto, agenda, behave }), { prefix: '/channels/demo' });
  await app.register(customerRoutes(customers, visits, persons), { prefix: '/customers' });

  return {
    app,
    start: async () => {
      const url = await app.listen({ host: settings.host, port: settings.port });
      xinglian.resume();
      await customers.start();
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
      for (const part of [clock, faults, persons, sms, authority, xinglian, sales, visits]) await part.close();
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
