import { z } from 'zod';
import { CONDITIONS, DECIDABLE } from '../../domain/commission';
import { pageQuery, publicId } from './common';
import { line, paragraph } from './text';
import { PAYOUT_STATES, STATEMENT_STATES, WAITING_STATES } from './words';

const bilingual = z.object({ zh: z.string(), en: z.string() });
const agent = z.object({ code: z.string(), name: z.string() });
const person = z.object({ id: z.string(), name: z.string() });
/** Whole fen; ¥1.00 is 100. */
const fen = z.number().int();

export const ACCRUAL_STATES = ['accrued', 'due', 'held', 'settled', 'paid', 'clawed-back', 'refused'] as const;
const SHARES = ['order', 'parent'] as const;

/** How things go on from here, by what happens until then; dates under conditions, never a probability. */
const outlook = z.object({
  tone: z.enum(['ok', 'bad', 'unk']),
  when: bilingual,
  then: bilingual,
  /** The day it is decided or paid, `YYYY-MM-DD`; null where no day is known. */
  on: z.string().nullable(),
});

export const accrualView = z.object({
  id: z.string(),
  rule: z.object({ code: z.string(), version: z.number().int() }),
  /** `order` is the selling agent's share, `parent` that of the agent above. */
  type: z.enum(SHARES),
  /** `YYYY-MM`, the month of the activation. */
  period: z.string(),
  agent,
  amountFen: fen,
  state: z.enum(ACCRUAL_STATES),
  dueOn: z.string(),
  /** True while the due date lies beyond the published calendars. */
  dueProvisional: z.boolean(),
  conditions: z.array(
    z.object({
      code: z.enum(CONDITIONS),
      /** Null while nobody knows. */
      value: z.boolean().nullable(),
      text: bilingual,
      /** Ids, codes, areas and levels; never a person. */
      evidence: z.record(z.string(), z.unknown()),
      at: z.string().nullable(),
    }),
  ),
  /** Why it is, or is not, or not yet paid. */
  verdict: bilingual,
  outlook: z.array(outlook),
  statementId: z.string().nullable(),
  payoutId: z.string().nullable(),
});
export type AccrualView = z.infer<typeof accrualView>;

export const DECISION_STATES = ['proposed', 'confirmed', 'withdrawn', 'lapsed'] as const;
const VERDICTS = ['release', 'refuse'] as const;

/** Whom a hold waits for where no machine ends it. */
const holdWait = z.object({
  what: bilingual,
  owner: bilingual,
  since: z.string(),
  dueAt: z.string(),
  /** When it was past its deadline and told upwards. */
  escalatedAt: z.string().nullable(),
  sentence: bilingual,
});

