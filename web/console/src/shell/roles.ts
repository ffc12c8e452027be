import type { Role } from '../../../../domain/stages';

export const mayReview = (roles: readonly Role[]): boolean =>
  roles.some((role) => role === 'compliance_officer' || role === 'compliance_lead');

/** Where somebody lands: officers at their queue, everybody else at the orders. */
export const landing = (roles: readonly Role[]): string => (mayReview(roles) ? '/reviews' : '/orders');
