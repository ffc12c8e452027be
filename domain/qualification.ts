import { type Day, type Instant, instant } from './brand';
import type { PlanRecord } from './ports/stores/catalogue';
import type { Bilingual, RefusalReason } from './ports/use-cases';
import { DAY_MS, plusMs, shanghaiDay, toMs } from './time';

/** What is known about applicant and stock when an order comes in. */
export interface Applicant {
  /** Full years on the business day, or null when the number is not a valid one. */
  readonly age: number | null;
  readonly birth: Day | null;
  readonly idProblem: string | null;
  readonly province: string;
  readonly standing: readonly { readonly carrier: string; readonly cards: number; readonly lastPurchaseAt: Instant }[];
  /** Kinds of live risk entries on the number or the phone. */
  readonly risks: readonly string[];
}

export interface Stock {
  readonly free: number;
}

/** `安徽省` and `安徽` are one province. */
const bareProvince = (name: string): string => name.replace(/(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$/u, '');

const reason = (code: string, zh: string, en: string, pointer?: string): RefusalReason => ({
  code,
  text: { zh, en },
  ...(pointer === undefined ? {} : { pointer }),
});

/** All reasons why this plan cannot work for this person, never only the first: the channel corrects once. */
export function disqualify(
  plan: PlanRecord,
  applicant: Applicant,
  quantity: number,
  stock: Stock,
  now: Instant,
): readonly RefusalReason[] {
  const reasons: RefusalReason[] = [];
  if (!plan.onSale)
    reasons.push(reason('PLAN_NOT_ON_SALE', '该套餐已停售。', 'This plan is no longer sold.', '/planCode'));
  if (applicant.idProblem !== null) {
    reasons.push(
      reason(
        'ID_NUMBER_INVALID',
        '身份证号码不正确，请核对。',
        'The ID number is not valid; please check it.',
        '/holder/idNumber',
      ),
    );
  }
  if (applicant.age !== null && applicant.age < plan.minAge) {
    reasons.push(
      reason(
        'UNDER_AGE',
        `该套餐须年满 ${String(plan.minAge)} 周岁。`,
        `This plan needs an age of at least ${String(plan.minAge)}.`,
        '/holder/idNumber',
      ),
    );
  }
  if (applicant.age !== null && applicant.age > plan.maxAge) {
    reasons.push(
      reason(
        'OVER_AGE',
        `该套餐限 ${String(plan.maxAge)} 周岁及以下办理。`,
        `This plan is for people up to the age of ${String(plan.maxAge)}.`,
        '/holder/idNumber',
      ),
    );
  }
  if (plan.bannedProvinces.map(bareProvince).includes(bareProvince(applicant.province))) {
    reasons.push(
      reason('AREA_BANNED', '该套餐不发往此地区。', 'This plan is not delivered to this area.', '/delivery/province'),
    );
  }
  const standing = applicant.standing.find((s) => s.carrier === plan.carrier);
  const cards = standing?.cards ?? 0;
  if (cards + quantity > plan.maxCards) {
    reasons.push(
      reason(
        'CARD_LIMIT',
        `同一证件在该运营商最多 ${String(plan.maxCards)} 张，已有 ${String(cards)} 张。`,
        `At most ${String(plan.maxCards)} cards per person with this carrier; there are ${String(cards)} already.`,
        '/quantity',
      ),
    );
  }
  const notBefore = standing ? coolDownEnds(plan, standing.lastPurchaseAt) : null;
  if (notBefore !== null && toMs(notBefore) > toMs(now)) {
    reasons.push(
      reason(
        'COOL_DOWN',
        `距上次下单不足 ${String(plan.cooldownDays)} 天，${shanghaiDay(notBefore)} 起可再办。`,
        `Less than ${String(plan.cooldownDays)} days since the last order; possible again from ${shanghaiDay(notBefore)}.`,
      ),
    );
  }
  // Basic service is kept for people on the 惩戒 list (R22): the first card with a carrier stays possible.
  const blocking = applicant.risks.filter((kind) => kind !== 'sanction' || cards > 0);
  if (blocking.length > 0) {
    reasons.push(
      reason(
        'RISK_LISTED',
        '该证件或号码在风险名单中。如有异议，可向客服或 96110 申诉。',
        'This document or phone is on a risk list. You can appeal to support or to 96110.',
        '/holder',
      ),
    );
  }
  if (stock.free < quantity) {
    reasons.push(
      reason(
        'OUT_OF_STOCK',
        '该城市的号码暂时不足。',
        'There are not enough numbers in this city at the moment.',
        '/city',
      ),
    );
  }
  return reasons;
}

export const coolDownEnds = (plan: PlanRecord, lastPurchaseAt: Instant): Instant =>
  plusMs(lastPurchaseAt, plan.cooldownDays * DAY_MS);

/** The first instant, in Shanghai, at which somebody born on a day has the plan's age. */
export function oldEnoughFrom(plan: PlanRecord, birth: Day): Instant {
  const year = Number(birth.slice(0, 4)) + plan.minAge;
  const at = Date.parse(`${String(year)}${birth.slice(4)}T00:00:00+08:00`);
  // Born on 29 February and no leap year: the day after the 28th.
  const fallback = Date.parse(`${String(year)}-03-01T00:00:00+08:00`);
  return instant(new Date(Number.isNaN(at) ? fallback : at).toISOString());
}

/** The sentence that goes with another plan that would work as it stands. */
export const otherPlan = (plan: PlanRecord): Bilingual => ({
  zh: `可改办“${plan.name}”，月费 ¥${(plan.feeFen / 100).toFixed(2)}，适用 ${String(plan.minAge)}–${String(plan.maxAge)} 周岁。`,
  en: `“${plan.name}” would work: ¥${(plan.feeFen / 100).toFixed(2)} a month, ages ${String(plan.minAge)}–${String(plan.maxAge)}.`,
});
