import type { Day } from '../domain/brand';

/** `day` null: every business day up to now that is not done, which is what the schedule asks for. */
export interface SettlementInput {
  readonly day: Day | null;
}

export interface SettlementResult {
  /** The days that were done by this run. */
  readonly days: readonly Day[];
  readonly settled: number;
  readonly held: number;
  readonly refused: number;
  readonly statements: number;
}
