/** The wire's words that pages need as values: stages, statuses and who is waited for. */
export { END_STAGES, STAGES, STATUSES, WAIT_OWNERS } from '../../domain/stages';
