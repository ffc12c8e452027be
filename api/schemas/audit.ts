import { z } from 'zod';
import { CARD_NAMES } from '../../domain/ports/audit-desk';
import { STAGES } from '../../domain/stages';
import { orderView } from './order';
import { parcelView } from './parcel';
import { line, oneLine } from './text';
import { CHAIN_GROUPS } from './words';

const bilingual = z.object({ zh: z.string(), en: z.string() });

export const auditQuery = z.object({
  /** A card number, ICCID, order id, purchase id, external reference or waybill, exactly; blanks are left out. */
  q: oneLine(80)
    .transform((text) => text.replaceAll(/\s/g, ''))
    .pipe(z.string().min(4).max(64)),
});

export const chainLink = z.object({
  /** Counted from the oldest, from 1. */
  number: z.number().int(),
  at: z.string(),
  group: z.enum(CHAIN_GROUPS),
  text: bilingual,
  who: bilingual,
  /** Our reference at a partner, a waybill, an id; never a person. */
  reference: z.string().nullable(),
  wrong: z.boolean(),
});
export type ChainLink = z.infer<typeof chainLink>;

export const cardLook = z.object({
  at: z.string(),
  name: z.string(),
  text: bilingual,
  reason: z.string(),
  /** Somebody saw a person in clear. */
  clear: z.boolean(),
});

export const cardLife = z.object({
  order: orderView,
  /** Masked. */
  holder: z.object({ name: z.string(), idNumber: z.string(), phone: z.string() }),
  number: z.string().nullable(),
  iccid: z.string().nullable(),
  channelName: z.string(),
  /** From the agent above to the one that sold. */
  agents: z.array(z.object({ code: z.string(), name: z.string() })),
  identity: z
    .object({
      caseId: z.string(),
      state: z.string(),
      rounds: z.number().int(),
      decidedBy: z.string().nullable(),
      decidedAt: z.string().nullable(),
    })
    .nullable(),
  openedAt: z.string().nullable(),
  activatedAt: z.string().nullable(),
  parcel: parcelView.nullable(),
  /** Newest first. */
  chain: z.array(chainLink),
  shares: z.array(
    z.object({
      id: z.string(),
      agent: z.object({ code: z.string(), name: z.string() }),
      amountFen: z.number().int(),
      dueOn: z.string(),
      state: z.string(),
      paidAt: z.string().nullable(),
    }),
  ),
  /** Newest first. */
  looks: z.array(cardLook),
});
export type CardLife = z.infer<typeof cardLife>;

export const cardSearch = z.object({
  matches: z.array(
    z.object({
      orderId: z.string(),
      by: z.enum(CARD_NAMES),
      stage: z.enum(STAGES),
      number: z.string().nullable(),
      createdAt: z.string(),
    }),
  ),
  /** The newest match; null where nothing goes by that name. */
  card: cardLife.nullable(),
});
export type CardSearch = z.infer<typeof cardSearch>;

/** Why somebody has to be seen in clear; kept in the access log, so no person in it. */
export const revealCommand = z.strictObject({ reason: line(200).min(4) });

export const clearHolder = z.object({
  /** Null once the person was erased. */
  holder: z.object({ name: z.string(), idNumber: z.string(), phone: z.string(), address: z.string() }).nullable(),
  /** How long a page may show it. */
  showSeconds: z.number().int(),
});
export type ClearHolder = z.infer<typeof clearHolder>;
