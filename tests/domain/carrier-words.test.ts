import fc from 'fast-check';
import { CARRIER_REFUSALS, carrierVerdict, isCarrierRefusal, refusalCode } from '../../domain/carrier-words';
import { describeReason } from '../../domain/texts/reasons';

/** `DOMAIN.md` 4.3: the typical texts of each code, then its text-mapping vectors. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['一证五户', 'CR_ONE_ID_FIVE'],
  ['一证五号', 'CR_ONE_ID_FIVE'],
  ['已达上限', 'CR_ONE_ID_FIVE'],
  ['该用户已满5户', 'CR_ONE_ID_FIVE'],
  ['黑名单', 'CR_BLACKLIST'],
  ['惩戒名单', 'CR_BLACKLIST'],
  ['风险用户', 'CR_BLACKLIST'],
  ['名下欠费', 'CR_ARREARS'],
  ['历史欠费', 'CR_ARREARS'],
  ['年龄不符', 'CR_AGE'],
  ['未满16周岁', 'CR_AGE'],
  ['客户未满16周岁', 'CR_AGE'],
  ['30天内重复下单', 'CR_DUPLICATE_30D'],
  ['已有同运营商订单', 'CR_DUPLICATE_30D'],
  ['老用户', 'CR_ALREADY_NET'],
  ['已办过同套餐', 'CR_ALREADY_NET'],
  ['一人限一张', 'CR_ALREADY_NET'],
  ['姓名与证件不符', 'CR_INFO_MISMATCH'],
  ['国政通校验不通过', 'CR_INFO_MISMATCH'],
  ['全角字符', 'CR_INFO_MISMATCH'],
  ['证件过期', 'CR_ID_EXPIRED'],
  ['证件已过有效期', 'CR_ID_EXPIRED'],
  ['军人身份证', 'CR_ID_TYPE'],
  ['非二代证', 'CR_ID_TYPE'],
  ['证件照不合格', 'CR_PHOTO_BAD'],
  ['模糊', 'CR_PHOTO_BAD'],
  ['待传照片', 'CR_PHOTO_BAD'],
  ['缺一证通查截图', 'CR_PHOTO_BAD'],
  ['收货地区禁发', 'CR_AREA_BAN'],
  ['归属地保护', 'CR_AREA_BAN'],
  ['收货地址属于禁发区域', 'CR_AREA_BAN'],
  ['地址不详', 'CR_ADDRESS_BAD'],
  ['收货地址为驿站', 'CR_ADDRESS_BAD'],
  ['收货地址为丰巢', 'CR_ADDRESS_BAD'],
  ['收货地址为学校', 'CR_ADDRESS_BAD'],
  ['收货地址为酒店', 'CR_ADDRESS_BAD'],
  ['号码已被占用', 'CR_NUMBER_TAKEN'],
  ['号码已被占用,请重新选择', 'CR_NUMBER_TAKEN'],
  ['已预占', 'CR_NUMBER_TAKEN'],
  ['号码不存在', 'CR_NUMBER_TAKEN'],
  ['号码已预占超时,请重新选择', 'CR_HOLD_LAPSED'],
  ['库存不足', 'CR_NO_STOCK'],
  ['无号', 'CR_NO_STOCK'],
  ['套餐下架', 'CR_PRODUCT_OFF'],
  ['活动结束', 'CR_PRODUCT_OFF'],
  ['频繁下单', 'CR_FREQUENT'],
  ['频繁申请未激活', 'CR_FREQUENT'],
  ['联系不上', 'CR_CONTACT_FAIL'],
  ['拒绝提供原因', 'CR_CONTACT_FAIL'],
  ['非本人办理', 'CR_CONTACT_FAIL'],
  ['不需要', 'CR_CONTACT_FAIL'],
  ['系统异常', 'CR_SYSTEM'],
  ['超时', 'CR_SYSTEM'],
  ['BOSS 异常', 'CR_SYSTEM'],
  ['客户要求退单', 'CR_CUSTOMER_CANCEL'],
  ['不想换号', 'CR_CUSTOMER_CANCEL'],
  ['已和客服说退单', 'CR_CUSTOMER_CANCEL'],
  ['人证不符', 'CR_DELIVERY_ID_FAIL'],
  ['证件丢失', 'CR_DELIVERY_ID_FAIL'],
  ['他人代收', 'CR_DELIVERY_ID_FAIL'],
  ['xxx', 'CR_UNKNOWN'],
  ['', 'CR_UNKNOWN'],
];

describe('refusal texts of carriers', () => {
  it.each(TEXTS)('%s is %s', (text, code) => {
    expect(refusalCode(text)).toBe(code);
  });

  it('has a text for every code', () => {
    const covered = new Set(TEXTS.map(([, code]) => code));

    expect(Object.keys(CARRIER_REFUSALS).filter((code) => !covered.has(code))).toEqual([]);
  });

  it('reads a text of two matters as the heavier one', () => {
    expect(refusalCode('欠费黑名单')).toBe('CR_BLACKLIST');
    expect(refusalCode('名下欠费,系统异常')).toBe('CR_ARREARS');
    expect(refusalCode('证件照模糊,超时未补')).toBe('CR_PHOTO_BAD');
  });

  it.each([
    ['非黑名单用户,系统异常', 'CR_SYSTEM'],
    ['不在惩戒名单,年龄不符', 'CR_AGE'],
    ['非风险用户', 'CR_UNKNOWN'],
    ['未列入黑名单;库存不足', 'CR_NO_STOCK'],
    ['无欠费,地址不详', 'CR_ADDRESS_BAD'],
    ['未欠费,号码不存在', 'CR_NUMBER_TAKEN'],
    ['没有欠费', 'CR_UNKNOWN'],
    ['非黑名单用户,但在黑名单', 'CR_BLACKLIST'],
  ])('%s: what a text denies is not its reason', (text, code) => {
    expect(refusalCode(text)).toBe(code);
  });

  it('finds a code, and words for the customer, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const code = refusalCode(text);
        expect(isCarrierRefusal(code)).toBe(true);
        expect(describeReason(code).text.zh).not.toBe('');
      }),
    );
  });
});

describe('words of 星联 for an order', () => {
  it.each([
    ['处理中', 'processing'],
    ['已开户', 'opened'],
    ['已激活', 'active'],
    ['已拒绝', 'refused'],
    ['已撤单', 'cancelled'],
  ])('%s is %s', (word, verdict) => {
    expect(carrierVerdict('xinglian', word)).toBe(verdict);
  });

  it.each(['已激活 ', '已激活(首充)', '', null, undefined, 4, '4', '已签收', ['已激活'], 'toString'])(
    '%p is unknown and never defaults',
    (word) => {
      expect(carrierVerdict('xinglian', word)).toBe('unknown');
    },
  );

  it.each([
    [10, 'processing'],
    [20, 'processing'],
    [30, 'opened'],
    [40, 'active'],
    [50, 'suspended'],
    [60, 'closed'],
    [90, 'refused'],
    [91, 'cancelled'],
  ])('%d of 云启 is %s', (word, verdict) => {
    expect(carrierVerdict('yunqi', word)).toBe(verdict);
    expect(carrierVerdict('yunqi', String(word))).toBe('unknown');
    expect(carrierVerdict('xinglian', word)).toBe('unknown');
  });

  it.each([
    ['号码不在可选范围', 'CR_NUMBER_TAKEN'],
    ['该号码已被他人锁定', 'CR_NUMBER_TAKEN'],
    ['锁号已失效,请重新锁号', 'CR_HOLD_LAPSED'],
    ['证件名下号卡数量超限(5张)', 'CR_ONE_ID_FIVE'],
    ['年龄不满足入网要求(须满16岁)', 'CR_AGE'],
  ])('%s of 云启 is %s', (text, code) => {
    expect(refusalCode(text)).toBe(code);
  });

  it('says nothing of another carrier, whose same word may mean something else', () => {
    expect(carrierVerdict('haixun', '已激活')).toBe('unknown');
    expect(carrierVerdict('toString', '已激活')).toBe('unknown');
  });
});
