/** The carrier's own words. Ours are another list on purpose: nobody may take one for the other without a mapping. */
export type CarrierState = '处理中' | '已开户' | '已激活' | '已停机' | '已销户' | '已拒绝' | '已撤单';

export const TEXTS = {
  noSuchNumber: '号码不存在',
  numberTaken: '号码已被占用,请重新选择',
  holdLapsed: '号码已预占超时,请重新选择',
  oneIdFive: '一证五户',
  underSixteen: '客户未满16周岁',
  noSuchOrder: '无此订单',
  referenceReused: '订单号重复,内容不一致',
  alreadyActive: '已激活,不能撤单',
  alreadyRefused: '订单已拒绝',
  alreadyClosed: '号码已销户',
  badCallbackUrl: '回调地址不合法',
  signatureWrong: '签名错误',
} as const;

/** Cards one person may have opened with this carrier. */
export const CARDS_PER_PERSON = 5;
