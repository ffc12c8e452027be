import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../domain/errors';

const NOTHING = new Uint8Array(0);
const raw = new WeakMap<FastifyRequest, Uint8Array>();

/** The bytes a signature was made over; empty for a request without a body. */
export const rawBodyOf = (request: FastifyRequest): Uint8Array => raw.get(request) ?? NOTHING;

/**
 * In this scope bodies stay bytes until the signature was checked, so that a stranger's JSON is never parsed.
 * Register it before the routes; `parseSignedJson` runs after the guard.
 */
export function keepRawBodies(app: FastifyInstance, contentTypes: readonly string[]): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...contentTypes], { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    raw.set(request, body);
    done(null, body);
  });
}

/** Turns the checked bytes into the body that the route's schema validates. */
export function parseSignedJson(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    if (!Buffer.isBuffer(request.body)) return;
    try {
      request.body = JSON.parse(request.body.toString('utf8')) as unknown;
    } catch {
      throw new DomainError('BodyInvalid', 'the body is not JSON');
    }
  });
}
