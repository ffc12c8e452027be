import type { CarrierState, House } from '../house/words';

export const YUNQI: House = {
  code: 'yunqi',
  drawnAs: 'carrier yunqi',
  orderPrefix: 'YQ',
  numberPrefix: '196',
  iccidPrefix: '898606',
  texts: {
    noSuchNumber: '号码不在可选范围',
    numberTaken: '该号码已被他人锁定',
    holdLapsed: '锁号已失效,请重新锁号',
    oneIdFive: '证件名下号卡数量超限(5张)',
    underSixteen: '年龄不满足入网要求(须满16岁)',
    noSuchOrder: '查无此单',
    referenceReused: '流水号重复且要素不一致',
    alreadyActive: '号码在用,请走销户流程',
    alreadyRefused: '工单已退单',
    alreadyClosed: '号码已销户',
    badCallbackUrl: '不支持回调',
  },
};

/** Its codes on the wire. Of an order in work it tells two: 10 taken in, 20 waiting for its card. */
export const STATUS: Readonly<Record<CarrierState, number>> = {
  处理中: 10,
  已开户: 30,
  已激活: 40,
  已停机: 50,
  已销户: 60,
  已拒绝: 90,
  已撤单: 91,
};
export const AWAITING_CARD = 20;

/** Codes of its envelope, which always comes with HTTP 200. */
export const CODES = {
  done: '0000',
  signatureWrong: '1001',
  malformed: '1002',
  inWork: '2001',
  noSuchOrder: '4004',
  refused: '5001',
} as const;
