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

/** Rows to hold against the partner's own; amount in fen. */
export const bookRows = z.object({
  rows: z.array(
    z.object({
      reference: z.string(),
      status: z.string(),
      number: z.string().nullish(),
      amountFen: z.number().int().optional(),
    }),
  ),
});
/** The ledger's trial balance; amounts in fen. */
export const ledgerBalances = z.object({
  transfers: z.number().int(),
  /** Transfers whose lines do not sum to zero: empty, or something is badly wrong. */
  unbalanced: z.array(z.string()),
  /** Above 0 is money in the account; together they are zero. */
  accounts: z.array(
    z.object({ account: z.enum(ACCOUNT_KINDS), agent: z.string().nullable(), balanceFen: z.number().int() }),
  ),
});

export type BookRows = z.infer<typeof bookRows>;
