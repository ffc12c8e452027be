import type { Instant } from '../brand';
import type { CalendarStore } from './stores/calendars';
import type { CallStore } from './stores/calls';
import type { CaseStore } from './stores/cases';
import type { CatalogueStore } from './stores/catalogue';
import type { CommissionStore } from './stores/commission';
import type { DecisionStore } from './stores/decisions';
import type { FactStore } from './stores/facts';
import type { HoldStore } from './stores/holds';
import type { IntakeStore } from './stores/intake';
import type { LinkStore } from './stores/links';
import type { NotificationStore } from './stores/notifications';
import type { NumberStore } from './stores/numbers';
import type { OrderStore } from './stores/orders';
import type { OutboxStore } from './stores/outbox';
import type { PartyStore } from './stores/parties';
import type { PayoutStore } from './stores/payouts';
import type { PurchaseStore } from './stores/purchases';
import type { ReviewStore } from './stores/reviews';
import type { SettlementStore } from './stores/settlements';
import type { ShipmentStore } from './stores/shipments';
import type { DutyStore, TicketStore } from './stores/tickets';
import type { WaitStore } from './stores/waits';

/** Everything that commits together. Repositories are written against it; their adapters do not know each other. */
export interface Tx {
  /** Business time of this transaction: one reading for all its rows. */
  readonly now: Instant;
  readonly catalogue: CatalogueStore;
  readonly intake: IntakeStore;
  readonly parties: PartyStore;
  readonly purchases: PurchaseStore;
  readonly orders: OrderStore;
  readonly waits: WaitStore;
  readonly facts: FactStore;
  readonly calls: CallStore;
  readonly outbox: OutboxStore;
  readonly numbers: NumberStore;
  readonly cases: CaseStore;
  readonly reviews: ReviewStore;
  readonly links: LinkStore;
  readonly notifications: NotificationStore;
  readonly shipments: ShipmentStore;
  readonly calendars: CalendarStore;
  readonly commission: CommissionStore;
  readonly holds: HoldStore;
  readonly decisions: DecisionStore;
  readonly settlements: SettlementStore;
  readonly payouts: PayoutStore;
  readonly tickets: TicketStore;
  readonly duty: DutyStore;
}

/**
 * Runs `work` in one transaction: effect, projection, journal, wait, fact and outbox commit together or not at all.
 * Serialisation failures and deadlocks are run again (at most three times), so `work` must not act outside `tx`.
 */
export interface UnitOfWork {
  inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}
