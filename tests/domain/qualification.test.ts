import { instant } from '../../domain/brand';
import type { PlanRecord } from '../../domain/ports/stores/catalogue';
import { type Applicant, coolDownEnds, disqualify } from '../../domain/qualification';

const NOW = instant('2026-03-02T01:00:00.000Z');
const PLAN: PlanRecord = {
  row: 1,
  code: 'XL29',
  version: 1,
  carrier: 'xinglian',
  name: '星联畅享 29',
  feeFen: 2900,
  minAge: 16,
  maxAge: 65,
  maxCards: 5,
  cooldownDays: 30,
  bannedProvinces: ['西藏自治区', '新疆维吾尔自治区'],
  onSale: true,
};
const NEWCOMER: Applicant = { age: 30, birth: null, idProblem: null, province: '广东省', standing: [], risks: [] };

interface Asked {
  readonly plan?: Partial<PlanRecord>;
  readonly applicant?: Partial<Applicant>;
  readonly quantity?: number;
  readonly free?: number;
}
const codes = ({ plan, applicant, quantity = 1, free = 10 }: Asked): string[] =>
  disqualify({ ...PLAN, ...plan }, { ...NEWCOMER, ...applicant }, quantity, { free }, NOW).map(({ code }) => code);

const standing = (cards: number, lastPurchaseAt: string, carrier = 'xinglian'): Partial<Applicant> => ({
  standing: [{ carrier, cards, lastPurchaseAt: instant(lastPurchaseAt) }],
});

describe('qualification', () => {
  it('has nothing against an ordinary newcomer', () => {
    expect(codes({})).toEqual([]);
  });

  it('names all reasons at once, never only the first', () => {
    const all = codes({
      plan: { onSale: false },
      applicant: { age: 15, province: '西藏', risks: ['blacklist'], ...standing(5, '2026-02-20T00:00:00.000Z') },
      free: 0,
    });

    expect(all).toEqual([
      'PLAN_NOT_ON_SALE',
      'UNDER_AGE',
      'AREA_BANNED',
      'CARD_LIMIT',
      'COOL_DOWN',
      'RISK_LISTED',
      'OUT_OF_STOCK',
    ]);
  });

  it('points at the field that a reason is about, in both languages', () => {
    const [reason] = disqualify(PLAN, { ...NEWCOMER, age: 15 }, 1, { free: 1 }, NOW);

    expect(reason).toEqual({
      code: 'UNDER_AGE',
      pointer: '/holder/idNumber',
      text: { zh: '该套餐须年满 16 周岁。', en: 'This plan needs an age of at least 16.' },
    });
  });

  it.each([
    [15, ['UNDER_AGE']],
    [16, []],
    [65, []],
    [66, ['OVER_AGE']],
    [null, []],
  ])('age %p: %p', (age, expected) => {
    expect(codes({ applicant: { age } })).toEqual(expected);
  });

  it('judges no age from a number that is not valid', () => {
    expect(codes({ applicant: { age: null, idProblem: 'CHECKSUM' } })).toEqual(['ID_NUMBER_INVALID']);
  });

  it.each(['西藏', '西藏自治区', '新疆', '新疆维吾尔自治区'])('%s is banned, however it is written', (province) => {
    expect(codes({ applicant: { province } })).toEqual(['AREA_BANNED']);
  });

  it.each([
    [4, 1, []],
    [4, 2, ['CARD_LIMIT']],
    [5, 1, ['CARD_LIMIT']],
  ])('%p cards and %p more: %p', (cards, quantity, expected) => {
    expect(codes({ applicant: standing(cards, '2025-01-01T00:00:00.000Z'), quantity })).toEqual(expected);
  });

  it('counts the cards of this order also for somebody who has none', () => {
    expect(codes({ plan: { maxCards: 1 }, quantity: 2 })).toEqual(['CARD_LIMIT']);
  });

  it('does not count what another carrier has', () => {
    expect(codes({ applicant: standing(5, '2026-03-01T00:00:00.000Z', 'other') })).toEqual([]);
  });

  it.each([
    ['2026-01-31T01:00:00.000Z', []],
    ['2026-01-31T01:00:00.001Z', ['COOL_DOWN']],
  ])('a purchase at %s: %p', (at, expected) => {
    expect(codes({ applicant: standing(1, at) })).toEqual(expected);
    expect(coolDownEnds(PLAN, instant('2026-01-31T01:00:00.000Z'))).toBe(NOW);
  });

  it('keeps the first card with a carrier for people on the 惩戒 list, and only that', () => {
    const listed = { risks: ['sanction'] };

    expect(codes({ applicant: listed })).toEqual([]);
    expect(codes({ applicant: { ...listed, ...standing(1, '2025-01-01T00:00:00.000Z') } })).toEqual(['RISK_LISTED']);
    expect(codes({ applicant: { risks: ['sanction', 'blacklist'] } })).toEqual(['RISK_LISTED']);
  });

  it.each([
    [2, 2, []],
    [1, 2, ['OUT_OF_STOCK']],
  ])('%p free numbers for %p cards: %p', (free, quantity, expected) => {
    expect(codes({ free, quantity })).toEqual(expected);
  });
});
