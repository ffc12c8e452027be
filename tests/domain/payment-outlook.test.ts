import type { Day, Instant } from '../../domain/brand';
import { type AccrualState, type CommissionEvidence, conditionsOf } from '../../domain/commission';
import { type CommissionRule, DEFAULT_COMMISSION_POLICY } from '../../domain/commission-policy';
import { describeCondition } from '../../domain/texts/commission';
import { accrualOutlook, accrualVerdict } from '../../domain/texts/payment-outlook';

const [rule] = DEFAULT_COMMISSION_POLICY.rules as readonly [CommissionRule];
const at = '2026-03-02T02:00:00.000Z' as Instant;

function standing(state: AccrualState, change: Partial<CommissionEvidence> = {}) {
  const conditions = conditionsOf(rule, {
    level: 2,
    activatedAt: at,
    personMatches: true,
    placeMatches: true,
    area: null,
    deliveryArea: null,
    windowEndsAt: '2026-04-01T16:00:00.000Z' as Instant,
    accruedAt: at,
    stopped: null,
    clawedBackAt: null,
    heldBy: null,
    ...change,
  });
  return {
    state,
    conditions: conditions.map((condition) => ({ ...condition, text: describeCondition(condition) })),
    dueOn: '2026-04-01' as Day,
    dueProvisional: false,
  };
}
const STOPPED = { stopped: { reason: 'suspended', at } } as const;
const CASE = { heldBy: { kind: 'active-contradicted', id: 'cas_000000000001', at } };

describe('the sentence about money that was settled or paid', () => {
  it('says that every condition is met only where every one is', () => {
    expect(accrualVerdict(standing('paid'))).toEqual({
      zh: '已付，条件全部成立。',
      en: 'Paid: every condition was met.',
    });
    expect(accrualVerdict(standing('settled')).en).toBe('Settled on a statement, waiting for finance to pay it.');
    expect(accrualOutlook(standing('settled')).map(({ tone }) => tone)).toEqual(['ok', 'bad']);
  });

  it('says what has come up since', () => {
    expect(accrualVerdict(standing('paid', STOPPED))).toEqual({
      zh: '已付；之后：运营商报告号码已停机或销户。',
      en: 'Paid; since then: the carrier reported that the number was suspended or closed.',
    });
    expect(accrualVerdict(standing('paid', { ...STOPPED, ...CASE })).zh).toBe(
      '已付；之后：运营商报告号码已停机或销户；有未结的案件。',
    );
    expect(accrualVerdict(standing('settled', CASE))).toEqual({
      zh: '已进结算单；之后：有未结的案件，处理前不付。',
      en: 'Settled on a statement; since then: a case about it is open. It is not paid before that is resolved.',
    });
    expect(accrualOutlook(standing('settled', CASE))[0]?.then.zh).toBe('制单时拿出来，结案后再结算');
  });
});

const NOBODY_SAYS = { personMatches: null } as const;
const ELSEWHERE = { placeMatches: false } as const;
const DECIDED = { id: 'dec_000000000001', conditions: ['PERSON' as const], at };

describe('the sentence about money that waits or is refused', () => {
  it.each<readonly [AccrualState, Partial<CommissionEvidence>, string]>([
    ['accrued', {}, '条件都成立，04-01 到期后结算。'],
    ['due', {}, '条件都成立，下一个结算日结算。'],
    ['held', {}, '条件都成立，下一个结算日结算。'],
    ['accrued', NOBODY_SAYS, '现在不能付：运营商未说明激活人。'],
    ['held', NOBODY_SAYS, '现在不能付：运营商未说明激活人。'],
    // What speaks against it comes before what is not known.
    ['held', { ...NOBODY_SAYS, ...CASE }, '现在不能付：有未结的案件；运营商未说明激活人。'],
    ['held', { ...NOBODY_SAYS, ...ELSEWHERE }, '到期也不付：激活地与收货地不在同一省；运营商未说明激活人。'],
    ['accrued', STOPPED, '到期也不付：运营商报告号码已停机或销户。'],
    // Only what speaks against it is why it was refused.
    ['refused', { ...NOBODY_SAYS, ...ELSEWHERE }, '不付：激活地与收货地不在同一省。'],
    ['refused', { personMatches: false, decided: [DECIDED] }, '不付：运营商未说明激活人，财务核定不认可。'],
    ['held', { decided: [DECIDED] }, '条件都成立，下一个结算日结算。'],
  ])('%s with %j: %s', (state, change, sentence) => {
    expect(accrualVerdict(standing(state, change)).zh).toBe(sentence);
  });
});
