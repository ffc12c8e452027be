/** Whether the parts without which nothing can be promised answer. */
export interface HealthPort {
  /** Resolves when the database answers; rejects with `DatabaseUnavailable` otherwise. */
  check: () => Promise<void>;
}
