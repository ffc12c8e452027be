/** The wire's words that pages need as values: stages with their names, statuses, who is waited for, and reasons. */
export { END_STAGES, INTERCEPTION_REASONS, RESUME_REASONS, STAGES, STATUSES, WAIT_OWNERS } from '../../domain/stages';
export { stageName } from '../../domain/texts/stages';
