import type { Role } from '../../../../domain/stages';

export const mayReview = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'compliance_officer' || role === 'compliance_lead');

/** Auditors see queue and cases, masked, and decide nothing. */
export const mayReadReviews = (roles: readonly Role[]): boolean => mayReview(roles) || roles.includes('auditor');

export const mayWorkTickets = (roles: readonly Role[]): boolean =>
  mayReview(roles) || roles.some((role) => role === 'support_agent' || role === 'support_lead');

/** Takes a ticket from somebody else. */
export const isTicketLead = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'support_lead' || role === 'compliance_lead');

/** Auditors see tickets without what was written. */
export const mayReadTickets = (roles: readonly Role[]): boolean => mayWorkTickets(roles) || roles.includes('auditor');

const isSupport = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'support_agent' || role === 'support_lead');

/** Where somebody lands: officers at their queue, support at their tickets, everybody else at the orders. */
export const landing = (roles: readonly Role[]): string =>
  mayReview(roles) ? '/reviews' : isSupport(roles) ? '/tickets' : '/orders';
