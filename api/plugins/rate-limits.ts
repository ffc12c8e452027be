import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { DomainError } from '../../domain/errors';

/** Real time, and counted in one process: several api copies multiply the figure, which these limits can bear. */
export async function rateLimits(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      new DomainError('TooManyRequests', `try again in ${String(Math.ceil(context.ttl / 1000))} s`),
  });
}

/** Thirty tries a minute for one login from one address: plenty for people and scripts, hopeless for guessing. */
export const signInLimit = {
  max: 30,
  timeWindow: 60_000,
  hook: 'preHandler' as const,
  keyGenerator: (request: FastifyRequest): string => {
    const login = (request.body as { login?: unknown } | undefined)?.login;
    return createHash('sha256')
      .update(`${request.ip}\n${typeof login === 'string' ? login : ''}`)
      .digest('hex');
  },
};

/** More than anybody types; a purchase that asks faster is a script. */
export const questionLimit = {
  max: 20,
  timeWindow: 60_000,
  hook: 'preHandler' as const,
  keyGenerator: (request: FastifyRequest): string =>
    request.caller?.kind === 'customer' ? request.caller.purchaseId : request.ip,
};

/** A token has 256 bits; the limit keeps a flood of wrong ones from costing the database anything. */
export const linkExchangeLimit = { max: 300, timeWindow: 60_000 };
