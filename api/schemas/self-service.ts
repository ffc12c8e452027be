import { z } from 'zod';
import { line } from './text';

const bilingual = z.object({ zh: z.string(), en: z.string() });
export const documentParts = ['front', 'back', 'selfie'] as const;

export const linkExchange = z.strictObject({ token: line(100).min(16) });

export const consentView = z.object({
  kind: z.string(),
  /** The others are a choice: answer them by `given` or by `declined`. */
  required: z.boolean(),
  title: bilingual,
  text: bilingual,
  textHash: z.string(),
  given: z.boolean(),
  declined: z.boolean(),
});
export type ConsentView = z.infer<typeof consentView>;

export const selfServiceState = z.object({
  step: z.enum(['consents', 'documents', 'checking', 'confirm', 'number', 'done', 'ended']),
  planName: z.string(),
  quantity: z.number().int(),
  /** Masked. */
  holder: z.string(),
  consents: z.array(consentView),
  /** What is still to be photographed in this round, in order. */
  needed: z.array(z.enum(documentParts)),
  received: z.array(z.enum(documentParts)),
  /** Why it came back: plain words and what to do. */
  reasons: z.array(z.object({ code: z.string(), part: z.string().nullable(), text: bilingual, remedy: bilingual })),
  /** At the confirm step: only a doubtful name or address is editable; numbers and dates never are. */
  fields: z.array(
    z.object({
      field: z.string(),
      label: bilingual,
      shown: z.string(),
      editable: z.boolean(),
      value: z.string().nullable(),
    }),
  ),
  deadline: z.string().nullable(),
  serverNow: z.string(),
  attemptsLeft: z.number().int(),
  result: z
    .object({
      outcome: z.enum(['passed', 'in-review', 'rejected', 'expired', 'active']),
      title: bilingual,
      text: bilingual,
      next: bilingual,
      appeal: bilingual.nullable(),
    })
    .nullable(),
  orders: z.array(
    z.object({
      id: z.string(),
      stage: z.string(),
      number: z.string().nullable(),
      /** Its number is gone: at the step `number` the customer chooses another. */
      choosesNumber: z.boolean(),
    }),
  ),
});
export type SelfServiceState = z.infer<typeof selfServiceState>;

const namedConsents = z.array(z.strictObject({ kind: line(40), textHash: line(64) })).max(12);
export const consentAnswers = z
  .strictObject({ given: namedConsents.default([]), declined: namedConsents.default([]) })
  .refine(({ given, declined }) => given.length + declined.length > 0, 'at least one answer');
export type ConsentAnswers = z.input<typeof consentAnswers>;

export const numberOffers = z.object({ numbers: z.array(z.string()) });
export type NumberOffers = z.infer<typeof numberOffers>;

export const numberChoice = z.strictObject({ number: z.string().regex(/^1\d{10}$/, 'an 11-digit mobile number') });

/** Judged at once on the server, before the round is submitted. */
export const uploadAnswer = z.object({
  accepted: z.boolean(),
  hints: z.array(z.object({ code: z.string(), text: bilingual })),
});
export type UploadAnswer = z.infer<typeof uploadAnswer>;

export const submission = z.strictObject({
  confirmed: z
    .strictObject({
      name: line(60).optional(),
      address: line(200).optional(),
    })
    .optional(),
});
export type Submission = z.infer<typeof submission>;
