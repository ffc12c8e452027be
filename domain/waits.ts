import { DAY_MS, HOUR_MS, MINUTE_MS } from './time';
import type { AnyWaitOwner } from './stages';
import { CUSTOMER_SILENCE_MS, NOBODY_MS } from './ticket';

/** Everything an order, a review, a ticket, a payout or held commission can wait for. */
export const WAIT_KINDS = [
  'documents',
  'identity-verdict',
  'identity-source',
  'review',
  'number-choice',
  'number-stock',
  'carrier-answer',
  'carrier-back',
  'courier-back',
  'parcel',
  'parcel-back',
  'activation',
  'handover-check',
  'parked',
  'ticket-answer',
  'ticket-done',
  'ticket-customer',
  'ticket-nobody',
  'parcel-moves',
  'bank-back',
  'commission-evidence',
  'commission-decision',
  'commission-case',
] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

/** What happens at the deadline if nothing else has. */
export const THENS = [
  'end-expired',
  'take-over',
  'ask-again',
  'escalate',
  'end-failed',
  'pass-on',
  'close',
  'hand-on',
  'stay-overdue',
] as const;
export type WaitThen = (typeof THENS)[number];

export interface WaitRule {
  readonly owner: AnyWaitOwner;
  /** Business time until the deadline, in ms. */
  readonly dueMs: number;
  /** Reminders, in ms after the start; at each the order is looked at again. */
  readonly remindersMs: readonly number[];
  readonly then: WaitThen;
}

/**
 * Documents: 72 h with reminders at 2, 24 and 48 h. A carrier's answer is asked for again at the reminders, because a
 * lost callback must not be the end. `take-over` and `ask-again` open the same wait anew.
 */
export const WAIT_RULES = {
  documents: {
    owner: 'customer',
    dueMs: 72 * HOUR_MS,
    remindersMs: [2 * HOUR_MS, 24 * HOUR_MS, 48 * HOUR_MS],
    then: 'end-expired',
  },
  'identity-verdict': { owner: 'customer', dueMs: 96 * HOUR_MS, remindersMs: [], then: 'take-over' },
  'identity-source': { owner: 'authority', dueMs: 10 * MINUTE_MS, remindersMs: [], then: 'ask-again' },
  review: { owner: 'officer', dueMs: 4 * HOUR_MS, remindersMs: [], then: 'escalate' },
  'number-choice': { owner: 'customer', dueMs: 72 * HOUR_MS, remindersMs: [24 * HOUR_MS], then: 'end-expired' },
  'number-stock': { owner: 'carrier', dueMs: 72 * HOUR_MS, remindersMs: [24 * HOUR_MS], then: 'end-expired' },
  'carrier-answer': {
    owner: 'carrier',
    dueMs: 48 * HOUR_MS,
    remindersMs: [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS],
    then: 'escalate',
  },
  'carrier-back': { owner: 'carrier', dueMs: 5 * MINUTE_MS, remindersMs: [], then: 'ask-again' },
  'courier-back': { owner: 'courier', dueMs: 5 * MINUTE_MS, remindersMs: [], then: 'ask-again' },
  // Without news for so long the courier is asked, by a ticket that acts by itself.
  parcel: { owner: 'courier', dueMs: 72 * HOUR_MS, remindersMs: [], then: 'ask-again' },
  'parcel-back': { owner: 'courier', dueMs: 10 * DAY_MS, remindersMs: [], then: 'escalate' },
  // Both are set by the order's policy; these stand where it says nothing.
  activation: {
    owner: 'customer',
    dueMs: 31 * DAY_MS,
    remindersMs: [DAY_MS, 3 * DAY_MS, 7 * DAY_MS, 20 * DAY_MS],
    then: 'end-expired',
  },
  'handover-check': { owner: 'officer', dueMs: 48 * HOUR_MS, remindersMs: [], then: 'escalate' },
  parked: { owner: 'support', dueMs: 2 * DAY_MS, remindersMs: [], then: 'end-failed' },
  // Both have the limits of their ticket's kind, in the hours that it counts; these stand for the commonest.
  'ticket-answer': { owner: 'support', dueMs: 30 * MINUTE_MS, remindersMs: [], then: 'pass-on' },
  'ticket-done': { owner: 'support', dueMs: 8 * HOUR_MS, remindersMs: [], then: 'escalate' },
  'ticket-customer': { owner: 'customer', dueMs: CUSTOMER_SILENCE_MS, remindersMs: [], then: 'close' },
  'ticket-nobody': { owner: 'support', dueMs: NOBODY_MS, remindersMs: [], then: 'escalate' },
  // The courier has been asked: its trace is looked at, and at the end a person takes over.
  'parcel-moves': {
    owner: 'courier',
    dueMs: DAY_MS,
    remindersMs: [HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS],
    then: 'hand-on',
  },
  'bank-back': { owner: 'system', dueMs: 10 * MINUTE_MS, remindersMs: [], then: 'ask-again' },
  // No machine ends these: the carrier was asked for the last time, or a case is open, which may
  // have another owner. What one person of finance decided waits for another one.
  'commission-evidence': { owner: 'finance', dueMs: 5 * DAY_MS, remindersMs: [], then: 'escalate' },
  'commission-decision': { owner: 'finance', dueMs: 2 * DAY_MS, remindersMs: [], then: 'escalate' },
  'commission-case': { owner: 'operator', dueMs: 5 * DAY_MS, remindersMs: [], then: 'escalate' },
} as const satisfies Record<WaitKind, WaitRule>;

/** Business time from the due day on in which the carrier is asked after each settlement for what it did not say. */
export const ASK_EVIDENCE_DAYS = 10;

/** A number stays held this long after the last sign of life. */
export const HOLD_MS = 30 * MINUTE_MS;
/** Review and provisioning extend the hold: the carrier's own reservation follows it. */
export const PROVISIONING_HOLD_MS = 72 * HOUR_MS;
/** How long the carrier is asked to reserve a number for us. */
export const OCCUPY_MINUTES = 60;
