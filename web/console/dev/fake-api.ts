import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  orderCommission,
  payoutCancellation,
  payoutCommand,
  payoutList,
  payoutListQuery,
  payoutPage,
  payoutRelease,
  payoutsMade,
  payoutView,
  statementList,
  statementListQuery,
  statementPage,
  statementPageQuery,
  waitingList,
  waitingListQuery,
  decisionCommand,
  decisionWithdrawal,
} from '../../../api/schemas/commission';
import { auditQuery, cardSearch, clearHolder, revealCommand } from '../../../api/schemas/audit';
import { conflictCase, conflictList, conflictListQuery, conflictResolution } from '../../../api/schemas/conflict';
import { orderList, orderListQuery, orderPage, orderResumption } from '../../../api/schemas/order';
import { interceptionCommand, interceptionView } from '../../../api/schemas/parcel';
import { reviewCase, reviewDecision, reviewListQuery, reviewOutcome, reviewQueue } from '../../../api/schemas/review';
import { colleaguesCommand, jumpView, quietView } from '../../../api/schemas/sandbox';
import { sessionView, signIn } from '../../../api/schemas/session';
import { duty, dutyView, ticketList, ticketListQuery, ticketStanding, ticketView } from '../../../api/schemas/ticket';
import { PICTURES } from './fake-pictures';
import { Refused, USERS, type FakeWorld, type User } from './fake-world';

const CSRF = 'fake-csrf';

/** Of every fake account. */
export const PASSWORD = 'demo';

/** What a channel's person may ask for; everything else is refused, so that a page of theirs that asks more is found out. */
const OPEN_TO_CHANNELS: readonly string[] = [
  'GET /v1/session',
  'GET /v1/console/orders',
  'GET /v1/console/orders/:id',
  'GET /v1/orders/:id/commission',
];

