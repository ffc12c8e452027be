import type { Role } from '../../../../domain/stages';

export const mayReview = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'compliance_officer' || role === 'compliance_lead');

/** Auditors see queue and cases, masked, and decide nothing. */
export const mayReadReviews = (roles: readonly Role[]): boolean => mayReview(roles) || roles.includes('auditor');

const hasOne = (roles: readonly Role[], allowed: readonly Role[]): boolean =>
  roles.some((role) => allowed.includes(role));

export const maySettleConflicts = (roles: readonly Role[]): boolean =>
  hasOne(roles, ['operator', 'support_lead', 'compliance_lead', 'admin']);

export const mayReadConflicts = (roles: readonly Role[]): boolean =>
  maySettleConflicts(roles) || roles.includes('auditor');

export const maySendLinks = (roles: readonly Role[]): boolean =>
  hasOne(roles, ['support_agent', 'support_lead', 'operator']);

/** Where somebody lands: officers at their queue, everybody else at the orders. */
export const landing = (roles: readonly Role[]): string => (mayReview(roles) ? '/reviews' : '/orders');
