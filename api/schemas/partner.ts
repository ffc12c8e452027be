import { z } from 'zod';
import { ACCOUNT_KINDS } from '../../domain/ledger';
import { line, oneLine, paragraph } from './text';

/** What 快递100 wants to hear, or it pushes again. */
export const courierPushAnswer = z.object({
  result: z.literal(true),
  returnCode: z.literal('200'),
  message: z.literal('成功'),
});

/** What 星联 posts; unknown fields are let through, since a partner may add some. */
export const xinglianCallback = z.object({
  carrierOrderNo: oneLine(64).nullish(),
  reference: line(64),
  state: line(32),
  message: paragraph(500).nullish(),
  number: oneLine(20).nullish(),
  iccid: oneLine(24).nullish(),
  eventId: line(100),
  at: z.union([oneLine(40), z.number()]).nullish(),
});

/** Keyset paging over a book: `next` of a page goes into `after` of the following one. */
export const bookQuery = z.object({
  after: line(100).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** Rows to hold against the partner's own, oldest first; amount in fen. */
export const bookRows = z.object({
  rows: z.array(
    z.object({
      reference: z.string(),
      status: z.string(),
      number: z.string().nullish(),
      amountFen: z.number().int().optional(),
    }),
  ),
  next: z.string().nullable(),
});
/** The ledger's trial balance; amounts in fen. */
export const ledgerBalances = z.object({
  /** The whole ledger as the first page saw it; null on the pages after it. */
  whole: z
    .object({
      transfers: z.number().int(),
      /** Transfers whose lines do not sum to zero: empty, or something is badly wrong. */
      unbalanced: z.array(z.string()),
      /** All accounts together, those of later pages too: zero, or something is badly wrong. */
      togetherFen: z.number().int(),
    })
    .nullable(),
  /** Above 0 is money in the account. */
  accounts: z.array(
    z.object({ account: z.enum(ACCOUNT_KINDS), agent: z.string().nullable(), balanceFen: z.number().int() }),
  ),
  next: z.string().nullable(),
});

export type BookRows = z.infer<typeof bookRows>;
