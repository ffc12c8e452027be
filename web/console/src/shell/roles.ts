import type { Role } from '../../../../api/schemas/words';

export const mayReview = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'compliance_officer' || role === 'compliance_lead');

/** Auditors see queue and cases, masked, and decide nothing. */
export const mayReadReviews = (roles: readonly Role[]): boolean => mayReview(roles) || roles.includes('auditor');

export const mayWorkTickets = (roles: readonly Role[]): boolean =>
  mayReview(roles) || roles.some((role) => role === 'support_agent' || role === 'support_lead');

/** Auditors and admins see tickets without what was written. */
export const mayReadTickets = (roles: readonly Role[]): boolean =>
  mayWorkTickets(roles) || roles.some((role) => role === 'auditor' || role === 'admin');

const isSupport = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'support_agent' || role === 'support_lead');

export const mayMakePayouts = (roles: readonly Role[]): boolean => roles.includes('finance_maker');

export const mayReleasePayouts = (roles: readonly Role[]): boolean => roles.includes('finance_checker');

export const mayReadMoney = (roles: readonly Role[]): boolean =>
  mayMakePayouts(roles) ||
  mayReleasePayouts(roles) ||
  roles.some((role) => role === 'auditor' || role === 'operator' || role === 'admin');

/** One card's life, and its holder in clear for a reason. */
export const mayTrace = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'auditor' || role === 'compliance_lead' || role === 'admin');

/** Somebody of a sales channel: no colleague, and shown that channel's orders only. */
export const isOfChannel = (roles: readonly Role[]): boolean => roles.includes('channel_user');

/** Support too: agents ask them why an order is not paid. And the channel, of its own orders. */
export const mayReadCommission = (roles: readonly Role[]): boolean =>
  mayReadMoney(roles) || isSupport(roles) || isOfChannel(roles);

const hasOne = (roles: readonly Role[], allowed: readonly Role[]): boolean =>
  roles.some((role) => allowed.includes(role));

export const maySettleConflicts = (roles: readonly Role[]): boolean =>
  hasOne(roles, ['operator', 'support_lead', 'compliance_lead', 'admin']);

export const mayReadConflicts = (roles: readonly Role[]): boolean =>
  maySettleConflicts(roles) || mayReview(roles) || roles.includes('auditor');

/** Lets a parked order go on. */
export const mayResume = (roles: readonly Role[]): boolean =>
  hasOne(roles, ['support_agent', 'support_lead', 'operator']);

/** Has a parcel turned round on its way. */
export const mayIntercept = mayWorkTickets;

export const maySendLinks = (roles: readonly Role[]): boolean =>
  hasOne(roles, ['support_agent', 'support_lead', 'operator']);

/**
 * Where somebody lands, at what waits for them: officers at their queue, support at their tickets, a checker at payouts
 * to release, a maker at statements to pay, an auditor at the trace of a card, everybody else, a channel's person among
 * them, at the orders.
 */
export function landing(roles: readonly Role[]): string {
  if (mayReview(roles)) return '/reviews';
  if (isSupport(roles)) return '/tickets';
  if (mayReleasePayouts(roles)) return '/payouts?state=created';
  if (mayMakePayouts(roles)) return '/statements?state=ready';
  return roles.includes('auditor') ? '/audit' : '/orders';
}
