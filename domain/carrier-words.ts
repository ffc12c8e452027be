/**
 * What a refusal means for the order: N ends it, C another plan or carrier could work, A try again with other stock, H again with the
 * same number, O a person looks.
 */
export type RefusalClass = 'N' | 'C' | 'A' | 'U' | 'O' | 'H';

/** Canonical refusal codes, `DOMAIN.md` 4.3; what a customer reads for them is `describeReason`. */
export const CARRIER_REFUSALS = {
  CR_ONE_ID_FIVE: 'C',
  CR_BLACKLIST: 'O',
  CR_ARREARS: 'U',
  CR_AGE: 'C',
  CR_DUPLICATE_30D: 'N',
  CR_ALREADY_NET: 'C',
  CR_INFO_MISMATCH: 'U',
  CR_ID_EXPIRED: 'U',
  CR_ID_TYPE: 'N',
  CR_PHOTO_BAD: 'U',
  CR_AREA_BAN: 'C',
  CR_ADDRESS_BAD: 'U',
  CR_NUMBER_TAKEN: 'A',
  CR_HOLD_LAPSED: 'H',
  CR_NO_STOCK: 'A',
  CR_PRODUCT_OFF: 'C',
  CR_FREQUENT: 'O',
  CR_CONTACT_FAIL: 'U',
  CR_SYSTEM: 'O',
  CR_CUSTOMER_CANCEL: 'N',
  CR_DELIVERY_ID_FAIL: 'U',
  CR_UNKNOWN: 'O',
} as const satisfies Record<string, RefusalClass>;

export type CarrierRefusalCode = keyof typeof CARRIER_REFUSALS;

export const isCarrierRefusal = (code: string): code is CarrierRefusalCode => code in CARRIER_REFUSALS;

/** First match wins, so the order matters: `欠费黑名单` is a blacklist matter. */
const PATTERNS: readonly (readonly [RegExp, CarrierRefusalCode])[] = [
  [/黑名单|惩戒|风险用户/, 'CR_BLACKLIST'],
  [/一证五[户号]|满5户|满五户|已达上限|号卡数量超限/, 'CR_ONE_ID_FIVE'],
  [/欠费/, 'CR_ARREARS'],
  [/年龄不符|年龄不满足|未满\d*周岁|超龄/, 'CR_AGE'],
  [/30天内|重复下单|已有同运营商订单/, 'CR_DUPLICATE_30D'],
  [/老用户|已办过同套餐|一人限一张/, 'CR_ALREADY_NET'],
  [/已过有效期|证件过期|证件已过期/, 'CR_ID_EXPIRED'],
  [/军人|非二代证/, 'CR_ID_TYPE'],
  [/国政通|姓名与证件不符|全角字符|信息不符/, 'CR_INFO_MISMATCH'],
  [/证件照|模糊|待传照片|缺一证通查/, 'CR_PHOTO_BAD'],
  [/禁发|归属地保护/, 'CR_AREA_BAN'],
  [/地址不详|驿站|丰巢|学校|酒店/, 'CR_ADDRESS_BAD'],
  [/(?:预占|锁号).{0,3}(?:超时|过期|失效)/, 'CR_HOLD_LAPSED'],
  [/号码已被占用|已预占|号码不存在|已被他人锁定|不在可选范围/, 'CR_NUMBER_TAKEN'],
  [/库存不足|无号/, 'CR_NO_STOCK'],
  [/套餐下架|活动结束/, 'CR_PRODUCT_OFF'],
  [/频繁/, 'CR_FREQUENT'],
  [/人证不符|证件丢失|他人代收/, 'CR_DELIVERY_ID_FAIL'],
  [/退单|不想换号|客户取消/, 'CR_CUSTOMER_CANCEL'],
  [/联系不上|非本人办理|不需要|拒绝提供原因/, 'CR_CONTACT_FAIL'],
  [/系统异常|超时|BOSS/i, 'CR_SYSTEM'],
];

/** `非黑名单用户,系统异常` is about the system: what a text denies is taken out before it is read. */
const NEGATED = /(?:非|不是|不属于|不在|未在|无|没有|未|未列入)(?:黑名单|惩戒名单|风险用户|欠费)(?:用户|客户|名单)?/g;

/** A carrier's refusal text in our words; what no row knows is `CR_UNKNOWN` and goes to a person, text kept. */
export function refusalCode(text: string): CarrierRefusalCode {
  const plain = text.replace(NEGATED, '').trim();
  for (const [pattern, code] of PATTERNS) if (pattern.test(plain)) return code;
  return 'CR_UNKNOWN';
}

export type CarrierVerdict =
  'processing' | 'opened' | 'active' | 'refused' | 'cancelled' | 'suspended' | 'closed' | 'unknown';

/** Each carrier's words for an order, by carrier code. The same word may mean something else at another carrier. */
const ORDER_WORDS: ReadonlyMap<string, ReadonlyMap<unknown, CarrierVerdict>> = new Map([
  [
    'xinglian',
    new Map<unknown, CarrierVerdict>([
      ['处理中', 'processing'],
      ['已开户', 'opened'],
      ['已激活', 'active'],
      ['已拒绝', 'refused'],
      ['已撤单', 'cancelled'],
      ['已停机', 'suspended'],
      ['已销户', 'closed'],
    ]),
  ],
  [
    // Numbers on the wire: a text of the same digits is not its word.
    'yunqi',
    new Map<unknown, CarrierVerdict>([
      [10, 'processing'],
      [20, 'processing'],
      [30, 'opened'],
      [40, 'active'],
      [50, 'suspended'],
      [60, 'closed'],
      [90, 'refused'],
      [91, 'cancelled'],
    ]),
  ],
]);

/** A carrier's word for an order in ours; anything else is unknown and parks, never defaults. */
export const carrierVerdict = (carrier: string, word: unknown): CarrierVerdict =>
  ORDER_WORDS.get(carrier)?.get(word) ?? 'unknown';
