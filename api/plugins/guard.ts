import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../domain/errors';
import type {
  CarrierCallbacksPort,
  ChannelRequestsPort,
  CourierPushesPort,
  SignedHeaders,
} from '../../domain/ports/channel-requests';
import type { SelfServicePort } from '../../domain/ports/self-service';
import type { SessionsPort, StaffSession } from '../../domain/ports/sessions';
import type { Role } from '../../domain/stages';
import type { Permission } from '../permissions';
import type { ChannelBudget } from './channel-budget';
import { cookieOf, type EdgeCookies } from './cookies';
import { rawBodyOf } from './signed-bodies';

interface GuardPorts {
  readonly channelRequests: ChannelRequestsPort;
  readonly carrierCallbacks: CarrierCallbacksPort;
  readonly courierPushes: CourierPushesPort;
  readonly sessions: SessionsPort;
  readonly selfService: SelfServicePort;
}

/**
 * Holds every request against its route's permission. People and devices are known by their cookie, so they are judged
 * before a body is read; a signature covers the body, so it is judged right after, still before anything parses it. What
 * can be said against it without the body is said before that is read.
 */
export function guard(app: FastifyInstance, ports: GuardPorts, cookies: EdgeCookies, budget: ChannelBudget): void {
  app.decorateRequest('caller', null);

  app.addHook('onRequest', async (request, reply) => {
    const permission = permissionOf(request);
    if (permission === 'customer') {
      request.caller = { kind: 'customer', purchaseId: await customer(request, ports.selfService, cookies) };
    } else if (isRoles(permission) && !comesSigned(request, permission)) {
      request.caller = { kind: 'staff', session: await staff(request, ports.sessions, cookies, permission) };
    } else if (permission === 'channel' || isRoles(permission)) {
      budget.expectLeft(ports.channelRequests.claimedBy(signedHeaders(request)), reply);
    }
  });

  app.addHook('preValidation', async (request, reply) => {
    const permission = permissionOf(request);
    if (permission === 'carrier-callback') {
      await ports.carrierCallbacks.verify(carrierOf(request), {
        header: (name) => header(request, name),
        body: rawBodyOf(request),
      });
    } else if (permission === 'courier-push') {
      // The signature covers the form's text; what the route sees is what the text means.
      request.body = ports.courierPushes.read(rawBodyOf(request));
    } else if (permission === 'channel' || (isRoles(permission) && comesSigned(request, permission))) {
      const channel = await verified(request, ports.channelRequests);
      budget.spend(channel, reply);
      request.caller = { kind: 'channel', channel };
    }
  });
}

const permissionOf = (request: FastifyRequest): Permission | undefined => request.routeOptions.config.permission;

const isRoles = (permission: Permission | undefined): permission is readonly (Role | 'channel')[] =>
  typeof permission === 'object';

const comesSigned = (request: FastifyRequest, roles: readonly (Role | 'channel')[]): boolean =>
  roles.includes('channel') && request.headers['x-cardflow-channel'] !== undefined;

/** A doubled header arrives joined by a comma, which no field of ours may hold: the verifier refuses it. */
function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

const signedHeaders = (request: FastifyRequest): SignedHeaders => ({
  channel: header(request, 'x-cardflow-channel'),
  timestamp: header(request, 'x-cardflow-timestamp'),
  nonce: header(request, 'x-cardflow-nonce'),
  signature: header(request, 'x-cardflow-signature'),
});

const verified = (request: FastifyRequest, requests: ChannelRequestsPort): Promise<string> =>
  requests.verify({
    ...signedHeaders(request),
    method: request.method,
    target: request.raw.url ?? '/',
    body: rawBodyOf(request),
  });

/** The last part of `/callbacks/carriers/<carrier>`: every partner has a route of its own. */
const carrierOf = (request: FastifyRequest): string => request.routeOptions.url?.split('/').pop() ?? '';

async function customer(request: FastifyRequest, selfService: SelfServicePort, cookies: EdgeCookies) {
  if (isChanging(request)) refuseForeignOrigin(request);
  const device = cookieOf(request, cookies.device);
  const purchase = device === undefined ? null : await selfService.purchaseOf(device);
  if (purchase === null) throw new DomainError('LinkInvalid', 'no open link for this device');
  return purchase;
}

async function staff(
  request: FastifyRequest,
  sessions: SessionsPort,
  cookies: EdgeCookies,
  roles: readonly (Role | 'channel')[],
): Promise<StaffSession> {
  const token = cookieOf(request, cookies.session);
  const session = token === undefined ? null : await sessions.find(token);
  if (session === null) throw new DomainError('NotSignedIn', 'no open session');
  if (isChanging(request)) {
    refuseForeignOrigin(request);
    if (!sameText(header(request, 'x-csrf-token') ?? '', session.csrf)) {
      throw new DomainError('CsrfMissing', 'x-csrf-token does not belong to this session');
    }
  }
  if (!session.user.roles.some((role) => roles.includes(role))) {
    throw new DomainError('NotAllowed', `needs one of: ${roles.filter((role) => role !== 'channel').join(', ')}`);
  }
  return session;
}

const isChanging = (request: FastifyRequest): boolean => request.method !== 'GET' && request.method !== 'HEAD';

/** Second net under SameSite: a browser says where a changing request comes from, and it must be here. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  let host: string;
  try {
    host = new URL(origin).host;
  } catch {
    throw new DomainError('CsrfMissing', 'the origin is not readable');
  }
  if (host !== request.headers.host) throw new DomainError('CsrfMissing', 'the request comes from another site');
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
