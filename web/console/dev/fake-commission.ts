import type { AccrualView, OrderCommission } from '../../../api/schemas/commission';
import type { OrderRow } from '../../../api/schemas/order';
import { accrualId, day, instant } from '../../../domain/brand';
import { conditionsOf, type CommissionEvidence } from '../../../domain/commission';
import type { AccrualFacts } from '../../../domain/ports/commission-desk';
import { describeCondition, describeNoCommission } from '../../../domain/texts/commission';
import { accrualOutlook, accrualVerdict } from '../../../domain/texts/payment-outlook';

const DAY = 86_400_000;
const RULE = {
  code: 'NEXT_MONTH',
  plans: ['XL29', 'XL59'],
  totalFen: 10_000,
  parentShareBp: 2_000,
  payAfter: { days: 30, count: 'calendar' },
  minLevel: 2,
  needs: { person: true, place: true, window: true },
} as const;

/** What may have become of a commission; the order's place in the list picks one. */
const STORIES: readonly { readonly state: AccrualFacts['state']; readonly changed: Partial<CommissionEvidence> }[] = [
  { state: 'accrued', changed: {} },
  { state: 'held', changed: { placeMatches: null, area: null } },
  { state: 'refused', changed: { placeMatches: false, area: { province: '广西壮族自治区', city: '南宁市' } } },
  { state: 'paid', changed: {} },
];

const NOBODY_DECIDES: Pick<OrderCommission, 'wait' | 'decidable' | 'decisions'> = {
  wait: null,
  decidable: [],
  decisions: [],
};

/** The commission of an order as the real desk would tell it, from made-up evidence by the product's own rules. */
export function fakeCommission(order: OrderRow, index: number, now: number): OrderCommission {
  if (order.agentCode === null) return nothing(order, 'NO_AGENT');
  if (order.stage !== 'active')
    return nothing(order, order.endedAt === null ? 'NOT_ACTIVE_YET' : 'ENDED_WITHOUT_ACTIVATION');
  const story = STORIES[index % STORIES.length] ?? { state: 'accrued', changed: {} };
  const isOver = story.state !== 'accrued';
  const activatedAt = instant(new Date(now - (isOver ? 41 : 12) * DAY).toISOString());
  const area = { province: '广东省', city: '深圳市' };
  const evidence: CommissionEvidence = {
    level: 2,
    activatedAt,
    personMatches: true,
    placeMatches: true,
    area,
    deliveryArea: area,
    windowEndsAt: instant(new Date(Date.parse(activatedAt) + 20 * DAY).toISOString()),
    accruedAt: activatedAt,
    stopped: null,
    clawedBackAt: null,
    heldBy: null,
    ...story.changed,
  };
  const conditions = conditionsOf(RULE, evidence).map((each) => ({ ...each, text: describeCondition(each) }));
  const share = (n: number, type: AccrualView['type'], agent: AccrualView['agent'], amountFen: number): AccrualView => {
    const facts: AccrualFacts = {
      id: accrualId(`acc_${String(index * 2 + n).padStart(12, '0')}`),
      rule: { code: RULE.code, version: 1 },
      type,
      period: activatedAt.slice(0, 7),
      agent,
      amountFen,
      state: story.state,
      dueOn: day(new Date(Date.parse(activatedAt) + 30 * DAY).toISOString().slice(0, 10)),
      dueProvisional: false,
      conditions,
      statementId: null,
      payoutId: null,
    };
    return {
      ...facts,
      conditions: conditions.map(({ evidence: data, ...each }) => ({ ...each, evidence: { ...data } })),
      verdict: accrualVerdict(facts),
      outlook: [...accrualOutlook(facts)],
      ...(story.state === 'paid' ? { statementId: 'stm_000000000890', payoutId: 'pay_000000000890' } : {}),
    };
  };
  return {
    orderId: order.id,
    none: null,
    ...NOBODY_DECIDES,
    accruals: [
      share(0, 'order', { code: 'AG01', name: '粤东通讯' }, 8_000),
      share(1, 'parent', { code: 'AG00', name: '星联总代' }, 2_000),
    ],
  };
}

function nothing(order: OrderRow, code: NonNullable<OrderCommission['none']>['code']): OrderCommission {
  return { orderId: order.id, none: { code, text: describeNoCommission(code) }, accruals: [], ...NOBODY_DECIDES };
}