interface Asked {
  readonly world: FakeWorld;
  readonly user: User;
  readonly id: string;
  readonly part: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** A route answers with JSON, a picture, or nothing. */
type Answer = { readonly json: unknown } | { readonly svg: string } | null;
type Route = (asked: Asked) => Answer;

/** Every answer goes through the real API's schema: one that moves away from what the console is shown fails here. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /v1/session': ({ user, world }) => ({ json: sessionView.parse({ user, csrf: CSRF, sandbox: world.sandbox }) }),
  'GET /v1/console/orders': ({ world, user, query }) => ({
    json: orderList.parse(world.list(orderListQuery.parse(Object.fromEntries(query)), user)),
  }),
  'GET /v1/console/orders/:id': ({ world, user, id }) => ({ json: orderPage.parse(world.pageFor(id, user)) }),
  'GET /v1/orders/:id/commission': ({ world, id }) => ({ json: orderCommission.parse(world.money.commission(id)) }),
  'POST /v1/orders/:id/commission/decisions': ({ world, user, id, body }) => ({
    json: orderCommission.parse(world.money.propose(id, decisionCommand.parse(body), user)),
  }),
  'POST /v1/commission-decisions/:id/confirmation': ({ world, user, id }) => ({
    json: orderCommission.parse(world.money.decide(id, user, null)),
  }),
  'POST /v1/commission-decisions/:id/withdrawal': ({ world, user, id, body }) => ({
    json: orderCommission.parse(world.money.decide(id, user, decisionWithdrawal.parse(body).reason)),
  }),
  'GET /v1/commissions': ({ world, query }) => ({
    json: waitingList.parse(world.money.waiting(waitingListQuery.parse(Object.fromEntries(query)))),
  }),
  'GET /v1/statements': ({ world, query }) => ({
    json: statementList.parse(world.money.statementList(statementListQuery.parse(Object.fromEntries(query)))),
  }),
  'GET /v1/statements/:id': ({ world, id, query }) => ({
    json: statementPage.parse(world.money.statement(id, statementPageQuery.parse(Object.fromEntries(query)))),
  }),
  'GET /v1/payouts': ({ world, query }) => ({
    json: payoutList.parse(world.money.payoutList(payoutListQuery.parse(Object.fromEntries(query)))),
  }),
  'GET /v1/payouts/:id': ({ world, id }) => ({ json: payoutPage.parse(world.money.payout(id)) }),
  'POST /v1/payouts': ({ world, user, body }) => ({
    json: payoutsMade.parse({ payouts: world.money.make(payoutCommand.parse(body).statementIds, user) }),
  }),
  'POST /v1/payouts/:id/release': ({ world, user, id, body }) => ({
    json: payoutView.parse(world.money.release(id, user, payoutRelease.parse(body).amountFen)),
  }),
  'POST /v1/payouts/:id/cancellation': ({ world, user, id, body }) => ({
    json: payoutView.parse(world.money.cancel(id, user, payoutCancellation.parse(body).reason)),
  }),
  'POST /v1/orders/:id/handover-decision': ({ world, id, body }) => {
    const { decision } = body as { decision: 'clear' | 'stop' };
    world.decideHandover(id, decision);
    return { json: { stage: 'activating', status: 'awaiting-activation' } };
  },
  'POST /v1/orders/:id/resumption': ({ world, id, body }) => {
    orderResumption.parse(body);
    return { json: world.resume(id) };
  },
  'POST /v1/orders/:id/interception': ({ world, id, body }) => ({
    json: interceptionView.parse(world.intercept(id, interceptionCommand.parse(body))),
  }),
  'GET /v1/audit/cards': ({ world, user, query }) => ({
    json: cardSearch.parse(world.audit.find(auditQuery.parse(Object.fromEntries(query)).q, user.name)),
  }),
  'POST /v1/audit/cards/:id/reveal': ({ world, user, id, body }) => ({
    json: clearHolder.parse(world.audit.reveal(id, user.name, revealCommand.parse(body).reason)),
  }),
  'POST /v1/orders/:id/links': ({ world, id }) => ({ json: world.sendLink(id) }),
  'GET /v1/conflict-cases': ({ world, query }) => ({
    json: conflictList.parse(world.conflictList(conflictListQuery.parse(Object.fromEntries(query)).state)),
  }),
  'GET /v1/conflict-cases/:id': ({ world, id }) => ({ json: conflictCase.parse(world.conflict(id)) }),
  'POST /v1/conflict-cases/:id/resolution': ({ world, user, id, body }) => ({
    json: conflictCase.parse(world.settle(id, user, conflictResolution.parse(body))),
  }),
  'GET /v1/reviews': ({ world, user, query }) => ({
    json: reviewQueue.parse(world.queue(user, reviewListQuery.parse(Object.fromEntries(query)))),
  }),
  'POST /v1/reviews/next': ({ world, user }) => {
    const reviewId = world.claimNext(user);
    return reviewId === null ? null : { json: { reviewId } };
  },
  'GET /v1/reviews/:id': ({ world, user, id }) => ({ json: reviewCase.parse(world.case(id, user)) }),
  'GET /v1/reviews/:id/images/:part': ({ world, user, id, part }) => {
    if (!world.case(id, user).clear) throw new Refused(409, 'LeaseLost');
    const svg = Object.entries(PICTURES).find(([name]) => name === part)?.[1];
    if (svg === undefined) throw new Refused(404, 'BlobNotFound');
    return { svg };
  },
  'POST /v1/reviews/:id/claim': ({ world, user, id }) => {
    world.claim(id, user);
    return null;
  },
  'POST /v1/reviews/:id/lease': ({ world, user, id }) => {
    world.renew(id, user);
    return null;
  },
  'DELETE /v1/reviews/:id/lease': ({ world, user, id }) => {
    world.giveBack(id, user);
    return null;
  },
  'GET /v1/tickets': ({ world, user, query }) => {
    const { view, limit } = ticketListQuery.parse(Object.fromEntries(query));
    return { json: ticketList.parse(world.tickets.list(view, user, limit)) };
  },
  'GET /v1/tickets/:id': ({ world, user, id }) => ({ json: ticketView.parse(world.tickets.view(id, user)) }),
  'POST /v1/tickets/:id/:part': ({ world, user, id, part, body }) => ({
    json: ticketStanding.parse(world.tickets.act(id, part, (body ?? {}) as Record<string, unknown>, user)),
  }),
  'GET /v1/session/duty': ({ world }) => ({ json: dutyView.parse(world.tickets.duty()) }),
  'PUT /v1/session/duty': ({ world, body }) => {
    world.tickets.onDuty = duty.parse(body).onDuty;
    return { json: dutyView.parse(world.tickets.duty()) };
  },
  'POST /v1/reviews/:id/decision': ({ world, user, id, body }) => ({
    json: reviewOutcome.parse(world.decide(id, user, reviewDecision.parse(body))),
  }),
};

/**
 * The console's API over a `FakeWorld`, for `vite dev` and browser tests. Resolves false for addresses that are not the
 * API's, which the caller then serves itself.
 */
export function fakeApi(world: FakeWorld): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const sessions = new Map<string, User>();
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (!url.pathname.startsWith('/v1/') && !url.pathname.startsWith('/sandbox/')) return false;
    try {
      await answer(world, sessions, url, request, response);
    } catch (error) {
      sendProblem(response, error);
    }
    return true;
  };
}

