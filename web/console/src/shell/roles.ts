import type { Role } from '../../../../domain/stages';

export const mayReview = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'compliance_officer' || role === 'compliance_lead');

/** Auditors see queue and cases, masked, and decide nothing. */
export const mayReadReviews = (roles: readonly Role[]): boolean => mayReview(roles) || roles.includes('auditor');

/** Where somebody lands: officers at their queue, everybody else at the orders. */
export const landing = (roles: readonly Role[]): string => (mayReview(roles) ? '/reviews' : '/orders');
