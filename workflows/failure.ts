import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';

/** A step that failed for good, by its code; null for what is not a step's failure, which nobody may swallow. */
export function failureOf(error: unknown): string | null {
  if (isCancellation(error)) return null;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause.type ?? 'Unknown';
  return error instanceof ActivityFailure ? 'Unknown' : null;
}
