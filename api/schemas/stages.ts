/** The wire's words that pages need as values: stages with their names, statuses and who is waited for. */
export { END_STAGES, STAGES, STATUSES, WAIT_OWNERS } from '../../domain/stages';
export { stageName } from '../../domain/texts/stages';
