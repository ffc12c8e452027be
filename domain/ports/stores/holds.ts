import type { Day, Instant } from '../../brand';
import type { AnyWaitOwner } from '../../stages';
import type { WaitKind } from '../../waits';
import type { Row } from './row';
import type { VersionedRule } from './settlements';

/** A wait that held commission may have. */
export type HoldKind = Extract<WaitKind, `commission-${string}`>;

/** What an order's held commission waits for a person for. */
export interface WantedHold {
  readonly orderRow: Row;
  readonly what: HoldKind;
  /** The kind of the open case; null where it waits for none. */
  readonly caseKind: string | null;
}

export interface NewHold {
  readonly orderRow: Row;
  readonly what: HoldKind;
  readonly owner: AnyWaitOwner;
  readonly dueAt: Instant;
}

/** Waits of held commission, one an order: both shares rest on the same evidence. */
export interface HoldStore {
  /**
   * Of one order or of all: held commission that would still be held if it were judged now, and that no machine ends: a
   * case is open about it, a decision waits for a second person, or it was due on `lastAsked` or before, so that the
   * carrier is not asked again.
   */
  wanted: (of: Row | 'all', rules: readonly VersionedRule[], lastAsked: Day) => Promise<readonly WantedHold[]>;
  /**
   * Closes the open waits that are not among these and opens those that are missing; the others stay as they are. A
   * decision about what is held no longer lapses.
   */
  align: (of: Row | 'all', wanted: readonly NewHold[]) => Promise<void>;
  /** Those past their deadline are marked, once, and stay with their owner. How many were. */
  escalateOverdue: () => Promise<number>;
}
