import type { House } from '../house/words';

/** 星联 says on the wire what its house thinks. Ours are other words on purpose: nobody may take one for the other without a mapping. */
export const XINGLIAN: House = {
  code: 'xinglian',
  drawnAs: 'carrier',
  orderPrefix: 'XL',
  numberPrefix: '193',
  iccidPrefix: '898603',
  texts: {
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
  },
};

export const SIGNATURE_WRONG = '签名错误';
