import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { DomainError, FAILURES, type FailureCode } from '../domain/errors';
import { API_CONTENT_SECURITY_POLICY } from './plugins/security-headers';
import type { Problem } from './schemas/problem';

/** Published in docs/problems.md; never changes. */
export const problemType = (code: string): string => `urn:cardflow:problem:${code}`;

type ErrorPointers = readonly { readonly pointer: string; readonly detail: string }[];

function domainProblem(code: FailureCode, detail: string | undefined, named: ErrorPointers, traceId: string): Problem {
  const { status, title } = FAILURES[code];
  // Whoever is told that a body is wrong is told where: in doubt, all of it.
  const errors =
    code === 'BodyInvalid' && named.length === 0 ? [{ pointer: '', detail: detail ?? 'not valid' }] : named;
  return {
    type: problemType(code),
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    traceId,
    ...(errors.length === 0 ? {} : { errors: [...errors] }),
  };
}

/** JSON pointers into the part of the request that was wrong; messages name rules, never the value that was sent. */
function pointers(error: {
  readonly validationContext?: string | undefined;
  readonly validation: readonly { readonly instancePath: string; readonly message?: string | undefined }[];
}): ErrorPointers {
  const part = error.validationContext ?? 'body';
  const prefix = part === 'body' ? '' : `/${part}`;
  return error.validation.map(({ instancePath, message }) => ({
    pointer: `${prefix}${instancePath}`,
    detail: message ?? 'not valid',
  }));
}

/** What Fastify itself refuses before a handler is asked. Its own messages repeat what was sent, so they stay here. */
function ownRefusal({ code, statusCode }: FastifyError): { code: FailureCode; detail: string } | null {
  switch (code) {
    case 'FST_ERR_BAD_URL':
      return { code: 'PathInvalid', detail: 'a part of the path is not percent-encoded UTF-8' };
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return { code: 'PathTooLong', detail: 'a part of the path is longer than any id' };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return { code: 'BodyInvalid', detail: 'the body is empty' };
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { code: 'BodyInvalid', detail: 'the body is not as long as its header says' };
  }
  switch (statusCode) {
    case 413:
      return { code: 'BodyTooLarge', detail: 'longer than this route takes' };
    case 415:
      return { code: 'MediaTypeUnsupported', detail: 'another content type than this route takes' };
    case 400:
      return { code: 'BodyInvalid', detail: 'the body is not JSON' };
    default:
      return null;
  }
}

/** A store that cannot be reached or takes too long (57014, the statement was cancelled), whichever adapter asked it. */
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57014', '57P01', '57P02', '57P03']);

/** Refusals that come as errors of other classes. */
function namedRefusal(error: Error): DomainError | null {
  if (!('code' in error) || typeof error.code !== 'string') return null;
  if (error.name === 'ImageRefused') return new DomainError('ImageRefused', error.code);
  return UNREACHABLE.has(error.code) ? new DomainError('DatabaseUnavailable', error.code) : null;
}

export function problemOf(error: unknown, traceId: string): Problem | null {
  if (error instanceof DomainError) return domainProblem(error.code, error.detail, error.errors, traceId);
  if (hasZodFastifySchemaValidationErrors(error)) {
    return domainProblem('BodyInvalid', undefined, pointers(error), traceId);
  }
  if (!(error instanceof Error)) return null;
  const named = namedRefusal(error);
  if (named) return domainProblem(named.code, named.detail, [], traceId);
  const own = ownRefusal(error as FastifyError);
  return own && domainProblem(own.code, own.detail, [], traceId);
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  // Serialised here: a route's response schemas describe its own answers, and this one must never fail to be sent.
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem);
}

/** Errors become problems here and nowhere else. What nobody named is a bare 500; its cause goes to the log. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request.id);
  if (problem) return sendProblem(reply, problem);
  request.log.error({ err: error }, 'request failed for an unknown reason');
  return sendProblem(reply, {
    type: problemType('Unexpected'),
    title: 'Something went wrong on our side',
    status: 500,
    code: 'Unexpected',
    traceId: request.id,
  });
}

export function problems(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
}

/** What the router refuses before any route, and so any hook of ours, is asked. */
export function answerRouterError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void reply
    .header('x-trace-id', request.id)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', API_CONTENT_SECURITY_POLICY);
  void answerError(error, request, reply);
}
