import { DomainError } from '../../domain/errors';

/** The server refuses, goes away or cannot be reached: nothing was promised. */
const UNAVAILABLE = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'P1001',
  'P1002',
  'P1017',
]);

/** `DatabaseUnavailable` where the database could not be asked, the error itself otherwise. */
export function asUnavailable(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const text = error instanceof Error ? error.message : '';
  const lost = /terminated|not queryable|timeout exceeded when trying to connect/.test(text);
  return UNAVAILABLE.has(code) || lost ? new DomainError('DatabaseUnavailable', code || 'connection lost') : error;
}
