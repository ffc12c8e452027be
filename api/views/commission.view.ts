import type {
  AccrualFacts,
  HoldWaitFacts,
  OrderCommissionFacts,
  PayoutFacts,
  WaitingFacts,
} from '../../domain/ports/commission-desk';
import { accrualOutlook, accrualVerdict } from '../../domain/texts/payment-outlook';
import { describeOwner, describeWhat, waitSentence } from '../../domain/texts/waits';
import type { AccrualView, OrderCommission, PayoutView, WaitingView } from '../schemas/commission';

const accrual = (facts: AccrualFacts): AccrualView => ({
  ...facts,
  conditions: facts.conditions.map(({ evidence, ...condition }) => ({ ...condition, evidence: { ...evidence } })),
  verdict: accrualVerdict(facts),
  outlook: [...accrualOutlook(facts)],
});

/** Who decided and why is for our own people; a channel sees what was decided on the conditions. */
export const orderCommission = (
  { orderId, none, accruals, wait, decidable, decisions }: OrderCommissionFacts,
  isOurs: boolean,
): OrderCommission => ({
  orderId,
  none,
  accruals: accruals.map(accrual),
  wait: wait && waitOf(wait),
  decidable: isOurs ? [...decidable] : [],
  decisions: isOurs ? decisions.map((each) => ({ ...each, conditions: [...each.conditions] })) : [],
});

/** Of the conditions only what stands in the way. */
export function waiting({ orderId, accrual: facts, wait }: WaitingFacts): WaitingView {
  const { id, rule, type, agent, amountFen, dueOn, conditions } = facts;
  return {
    id,
    orderId,
    rule,
    type,
    agent,
    amountFen,
    dueOn,
    state: facts.state === 'held' ? 'held' : 'due',
    verdict: accrualVerdict(facts),
    open: conditions.flatMap(({ code, value, text, at }) => (value === true ? [] : [{ code, value, text, since: at }])),
    wait: wait && waitOf(wait),
  };
}

const waitOf = (wait: HoldWaitFacts): WaitingView['wait'] => ({
  what: describeWhat(wait.what),
  owner: describeOwner(wait.ownerKind),
  since: wait.openedAt,
  dueAt: wait.dueAt,
  escalatedAt: wait.escalatedAt,
  sentence: waitSentence({ ...wait, ownerName: null }),
});

export const payout = ({ statementIds, held, ...facts }: PayoutFacts): PayoutView => ({
  ...facts,
  statementIds: [...statementIds],
  held: [...held],
});