/** What one person of finance proposed for what nobody says, and what a second one said to it. */
export const decisionView = z.object({
  id: z.string(),
  /** `release` takes the conditions for true, `refuse` for false; the next settlement judges. */
  verdict: z.enum(VERDICTS),
  conditions: z.array(z.enum(DECIDABLE)),
  reason: z.string(),
  /** `lapsed` when the commission stopped being held while it waited. */
  state: z.enum(DECISION_STATES),
  maker: person,
  madeAt: z.string(),
  checker: person.nullable(),
  withdrawnBy: person.nullable(),
  withdrawReason: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type DecisionView = z.infer<typeof decisionView>;

export const decisionCommand = z.strictObject({
  verdict: z.enum(VERDICTS),
  /** Exactly those that are not known now. */
  conditions: z.array(z.enum(DECIDABLE)).min(1).max(DECIDABLE.length),
  reason: paragraph(500).min(1),
});
export type DecisionCommand = z.infer<typeof decisionCommand>;

export const decisionWithdrawal = z.strictObject({ reason: paragraph(500).min(1) });

export const orderCommission = z.object({
  orderId: z.string(),
  /** Why `accruals` is empty; null where it is not. */
  none: z
    .object({ code: z.enum(['NOT_ACTIVE_YET', 'ENDED_WITHOUT_ACTIVATION', 'NO_AGENT', 'NO_RULE']), text: bilingual })
    .nullable(),
  accruals: z.array(accrualView),
  /** Whom a hold waits for that no machine ends; null while none does. */
  wait: holdWait.nullable(),
  /** Conditions that finance may decide now. */
  decidable: z.array(z.enum(DECIDABLE)),
  /** What finance decided, newest first; nobody's names or words for a channel. */
  decisions: z.array(decisionView),
});
export type OrderCommission = z.infer<typeof orderCommission>;

/** One share of an order that is due or held. */
export const waitingView = accrualView
  .pick({ id: true, rule: true, type: true, agent: true, amountFen: true, dueOn: true, verdict: true })
  .extend({
    orderId: z.string(),
    state: z.enum(WAITING_STATES),
    /** Conditions that are false or not known, and since when. */
    open: z.array(
      z.object({
        code: z.enum(CONDITIONS),
        value: z.literal(false).nullable(),
        text: bilingual,
        since: z.string().nullable(),
      }),
    ),
    /** Whom it waits for where no machine ends the hold; null while the system asks or settles by itself. */
    wait: holdWait.nullable(),
  });
export type WaitingView = z.infer<typeof waitingView>;

export const statementView = z.object({
  id: z.string(),
  agent,
  businessDate: z.string(),
  state: z.enum(STATEMENT_STATES),
  lines: z.number().int(),
  openingFen: fen,
  accruedFen: fen,
  /** Taken back since it opened and before the agent's next one did, of whichever statement. */
  clawedBackFen: fen,
  /** Left out of payouts in that time because a case was open; it is accrued again by the statement that settles it. */
  setAsideFen: fen,
  /** Paid in that time, whichever statement it was for. */
  paidFen: fen,
  /** opening + accrued − clawedBack − setAside − paid; of the newest one it is what the ledger owes the agent. */
  closingFen: fen,
  /** What a payout of it transfers: accrued, less what was taken back or left out of it. */
  payableFen: fen,
  /** Left out of this statement because a case was open about the order. */
  leftOut: z.object({ lines: z.number().int(), amountFen: fen }),
  payoutId: z.string().nullable(),
  settledAt: z.string(),
});
export type StatementView = z.infer<typeof statementView>;

const counts = z.record(z.string(), z.number().int());
const agentCode = line(32).optional();

export const waitingListQuery = z.object({
  state: z.enum(WAITING_STATES).optional(),
  agent: agentCode,
  ...pageQuery('acc').shape,
});
export type WaitingListQuery = z.infer<typeof waitingListQuery>;

export const waitingList = z.object({
  rows: z.array(waitingView),
  next: z.string().nullable(),
  /** By state, over everything that is due or held. */
  counts,
});
export type WaitingList = z.infer<typeof waitingList>;

export const statementListQuery = z.object({
  state: z.enum(STATEMENT_STATES).optional(),
  agent: agentCode,
  ...pageQuery('stm').shape,
});
export type StatementListQuery = z.infer<typeof statementListQuery>;

export const statementList = z.object({
  rows: z.array(statementView),
  next: z.string().nullable(),
  /** By state, over all statements. */
  counts,
});
export type StatementList = z.infer<typeof statementList>;

export const statementPageQuery = pageQuery('acc');

export const statementPage = z.object({
  statement: statementView,
  rows: z.array(
    z.object({
      accrualId: z.string(),
      orderId: z.string(),
      type: z.enum(SHARES),
      amountFen: fen,
      state: z.enum(ACCRUAL_STATES),
      /** Left out by a payout; it waits, or is on a later statement. */
      leftOut: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type StatementPage = z.infer<typeof statementPage>;

export const payoutView = z.object({
  id: z.string(),
  agent,
  state: z.enum(PAYOUT_STATES),
  /** Falls with each clawback until it is released. */
  amountFen: fen,
  statementIds: z.array(z.string()),
  maker: person,
  checker: person.nullable(),
  createdAt: z.string(),
  releasedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Our reference at the bank. */
  bankReference: z.string().nullable(),
  /** The bank's own number of the transfer. */
  bankTransferNo: z.string().nullable(),
  /** The bank's words where it refused. */
  bankText: z.string().nullable(),
  cancelledBy: person.nullable(),
  cancelReason: z.string().nullable(),
  /** While nobody released it: orders in it that may not be paid now, with the case that is open; null for a stop. */
  held: z.array(z.object({ orderId: z.string(), caseId: z.string().nullable() })),
});
export type PayoutView = z.infer<typeof payoutView>;

export const payoutListQuery = z.object({
  state: z.enum(PAYOUT_STATES).optional(),
  agent: agentCode,
  ...pageQuery('pay').shape,
});
export type PayoutListQuery = z.infer<typeof payoutListQuery>;

export const payoutList = z.object({
  rows: z.array(payoutView),
  next: z.string().nullable(),
  /** By state, over all payouts. */
  counts,
});
export type PayoutList = z.infer<typeof payoutList>;

export const payoutPage = z.object({ payout: payoutView, statements: z.array(statementView) });
export type PayoutPage = z.infer<typeof payoutPage>;

/** One payout is made for each agent that the statements belong to. */
export const payoutCommand = z
  .object({
    statementIds: z.array(publicId('stm')).min(1).max(100),
  })
  .strict();
export type PayoutCommand = z.infer<typeof payoutCommand>;

/** What the checker saw: a clawback may have lowered it meanwhile. */
export const payoutRelease = z.object({ amountFen: fen.min(0) }).strict();
export type PayoutRelease = z.infer<typeof payoutRelease>;

export const payoutCancellation = z.strictObject({ reason: paragraph(500).min(1) });
export type PayoutCancellation = z.infer<typeof payoutCancellation>;

export const payoutsMade = z.object({ payouts: z.array(payoutView) });
export type PayoutsMade = z.infer<typeof payoutsMade>;
