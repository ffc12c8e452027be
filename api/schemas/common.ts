import { z } from 'zod';
import { problem } from './problem';

/** What every route may answer instead of its own answer. */
export const problems = {
  default: {
    description: 'A problem (RFC 9457)',
    content: { 'application/problem+json': { schema: problem } },
  },
} as const;

export const noContent = z.undefined().describe('Done; there is nothing to say.');

export const publicId = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{12}$`), `an id like ${prefix}_7h2k9m3n5p1q`);

export const orderParams = z.object({ id: publicId('ord') });
export const conflictParams = z.object({ id: publicId('cas') });
export const reviewParams = z.object({ id: publicId('rev') });
export const ticketParams = z.object({ id: publicId('tkt') });
export const statementParams = z.object({ id: publicId('stm') });
export const decisionParams = z.object({ id: publicId('dec') });
export const payoutParams = z.object({ id: publicId('pay') });

/** Keyset paging over ids of one kind: `next` of a page goes into `after` of the following one. */
export const pageQuery = (prefix: string) =>
  z.object({ after: publicId(prefix).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const documentPart = z.enum(['front', 'back', 'selfie']);

/** A picture as the answer's body. */
export const jpeg = (description: string) => ({
  description,
  content: { 'image/jpeg': { schema: z.string().meta({ format: 'binary' }) } },
});

export const eventStream = {
  description: 'An endless stream of events',
  content: { 'text/event-stream': { schema: z.string() } },
};
