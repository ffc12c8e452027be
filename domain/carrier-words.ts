import type { Bilingual } from './ports/use-cases';

/** What a refusal means for the order: N ends it, C another plan or carrier could work, A try again with other stock, O a person looks. */
export type RefusalClass = 'N' | 'C' | 'A' | 'U' | 'O';

export interface RefusalMeaning {
  readonly klass: RefusalClass;
  /** What the customer reads: reason and remedy (反诈法 Art 32). */
  readonly text: Bilingual;
}

/** Canonical refusal codes, `DOMAIN.md` 4.3. */
export const CARRIER_REFUSALS = {
  CR_ONE_ID_FIVE: {
    klass: 'C',
    text: {
      zh: '您在该运营商名下已有 5 张号卡,不能再办。可用“一证通查”核对并注销不用的卡,或改办其他运营商。',
      en: 'You already have five cards with this carrier. Check and close unused ones, or choose another carrier.',
    },
  },
  CR_BLACKLIST: {
    klass: 'O',
    text: {
      zh: '运营商的风险名单中有此证件。如有异议,请向运营商或 96110 申诉。',
      en: 'The carrier lists this document as a risk. You may appeal to the carrier or call 96110.',
    },
  },
  CR_ARREARS: {
    klass: 'U',
    text: {
      zh: '您名下有欠费。缴清后 24 小时可重新申请。',
      en: 'There are unpaid bills in your name. Apply again 24 hours after paying.',
    },
  },
  CR_AGE: {
    klass: 'C',
    text: {
      zh: '您的年龄不在此套餐的办理范围内,可改选其他套餐。',
      en: 'Your age is outside the range of this plan. Another plan may fit.',
    },
  },
  CR_DUPLICATE_30D: {
    klass: 'N',
    text: {
      zh: '30 天内已有同运营商订单,请到期后再申请。',
      en: 'There is an order with this carrier within 30 days. Please apply later.',
    },
  },
  CR_ALREADY_NET: {
    klass: 'C',
    text: { zh: '您已办理过此套餐,一人限一张。', en: 'You already have this plan; one card a person.' },
  },
  CR_INFO_MISMATCH: {
    klass: 'U',
    text: {
      zh: '姓名与证件号码未通过运营商核验,请核对后重新申请。',
      en: 'Name and number did not pass the carrier’s check. Please check them and apply again.',
    },
  },
  CR_ID_EXPIRED: {
    klass: 'U',
    text: { zh: '证件已过有效期,请换领后重新申请。', en: 'The document has expired. Please renew it and apply again.' },
  },
  CR_ID_TYPE: {
    klass: 'N',
    text: {
      zh: '该证件类型不能线上办理,请到营业厅办理。',
      en: 'This kind of document cannot be used online. Please visit a shop.',
    },
  },
  CR_PHOTO_BAD: {
    klass: 'U',
    text: {
      zh: '证件照片不合格,请重新拍摄。',
      en: 'The pictures of the document were not good enough. Please take them again.',
    },
  },
  CR_AREA_BAN: {
    klass: 'C',
    text: {
      zh: '收货地区不支持此套餐,可改选其他套餐。',
      en: 'This plan is not offered in your area. Another plan may fit.',
    },
  },
  CR_ADDRESS_BAD: {
    klass: 'U',
    text: {
      zh: '收货地址不详或不可配送,请补充后重新申请。',
      en: 'The address is incomplete or cannot be served. Please complete it and apply again.',
    },
  },
  CR_NUMBER_TAKEN: {
    klass: 'A',
    text: { zh: '号码已被占用,需要另选号码。', en: 'The number is taken; another one is needed.' },
  },
  CR_NO_STOCK: {
    klass: 'A',
    text: { zh: '该号池暂无号码,需要另选。', en: 'This pool has no numbers now; another one is needed.' },
  },
  CR_PRODUCT_OFF: {
    klass: 'C',
    text: { zh: '套餐已下架,可改选其他套餐。', en: 'This plan is no longer sold. Another plan may fit.' },
  },
  CR_FREQUENT: {
    klass: 'O',
    text: { zh: '申请过于频繁,请稍后再试。', en: 'Too many applications. Please try later.' },
  },
  CR_CONTACT_FAIL: {
    klass: 'U',
    text: {
      zh: '运营商未能与您确认办理意愿,请重新申请并保持电话畅通。',
      en: 'The carrier could not reach you. Please apply again and answer the phone.',
    },
  },
  CR_SYSTEM: {
    klass: 'O',
    text: { zh: '运营商系统异常,我们正在处理。', en: 'The carrier has a system problem; we are on it.' },
  },
  CR_CUSTOMER_CANCEL: { klass: 'N', text: { zh: '已按您的要求退单。', en: 'The order was withdrawn as you asked.' } },
  CR_DELIVERY_ID_FAIL: {
    klass: 'U',
    text: {
      zh: '签收时人证不符,请本人持有效证件重新申请。',
      en: 'Person and document did not match at delivery. Please apply again yourself.',
    },
  },
  CR_UNKNOWN: {
    klass: 'O',
    text: { zh: '运营商未能受理,客服正在核实。', en: 'The carrier did not accept it; support is looking into it.' },
  },
} as const satisfies Record<string, RefusalMeaning>;

