import type { AccrualFacts, OrderCommissionFacts, PayoutFacts } from '../../domain/ports/commission-desk';
import { accrualOutlook, accrualVerdict } from '../../domain/texts/payment-outlook';
import type { AccrualView, OrderCommission, PayoutView } from '../schemas/commission';

const accrual = (facts: AccrualFacts): AccrualView => ({
  ...facts,
  conditions: facts.conditions.map(({ evidence, ...condition }) => ({ ...condition, evidence: { ...evidence } })),
  verdict: accrualVerdict(facts),
  outlook: [...accrualOutlook(facts)],
});

export const orderCommission = ({ orderId, none, accruals }: OrderCommissionFacts): OrderCommission => ({
  orderId,
  none,
  accruals: accruals.map(accrual),
});

export const payout = ({ statementIds, held, ...facts }: PayoutFacts): PayoutView => ({
  ...facts,
  statementIds: [...statementIds],
  held: [...held],
});
