import type { Instant } from '../../domain/brand';
import {
  type CommissionEvidence,
  commissionLines,
  conditionsOf,
  judgeCommission,
  sameProvince,
} from '../../domain/commission';
import {
  commissionPolicy,
  type CommissionRule,
  DEFAULT_COMMISSION_POLICY,
  ruleFor,
} from '../../domain/commission-policy';
import { fen, proRata, splitFen } from '../../domain/ledger';

const [rule] = DEFAULT_COMMISSION_POLICY.rules as readonly [CommissionRule];
const at = '2026-03-02T02:00:00.000Z' as Instant;
const SHENZHEN = { province: '广东省', city: '深圳市' };

const evidence = (change: Partial<CommissionEvidence> = {}): CommissionEvidence => ({
  level: 2,
  activatedAt: at,
  personMatches: true,
  placeMatches: true,
  area: SHENZHEN,
  deliveryArea: SHENZHEN,
  windowEndsAt: '2026-04-01T16:00:00.000Z' as Instant,
  accruedAt: at,
  stopped: null,
  clawedBackAt: null,
  heldBy: null,
  ...change,
});
const judged = (change: Partial<CommissionEvidence>, by: CommissionRule = rule) =>
  judgeCommission(conditionsOf(by, evidence(change)));

describe('the conditions of a commission', () => {
  it('are met by an activation as it should be', () => {
    expect(conditionsOf(rule, evidence()).map(({ code, value }) => [code, value])).toEqual([
      ['CONFIRMED', true],
      ['PERSON', true],
      ['PLACE', true],
      ['WINDOW', true],
      ['CARRIER_ACTIVE', true],
      ['NOT_CLAWED_BACK', true],
      ['NOT_ON_HOLD', true],
    ]);
    expect(judged({})).toBe('pay');
  });

  it.each([
    ['another person', { personMatches: false }, 'refuse'],
    ['nobody knows who', { personMatches: null }, 'hold'],
    ['another province', { placeMatches: false }, 'refuse'],
    ['nobody knows where', { placeMatches: null }, 'hold'],
    ['too late by a moment', { windowEndsAt: at }, 'refuse'],
    ['a moment before the end', { windowEndsAt: '2026-03-02T02:00:00.001Z' as Instant }, 'pay'],
    ['only a callback', { level: 1 }, 'hold'],
    ['suspended since', { stopped: { reason: 'suspended', at } }, 'refuse'],
    ['clawed back', { clawedBackAt: at }, 'refuse'],
    ['an open case', { heldBy: { id: 'cas_000000000001', kind: 'signed-by-another', at } }, 'hold'],
    ['refused although a case is open', { personMatches: false, heldBy: { id: 'cas_1', kind: 'x', at } }, 'refuse'],
  ] as const)('%s: %j → %s', (_what, change, verdict) => {
    expect(judged(change)).toBe(verdict);
  });

  it('that a policy does not ask for are not shown and do not count', () => {
    const lax = { ...rule, needs: { person: false, place: false, window: false } };

    const conditions = conditionsOf(lax, evidence({ personMatches: false, placeMatches: null, windowEndsAt: at }));

    expect(conditions.map(({ code }) => code)).not.toContain('PERSON');
    expect(judgeCommission(conditions)).toBe('pay');
  });

  it('name what they rest on', () => {
    const found = conditionsOf(rule, evidence({ stopped: { reason: 'closed', at } })).find(
      ({ code }) => code === 'CARRIER_ACTIVE',
    );
    expect(found).toEqual({ code: 'CARRIER_ACTIVE', value: false, evidence: { reason: 'closed' }, at });
  });

  it('take 广东 and 广东省 for one province, and no province for unknown', () => {
    expect(sameProvince(SHENZHEN, { province: '广东', city: '广州' })).toBe(true);
    expect(sameProvince(SHENZHEN, { province: '广西壮族自治区', city: '南宁' })).toBe(false);
    expect(sameProvince(SHENZHEN, null)).toBeNull();
    expect(sameProvince({ province: '', city: '' }, SHENZHEN)).toBeNull();
  });
});

describe('the split', () => {
  const amounts = (by: CommissionRule, chain: readonly string[]) =>
    commissionLines(by, chain).map(({ agent, amountFen }) => [agent, amountFen]);

  it('COM-11: of 100 the seller gets 80 and the agent above 20', () => {
    expect(amounts(rule, ['AG01', 'AG00'])).toEqual([
      ['AG01', 8_000],
      ['AG00', 2_000],
    ]);
  });

  it('gives the whole to a seller with nobody above, and nothing to nobody', () => {
    expect(amounts(rule, ['AG00'])).toEqual([['AG00', 10_000]]);
    expect(amounts(rule, [])).toEqual([]);
  });

  it('COM-12: a third level is refused', () => {
    expect(() => commissionLines(rule, ['AG02', 'AG01', 'AG00'])).toThrow('ChainTooDeep');
  });

  it('makes no line of nothing', () => {
    expect(amounts({ ...rule, parentShareBp: 0 }, ['AG01', 'AG00'])).toEqual([['AG01', 10_000]]);
  });

  it('rounds half up, and what is over goes to the first', () => {
    expect(splitFen(fen(100), [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitFen(fen(1), [1, 1])).toEqual([0, 1]);
    expect(() => splitFen(fen(1), [0])).toThrow(RangeError);
    expect(() => fen(0.5)).toThrow(RangeError);
  });

  it('COM-3 and COM-4: back in full, or by the days that are left of the window', () => {
    expect(proRata(fen(-12_000), 90, 90)).toBe(-12_000);
    expect(proRata(fen(-12_000), 90 - 20, 90)).toBe(-9_333);
  });
});

describe('a published policy', () => {
  it('is read as it is written today', () => {
    expect(commissionPolicy({ ...DEFAULT_COMMISSION_POLICY })).toEqual(DEFAULT_COMMISSION_POLICY);
  });

  it('of the first shape is read as it was meant', () => {
    const first = { rules: [{ code: 'OLD', plans: ['XL29'], totalFen: 500, parentShareBp: 0, payAfterDays: 7 }] };
    expect(commissionPolicy(first).rules).toEqual([
      {
        code: 'OLD',
        plans: ['XL29'],
        totalFen: 500,
        parentShareBp: 0,
        payAfter: { days: 7, count: 'calendar' },
        minLevel: 2,
        needs: { person: true, place: true, window: true },
      },
    ]);
  });

  it.each([[null], [{}], [{ rules: 'none' }], [{ rules: [null, 1, {}, { code: 'X' }] }]])('%j has no rule', (body) => {
    expect(commissionPolicy(body).rules).toEqual([]);
  });

  it('earns nothing for a plan it does not name, or by a rule that says no amount', () => {
    expect(ruleFor(DEFAULT_COMMISSION_POLICY, 'XL29')?.code).toBe('XL-NEXT-MONTH');
    expect(ruleFor(DEFAULT_COMMISSION_POLICY, 'OTHER')).toBeNull();
    expect(ruleFor(commissionPolicy({ rules: [{ code: 'A', plans: ['XL29'], totalFen: -5 }] }), 'XL29')).toBeNull();
  });
});
