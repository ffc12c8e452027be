import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { DomainError } from '../domain/errors';
import type { PurchaseId } from '../domain/brand';
import type { StaffSession } from '../domain/ports/sessions';
import { ROLES, type Role } from '../domain/stages';

/** Kinds of callers that are no people of ours. */
export type CallerKind = 'public' | 'channel' | 'customer' | 'carrier-callback' | 'courier-push';

/** Who may call a route: one kind of caller, or a list of roles; `channel` in a list admits signed requests too. */
export type Permission = CallerKind | readonly (Role | 'channel')[];

export type Caller =
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'customer'; readonly purchaseId: PurchaseId }
  | { readonly kind: 'staff'; readonly session: StaffSession };

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: Permission;
  }
  interface FastifyRequest {
    /** Set once the route's permission was checked; null on public routes. */
    caller: Caller | null;
  }
}

/** Our own people. */
export const STAFF: readonly Role[] = ROLES.filter((role) => role !== 'channel_user');
/** Whoever has an account, a channel's person too: such a route shows what `channelScope` allows and nothing else. */
export const SIGNED_IN: readonly Role[] = ROLES;
export const REVIEWERS: readonly Role[] = ['compliance_officer', 'compliance_lead'];
export const REVIEW_READERS: readonly Role[] = [...REVIEWERS, 'auditor'];
export const CONFLICT_SETTLERS: readonly Role[] = ['operator', 'support_lead', 'compliance_lead', 'admin'];
/** Officers too: the risk cases among them are theirs, decided on the order. */
export const CONFLICT_READERS: readonly Role[] = [...CONFLICT_SETTLERS, 'compliance_officer', 'auditor'];
/** Who may follow one card through everything, and see its holder in clear for a reason. */
export const AUDITORS: readonly Role[] = ['auditor', 'compliance_lead', 'admin'];
export const LINK_SENDERS: readonly Role[] = ['support_agent', 'support_lead', 'operator'];
/** Who lets a parked order go on. */
export const RESUMERS: readonly Role[] = ['support_agent', 'support_lead', 'operator'];
export const BOOK_READERS: readonly Role[] = ['operator', 'admin', 'finance_maker', 'finance_checker', 'auditor'];
/** Whoever sees money sees all of it; one side of a payout makes it, the other lets it go. */
export const MONEY_READERS: readonly Role[] = BOOK_READERS;
export const PAYOUT_MAKERS: readonly Role[] = ['finance_maker'];
export const PAYOUT_CHECKERS: readonly Role[] = ['finance_checker'];
/** Support answers agents who ask why an order is not paid; a channel's person asks for the channel's own orders. */
export const COMMISSION_READERS: readonly Role[] = [...MONEY_READERS, 'support_agent', 'support_lead', 'channel_user'];

/** Who answers tickets: support, and compliance for what only they may answer. */
export const TICKET_WORKERS: readonly Role[] = [
  'support_agent',
  'support_lead',
  'compliance_officer',
  'compliance_lead',
];
/** Who has a parcel turned round: support at the customer's word, compliance at a risk. */
export const INTERCEPTORS: readonly Role[] = TICKET_WORKERS;
/** Admins too: they stand at the top of a ladder that tells of broken promises. */
export const TICKET_READERS: readonly Role[] = [...TICKET_WORKERS, 'auditor', 'admin'];

/** A route was registered without saying who may call it; the process must not start. */
export class PermissionMissing extends Error {
  constructor(method: string, url: string) {
    super(`route ${method} ${url} declares no permission`);
    this.name = 'PermissionMissing';
  }
}

/**
 * Refuses to start with a route that declares no permission. Routes of third-party plugins cannot carry one, so their
 * prefixes are named here, each with the permission it gets.
 */
export function requirePermissions(app: FastifyInstance, thirdParty: Readonly<Record<string, Permission>>): void {
  app.addHook('onRoute', (route: RouteOptions) => {
    if (route.config?.permission !== undefined) return;
    const prefix = Object.keys(thirdParty).find((known) => route.url === known || route.url.startsWith(`${known}/`));
    const permission = prefix === undefined ? undefined : thirdParty[prefix];
    if (permission === undefined) throw new PermissionMissing(String(route.method), route.url);
    route.config = { ...route.config, permission };
  });
}

/** The signed-in person of a staff route. */
export function staffOf(request: FastifyRequest): StaffSession['user'] {
  if (request.caller?.kind !== 'staff') throw new DomainError('NotSignedIn', 'no staff session');
  return request.caller.session.user;
}

/** The purchase of a customer route. */
export function purchaseOf(request: FastifyRequest): PurchaseId {
  if (request.caller?.kind !== 'customer') throw new DomainError('LinkInvalid', 'no device session');
  return request.caller.purchaseId;
}

/** The channel of a signed request or of a channel's person; undefined for our people, who see every channel's orders. */
export function channelScope({ caller }: FastifyRequest): string | undefined {
  switch (caller?.kind) {
    case 'channel':
      return caller.channel;
    case 'staff':
      return caller.session.user.channel ?? undefined;
    default:
      return undefined;
  }
}

/** The channel of a signed request. */
export function channelOf({ caller }: FastifyRequest): string {
  if (caller?.kind !== 'channel') throw new DomainError('SignatureInvalid', 'not a signed request');
  return caller.channel;
}
