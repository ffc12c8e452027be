import type { Day } from '../../brand';
import type { CommissionRule } from '../../commission-policy';

/** A rule as settlement joins it: the version and code that accruals name. */
export interface VersionedRule {
  readonly version: number;
  readonly rule: CommissionRule;
}

export interface SettledBatch {
  /** How many due accruals were looked at; 0 means that the day has no more. */
  readonly looked: number;
  readonly settled: number;
  readonly held: number;
  readonly refused: number;
}

export interface SettlementStore {
  /** The last business day that is done; null before the first. */
  lastDone: () => Promise<Day | null>;
  /** Days whose run began and is not done. */
  running: () => Promise<readonly Day[]>;
  /** The earliest due date of what is neither settled nor ended; null where nothing waits. */
  earliestDue: () => Promise<Day | null>;
  /** Writes days off on which nothing was due. */
  skipped: (days: readonly Day[]) => Promise<void>;
  /**
   * Judges and books the next accruals due by this day, in one statement. The run's row is locked and keeps the place,
   * so that batches of one day follow each other and a killed run goes on where it committed last.
   */
  batch: (day: Day, rules: readonly VersionedRule[], size: number) => Promise<SettledBatch>;
  /** Closes the day: its statements become ready, those without a line go. Null where the run is not there or was closed. */
  close: (day: Day) => Promise<{ readonly statements: number } | null>;
}
