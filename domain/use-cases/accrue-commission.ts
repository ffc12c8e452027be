import type { ActivationEvidence } from '../activation';
import { dueDay } from '../calendar';
import { commissionLines, levelOf, sameProvince } from '../commission';
import { ruleFor } from '../commission-policy';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx } from '../ports/unit-of-work';
import { shanghaiDay } from '../time';

/**
 * Puts down what the activation earns, for the seller and the agent above, in the transaction that records it. Once for
 * order, rule, type and period, whoever calls how often; nothing where no agent sold it or no rule pays for it. It is
 * due by the policy's own day, and never before the next one: what becomes known late is paid after it is known.
 */
export async function accrueCommission(tx: Tx, order: OrderRecord, evidence: ActivationEvidence): Promise<void> {
  const terms = await tx.commission.terms(order.row);
  const rule = terms && ruleFor(terms.policy, order.planCode);
  if (!terms || !rule) return;
  const lines = commissionLines(rule, terms.chain);
  if (lines.length === 0) return;
  const calendar = await tx.calendars.inForce();
  const activatedOn = shanghaiDay(evidence.activatedAt);
  const byPolicy = dueDay(calendar, activatedOn, rule.payAfter);
  const earliest = dueDay(calendar, shanghaiDay(tx.now), { days: 1, count: 'business' });
  const due = byPolicy.on < earliest.on ? earliest : byPolicy;
  await tx.commission.accrue({
    orderRow: order.row,
    ruleCode: rule.code,
    policyVersion: terms.policyVersion,
    period: activatedOn.slice(0, 7),
    dueOn: due.on,
    dueProvisional: due.provisional,
    confirmedLevel: levelOf(evidence.confirmedBy),
    activatedAt: evidence.activatedAt,
    windowEndsAt: evidence.dueAt,
    personMatches: evidence.personMatches,
    placeMatches: sameProvince(evidence.area, evidence.deliveryArea),
    area: evidence.area,
    deliveryArea: evidence.deliveryArea,
    lines,
  });
}