async function answer(
  world: FakeWorld,
  sessions: Map<string, User>,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const body = method === 'POST' || method === 'PUT' ? await readJson(request) : undefined;
  if (method === 'POST' && url.pathname === '/v1/session') {
    openSession(sessions, body, response);
    return;
  }
  if (url.pathname.startsWith('/sandbox/')) {
    send(response, openToAll(world, `${method} ${url.pathname}`, body));
    return;
  }
  const token = /session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const user = sessions.get(token);
  if (user === undefined) throw new Refused(401, 'NotSignedIn');
  if (method !== 'GET' && request.headers['x-csrf-token'] !== CSRF) throw new Refused(403, 'CsrfMissing');
  if (method === 'DELETE' && url.pathname === '/v1/session') {
    sessions.delete(token);
    send(response, null);
    return;
  }
  if (url.pathname === '/v1/console/events') {
    openEvents(world, request, response);
    return;
  }
  const { name, route, id, part } = match(method, url.pathname);
  if (user.roles.includes('channel_user') && !OPEN_TO_CHANNELS.includes(name)) throw new Refused(403, 'NotAllowed');
  send(response, route({ world, user, id, part, query: url.searchParams, body }));
}

/** The sandbox's addresses ask for no session, as the product's do not; in production they are nothing. */
function openToAll(world: FakeWorld, asked: string, body: unknown): Answer {
  if (world.sandbox) {
    switch (asked) {
      case 'GET /sandbox/quiet':
        return {
          json: quietView.parse({
            quiet: true,
            blockers: [],
            next: null,
            businessNow: new Date(world.businessNow()).toISOString(),
          }),
        };
      case 'POST /sandbox/jump':
        return { json: jumpView.parse(world.jump()) };
      case 'POST /sandbox/colleagues':
        world.colleagues = colleaguesCommand.parse(body).on;
        return { json: { on: world.colleagues } };
      case 'GET /sandbox/colleagues':
        return { json: { on: world.colleagues } };
    }
  }
  throw new Refused(404, 'NotFound');
}

/** Whole addresses first, so that `/reviews/next` is not taken for a review. */
function match(method: string, pathname: string): { name: string; route: Route; id: string; part: string } {
  const whole = `${method} ${pathname}`;
  const exact = ROUTES[whole];
  if (exact !== undefined) return { name: whole, route: exact, id: '', part: '' };
  for (const [pattern, route] of Object.entries(ROUTES)) {
    const groups = new RegExp(`^${pattern.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(
      `${method} ${pathname}`,
    )?.groups;
    if (groups?.['id'] !== undefined) return { name: pattern, route, id: groups['id'], part: groups['part'] ?? '' };
  }
  throw new Refused(404, 'NotFound');
}

function openSession(sessions: Map<string, User>, body: unknown, response: ServerResponse): void {
  const { login, password } = signIn.parse(body);
  const user = USERS.find((each) => each.login === login);
  if (user === undefined || password !== PASSWORD) throw new Refused(401, 'WrongCredentials');
  const token = randomUUID();
  sessions.set(token, user);
  response.setHeader('set-cookie', `session=${token}; Path=/; HttpOnly; SameSite=Strict`);
  send(response, { json: { user, csrf: CSRF } });
}

function openEvents(world: FakeWorld, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
  response.write(': hello\n\n');
  const stop = world.onChange((change) => {
    response.write(`event: changed\ndata: ${JSON.stringify(change)}\n\n`);
  });
  request.on('close', stop);
}

function send(response: ServerResponse, answered: Answer): void {
  response.setHeader('cache-control', 'no-store');
  if (answered === null) response.writeHead(204).end();
  else if ('svg' in answered) response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(answered.svg);
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answered.json));
}

function sendProblem(response: ServerResponse, error: unknown): void {
  // Anything else is a fake that left the schema or a bug of its own: the message goes to the developer.
  const [status, code, title] =
    error instanceof Refused ? [error.status, error.code, error.code] : [500, 'FakeBroken', String(error)];
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(
      JSON.stringify({ type: `about:blank#${code}`, title, status, code, traceId: '4bf92f3577b34da6a3ce929d0e0e4736' }),
    );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
