/** The codes of 快递100 that this courier uses, with the word it shows beside each. */
export const WORDS = {
  '101': '已下单',
  '103': '已揽收',
  '1002': '干线',
  '1001': '到达派件城市',
  '5': '派件',
  '301': '本人签收',
  '303': '代签',
  '304': '投柜或站签收',
  '14': '拒签',
  '6': '退回',
  '4': '退签',
} as const;

export type Code = keyof typeof WORDS;

/** Nothing follows these. */
export const ENDS: readonly Code[] = ['301', '303', '304', '4'];

export const SIGNED: readonly Code[] = ['301', '303', '304'];

export const TEXTS = {
  signatureWrong: '验证签名失败',
  badForm: '参数错误',
  badCallbackUrl: '回调地址不合法',
  noSuchParcel: '订单不存在',
  noTrace: '查询无结果,请隔段时间再查',
  referenceReused: '订单号重复,内容不一致',
  otherWaybill: '运单号与订单不符',
  outForDelivery: '快件已派送,无法拦截',
  signed: '快件已签收,无法拦截',
  parcelLost: '快件已遗失,无法拦截',
  planned: '系统繁忙,拒绝受理',
} as const;
