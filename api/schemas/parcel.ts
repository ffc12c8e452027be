import { z } from 'zod';
import { INTERCEPTION_REASONS } from '../../domain/stages';

const bilingual = z.object({ zh: z.string(), en: z.string() });

/** Where a parcel stands, in words. */
export const parcelView = z.object({
  company: bilingual.nullable(),
  waybill: z.string().nullable(),
  state: bilingual.nullable(),
  trouble: bilingual.nullable(),
  signedBy: bilingual.nullable(),
  signedAt: z.string().nullable(),
  activateBy: z.string().nullable(),
  dispatchedAt: z.string().nullable(),
  newsAt: z.string().nullable(),
  /** Whether the courier was asked to turn it round, and what it said; null where nobody asked. */
  interception: z.enum(['asked', 'intercepted', 'refused']).nullable(),
  /** As far as is known, it can be turned round now. */
  interceptable: z.boolean(),
});
export type ParcelView = z.infer<typeof parcelView>;

/** Having a parcel turned round: why. */
export const interceptionCommand = z.strictObject({ reasonCode: z.enum(INTERCEPTION_REASONS) });

/** `asked`: the courier has not answered yet. */
export const interceptionView = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['intercepted', 'asked']) }),
  z.object({ outcome: z.literal('refused'), courierText: z.string() }),
]);
export type InterceptionView = z.infer<typeof interceptionView>;
