import { z } from 'zod';
import { RESUME_REASONS, STAGES, STATUSES, WAIT_OWNERS } from '../../domain/stages';
import { publicId } from './common';
import { parcelView } from './parcel';
import { line, oneLine } from './text';

const bilingual = z.object({ zh: z.string(), en: z.string() });

/** Letting a parked order go on: which wait, and why. */
export const orderResumption = z.strictObject({
  waitId: publicId('wai'),
  reasonCode: z.enum(RESUME_REASONS),
});

/** What a channel sends. Limits: 5 cards a purchase, reference ≤ 64 characters. */
export const orderCommand = z
  .object({
    externalRef: z.string().regex(/^[0-9A-Za-z._:-]{1,64}$/, 'letters, digits and . _ : - only, at most 64'),
    planCode: line(32),
    quantity: z.number().int().min(1).max(5).default(1),
    city: line(16),
    numbers: z
      .array(z.string().regex(/^1\d{10}$/, 'a mobile number of 11 digits'))
      .max(5)
      .optional(),
    holder: z.strictObject({
      name: line(60),
      idNumber: line(24).min(15),
      phone: z.string().regex(/^1\d{10}$/, 'a mobile number of 11 digits'),
    }),
    delivery: z.strictObject({ province: line(32), city: line(32), district: line(32), address: line(200) }),
    agentCode: line(32).optional(),
    images: z.strictObject({ front: publicId('blb'), back: publicId('blb'), selfie: publicId('blb') }).optional(),
    consents: z
      .array(z.strictObject({ kind: line(40), textHash: z.string().regex(/^[0-9a-f]{64}$/) }))
      .max(12)
      .optional(),
  })
  .strict();
export type OrderCommand = z.infer<typeof orderCommand>;

/** The wait sentence in cells: what, who, until when, next reminder, then what. */
export const waitView = z.object({
  id: z.string(),
  what: bilingual,
  owner: z.enum(WAIT_OWNERS),
  ownerName: z.string().nullable(),
  openedAt: z.string(),
  dueAt: z.string(),
  nextReminderAt: z.string().nullable(),
  overdue: z.boolean(),
  /** What happens at `dueAt` if nothing else has. */
  then: bilingual,
  /** The whole sentence: the answer to "why is it waiting". */
  sentence: bilingual,
});
export type WaitView = z.infer<typeof waitView>;

export const orderView = z.object({
  id: z.string(),
  purchaseId: z.string(),
  externalRef: z.string(),
  channel: z.string(),
  line: z.number().int(),
  attempt: z.number().int(),
  stage: z.enum(STAGES),
  status: z.enum(STATUSES),
  reasonCode: z.string().nullable(),
  reason: bilingual.nullable(),
  planCode: z.string(),
  planName: z.string(),
  carrier: z.string(),
  carrierName: z.string(),
  city: z.string(),
  cityName: z.string(),
  number: z.string().nullable(),
  feeFen: z.number().int(),
  agentCode: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  endedAt: z.string().nullable(),
  wait: waitView.nullable(),
  /** Of a living order that waits for nobody: the step of ours that is under way or queued, and since when. */
  step: z.object({ what: bilingual, since: z.string(), sentence: bilingual }).nullable(),
});
export type OrderView = z.infer<typeof orderView>;

export const acceptedOrders = z.object({
  purchaseId: z.string(),
  orders: z.array(
    z.object({ id: z.string(), stage: z.enum(STAGES), status: z.enum(STATUSES), number: z.string().nullable() }),
  ),
});
export type AcceptedOrders = z.infer<typeof acceptedOrders>;

export const refusal = z.object({
  type: z.string(),
  title: z.string(),
  status: z.literal(422),
  code: z.literal('OrderRefused'),
  reasons: z.array(z.object({ code: z.string(), text: bilingual, pointer: z.string().optional() })),
  alternatives: z.array(
    z.object({
      planCode: z.string(),
      planName: z.string(),
      city: z.string().optional(),
      numbers: z.array(z.string()).optional(),
      notBefore: z.string().optional(),
      text: bilingual,
    }),
  ),
});
export type Refusal = z.infer<typeof refusal>;

/** One line of the journal as a sentence. */
export const timelineEntry = z.object({
  at: z.string(),
  version: z.number().int(),
  event: z.string(),
  stage: z.enum(STAGES),
  status: z.enum(STATUSES),
  actor: z.object({
    kind: z.enum(['channel', 'customer', 'officer', 'system', 'carrier', 'courier', 'authority', 'staff']),
    name: z.string().nullable(),
  }),
  text: bilingual,
  /** Where the evidence stands, e.g. a review or a partner call's reference. */
  link: z.object({ kind: z.string(), id: z.string() }).nullable(),
  raw: z.record(z.string(), z.unknown()),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const timelineView = z.object({
  order: orderView,
  entries: z.array(timelineEntry),
  /** Stage by stage: when entered, how long, whether it went wrong there. */
  track: z.array(
    z.object({
      stage: z.enum(STAGES),
      enteredAt: z.string(),
      milliseconds: z.number().int().nullable(),
      wrong: z.boolean(),
    }),
  ),
});
export type TimelineView = z.infer<typeof timelineView>;

/** A row of the console's list; the holder is masked (`张*丰`). */
export const orderRow = orderView.extend({ holder: z.string(), phone: z.string() });
export type OrderRow = z.infer<typeof orderRow>;

export const orderListQuery = z.object({
  stage: z.enum(STAGES).optional(),
  status: z.enum(STATUSES).optional(),
  owner: z.enum(WAIT_OWNERS).optional(),
  /** An order id, purchase id, external reference or card number, exactly. */
  q: oneLine(64).optional(),
  after: oneLine(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type OrderListQuery = z.infer<typeof orderListQuery>;

export const orderList = z.object({
  rows: z.array(orderRow),
  next: z.string().nullable(),
  counts: z.record(z.string(), z.number().int()),
});
export type OrderList = z.infer<typeof orderList>;

const reasonOption = z.object({ reasonCode: z.string(), label: bilingual });

/** Order page: masked facts beside the timeline. */
export const orderPage = timelineView.extend({
  holder: z.object({ name: z.string(), idNumber: z.string(), phone: z.string(), address: z.string() }),
  siblings: z.array(
    z.object({ id: z.string(), line: z.number().int(), stage: z.enum(STAGES), number: z.string().nullable() }),
  ),
  iccid: z.string().nullable(),
  parcel: parcelView.nullable(),
  /** What an officer may decide on a parcel that somebody else took; null unless the order is held for it. */
  handover: z.object({ clear: z.array(reasonOption), stop: z.array(reasonOption) }).nullable(),
  kyc: z
    .object({
      caseId: z.string(),
      state: z.string(),
      round: z.number().int(),
      reasons: z.array(z.object({ code: z.string(), text: bilingual })),
      faceDistance: z.number().nullable(),
      reviewIds: z.array(z.string()),
    })
    .nullable(),
  carrierCalls: z.array(
    z.object({
      reference: z.string(),
      command: z.string(),
      state: z.string(),
      openedAt: z.string(),
      closedAt: z.string().nullable(),
      text: z.string().nullable(),
    }),
  ),
  notifications: z.array(z.object({ template: z.string(), at: z.string(), sentAt: z.string().nullable() })),
});
export type OrderPage = z.infer<typeof orderPage>;
