import { z } from 'zod';
import { ROLES, STAGES, STATUSES } from '../../domain/stages';
import { TICKET_KINDS, TICKET_OUTCOMES, TICKET_STATES, TICKET_VIEWS, WORDS_LIMIT } from '../../domain/ticket';
import { orderView } from './order';
import { parcelView } from './parcel';
import { oneLine, paragraph } from './text';

const bilingual = z.object({ zh: z.string(), en: z.string() });
const words = paragraph(WORDS_LIMIT).min(1);

export const ticketClock = z.object({
  kind: z.enum(['first', 'resolve']),
  dueAt: z.string(),
  /** The clock stands, with so many counted ms left; null while it runs. */
  leftMs: z.number().int().nullable(),
  metAt: z.string().nullable(),
  missedAt: z.string().nullable(),
});
export type TicketClock = z.infer<typeof ticketClock>;

export const ticketRow = z.object({
  id: z.string(),
  kind: z.enum(TICKET_KINDS),
  title: bilingual,
  source: z.enum(['engine', 'customer', 'staff']),
  /** 1 is the most urgent. */
  priority: z.number().int(),
  /** Words that raised it. */
  tags: z.array(z.string()),
  skill: z.enum(['support', 'compliance']),
  state: z.enum(TICKET_STATES),
  outcome: z.enum(TICKET_OUTCOMES).nullable(),
  /** Counts the reopenings, from 1. */
  round: z.number().int(),
  orderId: z.string(),
  /** Masked. */
  holder: z.string(),
  assignee: z.object({ id: z.string(), name: z.string(), mine: z.boolean() }).nullable(),
  openedAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
  /** Since when nobody on duty can take it. */
  alarmAt: z.string().nullable(),
  escalatedAt: z.string().nullable(),
  /** The promises of this round. */
  clocks: z.array(ticketClock),
  /** What it waits for, in one sentence; null once closed. */
  wait: z.object({ what: bilingual, dueAt: z.string() }).nullable(),
});
export type TicketRow = z.infer<typeof ticketRow>;

export const ticketListQuery = z.object({
  view: z.enum(TICKET_VIEWS).default('mine'),
  kind: z.enum(TICKET_KINDS).optional(),
  order: oneLine(40).optional(),
  after: oneLine(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const ticketList = z.object({
  rows: z.array(ticketRow),
  next: z.string().nullable(),
  /** Open ones by view; `overdue` by promise, `alarms` without anybody on duty. */
  counts: z.record(z.string(), z.number().int()),
  /** Business time. */
  serverNow: z.string(),
});
export type TicketList = z.infer<typeof ticketList>;

export const ticketEntry = z.object({
  id: z.string(),
  at: z.string(),
  round: z.number().int(),
  event: z.string(),
  actor: z.object({ kind: z.enum(['system', 'customer', 'staff']), name: z.string().nullable() }),
  /** The event in a sentence. */
  text: bilingual,
  /** Somebody wrote something; `words` is null for all but the assignee. */
  hasWords: z.boolean(),
  words: z.string().nullable(),
});
export type TicketEntry = z.infer<typeof ticketEntry>;

export const ticketView = z.object({
  ticket: ticketRow,
  /** Business time. */
  serverNow: z.string(),
  clear: z.boolean(),
  entries: z.array(ticketEntry),
  /** The order beside it, masked. */
  order: orderView,
  parcel: parcelView.nullable(),
  kycState: z.string().nullable(),
  others: z.array(ticketRow),
  /** Answers to start from, filled with this order's facts. */
  templates: z.array(z.object({ code: z.string(), title: bilingual, text: z.string() })),
});
export type TicketView = z.infer<typeof ticketView>;

export const ticketStanding = z.object({
  ticketId: z.string(),
  state: z.enum(TICKET_STATES),
  assignee: z.string().nullable(),
});
export type TicketStanding = z.infer<typeof ticketStanding>;

/** The sender's own, new for each text: under the same one it is the same words again and changes nothing. */
const key = z.string().regex(/^[0-9A-Za-z-]{8,64}$/);

export const ticketAnswer = z.strictObject({
  text: words,
  /** Then it is the customer's turn and the clock stands, for 72 hours at most. */
  waits: z.boolean().default(true),
  key,
});
export const ticketNote = z.strictObject({ text: words, key });
export const ticketClosing = z.strictObject({ outcome: z.enum(['solved', 'cannot-help']) });
export const ticketHandover = z.strictObject({
  /** Left out: to whoever the rule finds. */
  to: z
    .string()
    .regex(/^usr_[0-9a-z]{12}$/)
    .optional(),
});

export const duty = z.strictObject({ onDuty: z.boolean() });
export const dutyView = z.object({
  onDuty: z.boolean(),
  since: z.string().nullable(),
  /** Let a ticket lie and has done nothing since: no new ones come. */
  silent: z.boolean(),
  colleagues: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      roles: z.array(z.enum(ROLES)),
      onDuty: z.boolean(),
      silent: z.boolean(),
      open: z.number().int(),
    }),
  ),
});
export type DutyView = z.infer<typeof dutyView>;

export const customerQuestion = z.strictObject({
  text: words,
  key,
  /** Which card, where the purchase has several. */
  orderId: z
    .string()
    .regex(/^ord_[0-9a-z]{12}$/)
    .optional(),
});
export const customerReply = z.strictObject({ text: words, key });

/** The phone page "where is my card": how each card stands, and what was asked. */
export const customerDesk = z.object({
  planName: z.string(),
  serverNow: z.string(),
  orders: z.array(
    z.object({
      id: z.string(),
      stage: z.enum(STAGES),
      status: z.enum(STATUSES),
      number: z.string().nullable(),
      title: bilingual,
      text: bilingual,
      parcel: parcelView.nullable(),
    }),
  ),
  tickets: z.array(
    z.object({
      id: z.string(),
      title: bilingual,
      state: z.enum(TICKET_STATES),
      openedAt: z.string(),
      closedAt: z.string().nullable(),
      /** A reply is still taken: open, or closed for less than seven days. */
      canReply: z.boolean(),
      entries: z.array(
        z.object({
          at: z.string(),
          from: z.enum(['customer', 'support', 'system']),
          /** What was written, or the event in a sentence. */
          text: bilingual.nullable(),
          words: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type CustomerDesk = z.infer<typeof customerDesk>;
