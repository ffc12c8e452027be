import type { Day } from '../domain/brand';
import type { SettledBatch } from '../domain/ports/stores/settlements';
import type { UnitOfWork } from '../domain/ports/unit-of-work';
import { closeSettlement, planSettlement, settleBatch, type SettlementPlan } from '../domain/use-cases/settle';
import { asActivityFailure } from './activity-failure';
import { withHeartbeats } from './heartbeats';

/** What a settlement's story may ask for. Each is one transaction; running one again does nothing twice. */
export interface SettlementActivities {
  planSettlement: () => Promise<SettlementPlan>;
  settleBatch: (input: { day: Day }) => Promise<SettledBatch>;
  closeSettlement: (input: { day: Day }) => Promise<{ readonly statements: number }>;
}

export function settlementActivities(
  ports: { readonly work: UnitOfWork },
  /** Accruals of one transaction; tests take fewer. */
  size?: number,
): SettlementActivities {
  const plan = planSettlement(ports);
  const settle = settleBatch(ports);
  const close = closeSettlement(ports);
  return {
    planSettlement: () => beating(plan),
    settleBatch: ({ day }) => beating(() => settle({ day, ...(size === undefined ? {} : { size }) })),
    closeSettlement: (input) => beating(() => close(input)),
  };
}

const beating = <T>(work: () => Promise<T>): Promise<T> => asActivityFailure(() => withHeartbeats(work));
