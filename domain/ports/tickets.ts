import type { OrderId, PurchaseId, TicketId, UserId } from '../brand';
import type { Role } from '../stages';
import type { TicketState } from '../ticket';

/** How a ticket stands after a command. */
export interface TicketStanding {
  readonly ticketId: TicketId;
  readonly state: TicketState;
  readonly assignee: UserId | null;
}

/**
 * What people of ours do with a ticket, committed and answered from here; its workflow hears of it afterwards. Throws
 * `TicketNotFound`, `TicketClosed`, `TicketHeld` where somebody else has it, `NotOnDuty`.
 */
export interface TicketDecisionPort {
  /**
   * Takes a ticket that nobody has; its skill's lead also takes one from somebody else. `NotAllowed` where none of these
   * roles has the skill.
   */
  claim: (ticket: TicketId, by: UserId, roles: readonly Role[]) => Promise<TicketStanding>;
  /**
   * Answers the customer; `waits`: it is then the customer's turn and the clock stands. Once a `key` of the sender's:
   * said again it changes nothing and is answered by how the ticket stands by then, in whosever hands.
   */
  answer: (ticket: TicketId, by: UserId, text: string, waits: boolean, key: string) => Promise<TicketStanding>;
  /** For colleagues only; once a key, as an answer. */
  note: (ticket: TicketId, by: UserId, text: string, key: string) => Promise<TicketStanding>;
  close: (ticket: TicketId, by: UserId, outcome: 'solved' | 'cannot-help') => Promise<TicketStanding>;
  /**
   * Has the courier asked where the parcel is: the ticket acts by itself and comes back where that does not help. Asked
   * for again meanwhile it changes nothing; `StepRefused` without a parcel on its way, or within an hour of the last time.
   */
  askCourier: (ticket: TicketId, by: UserId) => Promise<TicketStanding>;
  /** To this colleague, or to whoever the rule finds; null where nobody could take it (alarm). */
  handover: (ticket: TicketId, by: UserId, to: UserId | null) => Promise<TicketStanding>;
  /** Going off duty gives back what one had in hand. */
  setDuty: (user: UserId, onDuty: boolean) => Promise<void>;
}

/** What the customer does, by link. Each thing is said once a `key` of the sender's: said again it changes nothing. */
export interface CustomerTicketPort {
  /** Opens a ticket, or adds to the open one about the same thing. `LinkInvalid` where the purchase has no order. */
  ask: (
    purchase: PurchaseId,
    text: string,
    order: OrderId | null,
    key: string,
  ) => Promise<{ readonly ticketId: TicketId }>;
  /** Reopens a closed ticket within seven days (`TicketClosed` later); thanks alone change nothing. */
  reply: (
    purchase: PurchaseId,
    ticket: TicketId,
    text: string,
    key: string,
  ) => Promise<{ readonly state: TicketState }>;
}
