import type { FastifyReply } from 'fastify';
import { DomainError } from '../../domain/errors';

export interface ChannelBudget {
  /** Throws `TooManyRequests`, and says when to come again, where nothing is left; takes nothing. */
  readonly expectLeft: (channel: string, reply: FastifyReply) => void;
  /** Takes one request off, or throws as `expectLeft` does. */
  readonly spend: (channel: string, reply: FastifyReply) => void;
}

/**
 * How often a channel may ask, as a bucket that holds a minute's requests and fills steadily. Only a request with a right
 * signature is taken off: else anybody could use up somebody else's. Counted in one process, so several copies of the api
 * multiply the figure. `realMs` is real time.
 */
export function channelBudget(perMinute: number, realMs: () => number): ChannelBudget {
  const buckets = new Map<string, { left: number; atMs: number }>();
  const perMs = perMinute / 60_000;

  const filled = (channel: string): { left: number; atMs: number } => {
    const atMs = realMs();
    const before = buckets.get(channel) ?? { left: perMinute, atMs };
    return { left: Math.min(perMinute, before.left + Math.max(0, atMs - before.atMs) * perMs), atMs };
  };
  const expectOne = ({ left }: { left: number }, reply: FastifyReply): void => {
    if (left >= 1) return;
    const seconds = Math.max(1, Math.ceil((1 - left) / perMs / 1_000));
    reply.header('retry-after', String(seconds));
    throw new DomainError('TooManyRequests', `more than ${String(perMinute)} requests a minute`);
  };

  return {
    expectLeft: (channel, reply) => {
      expectOne(filled(channel), reply);
    },
    spend: (channel, reply) => {
      const bucket = filled(channel);
      expectOne(bucket, reply);
      buckets.set(channel, { left: bucket.left - 1, atMs: bucket.atMs });
    },
  };
}
