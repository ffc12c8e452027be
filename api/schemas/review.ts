import { z } from 'zod';
import { publicId } from './common';
import { line, paragraph } from './text';

const bilingual = z.object({ zh: z.string(), en: z.string() });

export const reviewRow = z.object({
  id: z.string(),
  caseId: z.string(),
  state: z.enum(['queued', 'claimed', 'decided', 'withdrawn']),
  /** 1 in the face review band, 2 where a mismatch would be overridden. */
  approvalsNeeded: z.number().int(),
  approvals: z.number().int(),
  topReason: z.object({ code: z.string(), text: bilingual }),
  reasons: z.number().int(),
  holder: z.string(),
  planName: z.string(),
  quantity: z.number().int(),
  openedAt: z.string(),
  dueAt: z.string(),
  escalatedAt: z.string().nullable(),
  lease: z.object({ userName: z.string(), mine: z.boolean(), until: z.string() }).nullable(),
  /** True when this person decided on it already and a second one is needed. */
  decidedByMe: z.boolean(),
});
export type ReviewRow = z.infer<typeof reviewRow>;

export const reviewListQuery = z.object({
  state: z.literal('open').default('open'),
  after: publicId('rev').optional(),
  /** Left out: as many as anybody scrolls through. */
  limit: z.coerce.number().int().min(1).max(300).default(300),
});

export const reviewQueue = z.object({
  rows: z.array(reviewRow),
  next: z.string().nullable(),
  counts: z.object({ open: z.number().int(), overdue: z.number().int(), mine: z.number().int() }),
});
export type ReviewQueue = z.infer<typeof reviewQueue>;

/** One printed field in three columns 读出/申报/权威源; values are clear for the lease holder, masked for all others. */
export const reviewField = z.object({
  field: z.enum(['name', 'sex', 'ethnicity', 'birth', 'address', 'idNumber', 'authority', 'validFrom', 'validTo']),
  read: z.string().nullable(),
  confidence: z.number().nullable(),
  doubtful: z.boolean(),
  declared: z.string().nullable(),
  typed: z.string().nullable(),
  /** What the identity authority says of it; null = not asked about this field or not answered. */
  source: z.enum(['match', 'mismatch', 'unknown']).nullable(),
  differs: z.boolean(),
});
export type ReviewField = z.infer<typeof reviewField>;

export const reviewCase = z.object({
  review: reviewRow,
  /** Real time; the countdown of the lease. */
  serverNow: z.string(),
  clear: z.boolean(),
  evidenceHash: z.string(),
  reasons: z.array(
    z.object({
      code: z.string(),
      part: z.string().nullable(),
      weight: z.number(),
      class: z.enum(['T', 'U', 'O', 'F']),
      text: bilingual,
      detail: z.string().nullable(),
    }),
  ),
  fields: z.array(reviewField),
  face: z.object({
    distance: z.number().nullable(),
    /** No face recognition was consented to: compare by eye. */
    declined: z.boolean(),
    acceptTo: z.number(),
    reviewTo: z.number(),
    portraitFound: z.boolean(),
    selfieFaces: z.number().int(),
  }),
  authority: z.object({ code: z.string().nullable(), text: bilingual, at: z.string().nullable() }),
  age: z.number().int().nullable(),
  validity: z.object({ from: z.string().nullable(), to: z.string().nullable(), text: bilingual }),
  orders: z.array(z.object({ id: z.string(), stage: z.string(), planName: z.string(), number: z.string().nullable() })),
  history: z.array(z.object({ at: z.string(), actor: z.string(), text: bilingual })),
  decisions: z.array(
    z.object({
      userName: z.string(),
      decision: z.string(),
      reasonCode: z.string(),
      /** The reason in the officers' words. */
      label: bilingual,
      note: z.string().nullable(),
      at: z.string(),
    }),
  ),
  /** What may be chosen now, numbered 1–9 in this order within a decision. */
  options: z.array(
    z.object({
      decision: z.enum(['approve', 'retake', 'reject']),
      reasonCode: z.string(),
      label: bilingual,
      /** What the customer will read; empty for approvals. */
      customerText: bilingual,
      parts: z.array(z.enum(['front', 'back', 'selfie'])).optional(),
    }),
  ),
  images: z.object({ front: z.boolean(), back: z.boolean(), selfie: z.boolean(), portrait: z.boolean() }),
});
export type ReviewCase = z.infer<typeof reviewCase>;

export const reviewDecision = z.strictObject({
  decision: z.enum(['approve', 'retake', 'reject']),
  reasonCode: line(60),
  /** Internal; never shown to the customer. */
  note: paragraph(1000).optional(),
  /** The evidence the officer looked at; another hash now = 409. */
  evidenceHash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ReviewDecision = z.infer<typeof reviewDecision>;

export const reviewOutcome = z.object({
  reviewId: z.string(),
  state: z.enum(['queued', 'claimed', 'decided', 'withdrawn']),
  outcome: z.string().nullable(),
  approvals: z.number().int(),
  approvalsNeeded: z.number().int(),
});
export type ReviewOutcome = z.infer<typeof reviewOutcome>;
