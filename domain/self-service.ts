import { choosesNumber, isEnded } from './order';
import type { SelfServiceFacts } from './ports/self-service';

export type SelfServiceStep = 'consents' | 'documents' | 'checking' | 'confirm' | 'number' | 'done' | 'ended';
export type SelfServiceOutcome = 'passed' | 'in-review' | 'rejected' | 'expired' | 'active';

/** How it ended for the customer, or how it stands with an officer; null while it is the customer's or the machine's turn. */
export function selfServiceOutcome(facts: SelfServiceFacts): SelfServiceOutcome | null {
  const stages = facts.orders.map((order) => order.stage);
  if (stages.length > 0 && stages.every((stage) => stage === 'active')) return 'active';
  const over = stages.length > 0 && stages.every(isEnded);
  if (over) return stages.includes('active') ? 'active' : stages.includes('rejected') ? 'rejected' : 'expired';
  switch (facts.caseState) {
    case 'passed':
      return 'passed';
    case 'rejected':
      return 'rejected';
    case 'in-review':
      return 'in-review';
    case 'abandoned':
      return 'expired';
    default:
      return null;
  }
}

/** Where the page stands. Leaving and coming back asks again, so it is worked out from the tables alone. */
export function selfServiceStep(facts: SelfServiceFacts, consentsComplete: boolean): SelfServiceStep {
  if (facts.orders.some(choosesNumber)) return 'number';
  const outcome = selfServiceOutcome(facts);
  if (outcome === 'expired') return 'ended';
  if (outcome !== null) return 'done';
  if (facts.caseState === 'submitted' || facts.caseState === 'awaiting-source') return 'checking';
  if (!consentsComplete) return 'consents';
  if (facts.needed.length > 0) return 'documents';
  return 'confirm';
}
