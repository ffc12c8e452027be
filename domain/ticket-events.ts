import type { UserId } from './brand';
import type { TicketKind, TicketOutcome, TicketPriority, TicketSource } from './ticket';

/** Who did it; ids only. */
export type TicketActor =
  { readonly kind: 'system' | 'customer'; readonly id: null } | { readonly kind: 'staff'; readonly id: UserId };

export const BY_SYSTEM: TicketActor = { kind: 'system', id: null };
export const BY_CUSTOMER: TicketActor = { kind: 'customer', id: null };
export const byStaff = (id: UserId): TicketActor => ({ kind: 'staff', id });

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
  | { readonly kind: 'nobodyOnDuty' }
  | { readonly kind: 'raised'; readonly priority: TicketPriority; readonly tags: readonly string[] }
  | { readonly kind: 'courierAsked'; readonly reference: string; readonly result: 'accepted' | 'lost' | 'refused' }
  | { readonly kind: 'courierSilent'; readonly reference: string; readonly tries: number }
  | { readonly kind: 'customerTold'; readonly template: string }
  | { readonly kind: 'parcelLooked'; readonly moved: boolean; readonly state: string | null }
  | { readonly kind: 'handedOn'; readonly why: 'lost' | 'refused' | 'not-moved' | 'courier-down' }
  | { readonly kind: 'deadlineMissed'; readonly clock: 'first' | 'resolve' }
  | { readonly kind: 'closed'; readonly outcome: TicketOutcome }
  | { readonly kind: 'reopened'; readonly round: number };

export type TicketEventKind = TicketEvent['kind'];
