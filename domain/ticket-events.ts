import type { UserId } from './brand';
import type { Role } from './stages';
import type { TicketKind, TicketOutcome, TicketPriority, TicketSource } from './ticket';

/** Who did it; ids only. */
export type TicketActor =
  { readonly kind: 'system' | 'customer'; readonly id: null } | { readonly kind: 'staff'; readonly id: UserId };

export const BY_SYSTEM: TicketActor = { kind: 'system', id: null };
export const BY_CUSTOMER: TicketActor = { kind: 'customer', id: null };
export const byStaff = (id: UserId): TicketActor => ({ kind: 'staff', id });

interface Told {
  readonly to: Role;
  readonly told: number;
}

/** Why a ticket that acted by itself goes to a person. */
export type HandedWhy = 'lost' | 'refused' | 'not-moved' | 'turned-back' | 'courier-down' | 'customer-wrote';

/**
 * What happens to a ticket. Words of people stand sealed beside `customerSaid`, `answered` and `noted`; everything here
 * is codes and ids. Never renamed: they stand in rows.
 */
export type TicketEvent =
  | {
      readonly kind: 'opened';
      readonly ticketKind: TicketKind;
      readonly priority: TicketPriority;
      readonly tags: readonly string[];
      readonly source: TicketSource;
    }
  | { readonly kind: 'customerSaid'; readonly thanks: boolean }
  | { readonly kind: 'answered'; readonly waits: boolean }
  | { readonly kind: 'noted' }
  | { readonly kind: 'assigned'; readonly userId: UserId; readonly why: 'routed' | 'claimed' | 'handed-over' }
  | { readonly kind: 'passedOn'; readonly userId: UserId; readonly why: 'silent' | 'off-duty' | 'given-back' }
  /** `to`: the rung of the ladder that was reached; `told`: how many of them had not heard of it. */
  | ({ readonly kind: 'nobodyOnDuty' } & Told)
  | { readonly kind: 'raised'; readonly priority: TicketPriority; readonly tags: readonly string[] }
  | { readonly kind: 'courierWanted' }
  | { readonly kind: 'courierAsked'; readonly reference: string; readonly result: 'accepted' | 'lost' | 'refused' }
  | { readonly kind: 'courierSilent'; readonly reference: string; readonly tries: number }
  | { readonly kind: 'customerTold'; readonly template: string }
  | {
      readonly kind: 'parcelLooked';
      /** `unknown`: the courier did not answer, which says nothing of the parcel. */
      readonly found: 'moved' | 'still' | 'turned-back' | 'unknown';
      readonly state: string | null;
    }
  | { readonly kind: 'handedOn'; readonly why: HandedWhy }
  /** The same words as in the order's journal. */
  | { readonly kind: 'interceptionAsked'; readonly reference: string; readonly reasonCode: string }
  | { readonly kind: 'parcelIntercepted' | 'interceptionRefused'; readonly reference: string }
  | ({ readonly kind: 'promiseWarned'; readonly clock: 'first' | 'resolve'; readonly share: number } & Told)
  | ({ readonly kind: 'deadlineMissed'; readonly clock: 'first' | 'resolve' } & Told)
  | { readonly kind: 'closed'; readonly outcome: TicketOutcome }
  | { readonly kind: 'reopened'; readonly round: number };

export type TicketEventKind = TicketEvent['kind'];
