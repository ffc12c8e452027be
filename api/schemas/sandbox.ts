import { z } from 'zod';

export const quietView = z.object({
  quiet: z.boolean(),
  blockers: z.array(z.string()),
  next: z.object({ at: z.string(), what: z.string() }).nullable(),
  businessNow: z.string(),
});
export type QuietView = z.infer<typeof quietView>;

/** A hundred years. */
const LONGEST_JUMP_MS = 100 * 366 * 24 * 3_600_000;

export const clockCommand = z.union([
  z.object({ to: z.iso.datetime() }).strict(),
  z.object({ advanceMs: z.number().int().positive().max(LONGEST_JUMP_MS) }).strict(),
]);
export const clockView = z.object({ offsetMs: z.number(), generation: z.number(), businessNow: z.string() });

/** A jump goes where the next thing happens: nothing can be asked of it. */
export const jumpCommand = z.strictObject({}).nullish();

/** How one jump ended: where it went, what is still under way, or that nothing is left that could happen. */
export const jumpView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moved'), at: z.string(), what: z.string() }),
  z.object({ kind: z.literal('busy'), blockers: z.array(z.string()) }),
  z.object({ kind: z.literal('nothing') }),
]);
export type JumpView = z.infer<typeof jumpView>;

export const colleaguesCommand = z.strictObject({ on: z.boolean() });
