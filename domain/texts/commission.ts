import type { Condition, ConditionCode, Decidable } from '../commission';
import type { NoCommission } from '../ports/commission-desk';
import type { Bilingual } from '../ports/use-cases';

/** A condition's sentence for each of its three values; unknown is a sentence of its own, never a no. */
const CONDITION_TEXTS = {
  CONFIRMED: {
    yes: { zh: '激活已由运营商查询确认', en: 'the carrier confirmed the activation when asked' },
    no: { zh: '激活的确认级别还不够', en: 'the activation is not confirmed well enough yet' },
    unknown: { zh: '激活尚未确认', en: 'the activation is not confirmed yet' },
  },
  PERSON: {
    yes: { zh: '由登记的机主本人激活', en: 'the registered holder activated it' },
    no: { zh: '激活人不是登记的机主', en: 'somebody other than the registered holder activated it' },
    unknown: { zh: '运营商未说明激活人', en: 'the carrier does not say who activated it' },
  },
  PLACE: {
    yes: { zh: '激活地与收货地在同一省', en: 'it was activated in the province it was delivered to' },
    no: { zh: '激活地与收货地不在同一省', en: 'it was activated in another province than it was delivered to' },
    unknown: { zh: '激活地或收货地不明', en: 'where it was activated or delivered is not known' },
  },
  WINDOW: {
    yes: { zh: '在激活期限内激活', en: 'it was activated in time' },
    no: { zh: '激活晚于期限', en: 'it was activated too late' },
    unknown: { zh: '激活时间不明', en: 'when it was activated is not known' },
  },
  CARRIER_ACTIVE: {
    yes: { zh: '运营商未报告停机或销户', en: 'the carrier has reported no suspension or closure' },
    no: { zh: '运营商报告号码已停机或销户', en: 'the carrier reported that the number was suspended or closed' },
    unknown: { zh: '号码状态不明', en: 'the state of the number is not known' },
  },
  NOT_CLAWED_BACK: {
    yes: { zh: '没有被追回', en: 'it was not clawed back' },
    no: { zh: '已被追回', en: 'it was clawed back' },
    unknown: { zh: '是否追回不明', en: 'whether it was clawed back is not known' },
  },
  NOT_ON_HOLD: {
    yes: { zh: '没有未结的案件', en: 'no case about it is open' },
    no: { zh: '有未结的案件', en: 'a case about it is open' },
    unknown: { zh: '是否有案件不明', en: 'whether a case is open is not known' },
  },
} as const satisfies Record<ConditionCode, Record<'yes' | 'no' | 'unknown', Bilingual>>;

/** Where people of finance decided what nobody had said. */
const DECIDED_TEXTS = {
  PERSON: {
    yes: {
      zh: '运营商未说明激活人，财务核定认可',
      en: 'the carrier does not say who activated it; finance accepted it',
    },
    no: {
      zh: '运营商未说明激活人，财务核定不认可',
      en: 'the carrier does not say who activated it; finance did not accept it',
    },
  },
  PLACE: {
    yes: { zh: '激活地或收货地不明，财务核定认可', en: 'where it was activated is not known; finance accepted it' },
    no: {
      zh: '激活地或收货地不明，财务核定不认可',
      en: 'where it was activated is not known; finance did not accept it',
    },
  },
} as const satisfies Record<Decidable, Record<'yes' | 'no', Bilingual>>;

const NONE_TEXTS = {
  NOT_ACTIVE_YET: { zh: '号码还没有激活', en: 'the number is not active yet' },
  ENDED_WITHOUT_ACTIVATION: { zh: '订单未激活就结束了', en: 'the order ended without an activation' },
  NO_AGENT: { zh: '订单没有代理', en: 'no agent sold this order' },
  NO_RULE: { zh: '下单时的政策对此套餐没有佣金', en: 'the policy in force at the order pays nothing for this plan' },
} as const satisfies Record<NoCommission, Bilingual>;

export function describeCondition({ code, value, evidence }: Condition): Bilingual {
  if (value !== null && evidence['decision'] !== undefined && (code === 'PERSON' || code === 'PLACE'))
    return DECIDED_TEXTS[code][value ? 'yes' : 'no'];
  return CONDITION_TEXTS[code][value === null ? 'unknown' : value ? 'yes' : 'no'];
}

export const describeNoCommission = (code: NoCommission): Bilingual => NONE_TEXTS[code];
