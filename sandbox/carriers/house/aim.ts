import type { CallFacts, FaultRule } from '../../control/faults';
import type { Ledger } from './desk';

/** What is known of the order a call names, so that a fault can be aimed at a query by number or person. */
export function withOrder(ledger: Ledger, facts: CallFacts): CallFacts {
  const order = ledger.memory.orders.get(facts.reference ?? '');
  const known = { carrier: ledger.house.code, ...facts };
  if (!order) return known;
  const { number, planCode, holder } = order.submission;
  return { number, planCode, idNumber: holder.idNumber, phone: holder.phone, ...known };
}

/** What a planned refusal says. */
export function refusalText(fault: FaultRule | undefined): string | undefined {
  return fault && (fault.text ?? '系统异常');
}
