import { ApplicationFailure } from '@temporalio/activity';
import { DomainError, FAILURES } from '../domain/errors';

/** Gives a failure its code as type and whether retrying makes sense; what we do not know stays unknown and is retried. */
export async function asActivityFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw ApplicationFailure.create({
      message: error.detail,
      type: error.code,
      nonRetryable: !FAILURES[error.code].retryable,
    });
  }
}
