import { z } from 'zod';

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
});
export type ParcelView = z.infer<typeof parcelView>;
