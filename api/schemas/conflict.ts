import { z } from 'zod';
import { STAGES } from '../../domain/stages';
import { line, oneLine, paragraph } from './text';

const bilingual = z.object({ zh: z.string(), en: z.string() });

export const conflictCase = z.object({
  id: z.string(),
  kind: z.string(),
  /** What contradicts what, in a few words; `text` is the whole sentence. */
  title: bilingual,
  text: bilingual,
  channel: z.string().nullable(),
  channelName: z.string().nullable(),
  externalRef: z.string().nullable(),
  purchaseId: z.string().nullable(),
  orders: z.array(
    z.object({ id: z.string(), line: z.number().int(), stage: z.enum(STAGES), number: z.string().nullable() }),
  ),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  /** Both sides, line by line; no personal data. */
  sides: z.object({
    ours: bilingual,
    theirs: bilingual,
    rows: z.array(
      z.object({
        label: bilingual,
        ours: bilingual.nullable(),
        theirs: bilingual.nullable(),
        differs: z.boolean(),
      }),
    ),
    /** What the lines cannot show. */
    remark: bilingual.nullable(),
  }),
  resolution: z
    .object({
      reasonCode: z.string(),
      label: bilingual,
      note: z.string().nullable(),
      /** Null where the engine settled it. */
      by: z.string().nullable(),
    })
    .nullable(),
  /** How it may be settled now, numbered 1–9 in this order; empty once it is. */
  options: z.array(z.object({ reasonCode: z.string(), label: bilingual })),
});
export type ConflictCase = z.infer<typeof conflictCase>;

export const conflictListQuery = z.object({
  state: z.enum(['open', 'closed']).default('open'),
  after: oneLine(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const conflictList = z.object({
  rows: z.array(conflictCase),
  next: z.string().nullable(),
  counts: z.object({ open: z.number().int(), closed: z.number().int() }),
});
export type ConflictList = z.infer<typeof conflictList>;

export const conflictResolution = z.strictObject({
  reasonCode: line(60),
  /** For colleagues; no personal data. */
  note: paragraph(1000).optional(),
});
export type ConflictResolution = z.infer<typeof conflictResolution>;
