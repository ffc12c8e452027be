/**
 * What pages need as values: the wire's words with their types, and rules of the domain that a page asks before it offers
 * something. A file of schemas would bring the whole validator into the page, so this one knows none.
 */
export { PAYOUT_STATES, STATEMENT_STATES, WAITING_STATES } from '../../domain/ports/commission-desk';
export { END_STAGES, INTERCEPTION_REASONS, RESUME_REASONS, STAGES, STATUSES, WAIT_OWNERS } from '../../domain/stages';
export type { InterceptionReason, ResumeReason, Role, Stage, Status, WaitOwner } from '../../domain/stages';
export { stageName } from '../../domain/texts/stages';
export { leadsSkill, maySkill } from '../../domain/ticket';

/** What a link of a card's chain is about. */
export const CHAIN_GROUPS = ['card', 'identity', 'parcel', 'money', 'looks'] as const;