export type CarrierRefusalCode = keyof typeof CARRIER_REFUSALS;

export const isCarrierRefusal = (code: string): code is CarrierRefusalCode => code in CARRIER_REFUSALS;

/** First match wins, so the order matters: `欠费黑名单` is a blacklist matter. */
const PATTERNS: readonly (readonly [RegExp, CarrierRefusalCode])[] = [
  [/黑名单|惩戒|风险用户/, 'CR_BLACKLIST'],
  [/一证五[户号]|满5户|满五户|已达上限/, 'CR_ONE_ID_FIVE'],
  [/欠费/, 'CR_ARREARS'],
  [/年龄不符|未满\d*周岁|超龄/, 'CR_AGE'],
  [/30天内|重复下单|已有同运营商订单/, 'CR_DUPLICATE_30D'],
  [/老用户|已办过同套餐|一人限一张/, 'CR_ALREADY_NET'],
  [/已过有效期|证件过期|证件已过期/, 'CR_ID_EXPIRED'],
  [/军人|非二代证/, 'CR_ID_TYPE'],
  [/国政通|姓名与证件不符|全角字符|信息不符/, 'CR_INFO_MISMATCH'],
  [/证件照|模糊|待传照片|缺一证通查/, 'CR_PHOTO_BAD'],
  [/禁发|归属地保护/, 'CR_AREA_BAN'],
  [/地址不详|驿站|丰巢|酒店/, 'CR_ADDRESS_BAD'],
  [/号码已被占用|已预占|号码不存在/, 'CR_NUMBER_TAKEN'],
  [/库存不足|无号/, 'CR_NO_STOCK'],
  [/套餐下架|活动结束/, 'CR_PRODUCT_OFF'],
  [/频繁/, 'CR_FREQUENT'],
  [/人证不符|证件丢失|他人代收/, 'CR_DELIVERY_ID_FAIL'],
  [/退单|不想换号|客户取消/, 'CR_CUSTOMER_CANCEL'],
  [/联系不上|非本人办理|不需要|拒绝提供原因/, 'CR_CONTACT_FAIL'],
  [/系统异常|超时|BOSS/i, 'CR_SYSTEM'],
];

/** `非黑名单用户,系统异常` is about the system: what a text denies is taken out before it is read. */
const NEGATED = /(?:非|不是|不在|无|未列入)(?:黑名单|惩戒名单|风险用户|欠费)(?:用户|客户|名单)?/g;

/** A carrier's refusal text in our words; what no row knows is `CR_UNKNOWN` and goes to a person, text kept. */
export function refusalCode(text: string): CarrierRefusalCode {
  const plain = text.replace(NEGATED, '').trim();
  for (const [pattern, code] of PATTERNS) if (pattern.test(plain)) return code;
  return 'CR_UNKNOWN';
}

/** 星联's words for an order; anything else is unknown and parks, never defaults. */
export type CarrierVerdict = 'processing' | 'opened' | 'active' | 'refused' | 'cancelled' | 'unknown';

export function carrierVerdict(word: unknown): CarrierVerdict {
  switch (word) {
    case '处理中':
      return 'processing';
    case '已开户':
      return 'opened';
    case '已激活':
      return 'active';
    case '已拒绝':
      return 'refused';
    case '已撤单':
      return 'cancelled';
    default:
      return 'unknown';
  }
}
