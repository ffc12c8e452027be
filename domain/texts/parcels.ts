import type { ParcelState, SignedBy } from '../parcel';
import type { Bilingual } from '../ports/use-cases';

const STATES = {
  ordered: { zh: '已下单', en: 'ordered' },
  'picked-up': { zh: '已揽收', en: 'picked up' },
  'in-transit': { zh: '运输中', en: 'in transit' },
  'arrived-city': { zh: '到达派件城市', en: 'arrived in the city' },
  'out-for-delivery': { zh: '派送中', en: 'out for delivery' },
  'held-at-locker': { zh: '已放入快递柜或驿站', en: 'held at a locker or station' },
  signed: { zh: '已签收', en: 'signed for' },
  'signed-self': { zh: '已由本人签收', en: 'signed for by the addressee' },
  'signed-by-other': { zh: '已由他人代签', en: 'signed for by somebody else' },
  'signed-locker': { zh: '已由快递柜或驿站签收', en: 'signed for by a locker or station' },
  refused: { zh: '被拒收', en: 'refused' },
  returning: { zh: '退回途中', en: 'on its way back' },
  'return-signed': { zh: '已退回', en: 'returned' },
  cancelled: { zh: '已销单', en: 'cancelled' },
  problem: { zh: '派送遇到问题', en: 'has a problem' },
  'unsigned-too-long': { zh: '超时未签收', en: 'not signed for in time' },
  'no-news': { zh: '长时间没有更新', en: 'without news' },
  'locker-timeout': { zh: '在快递柜超时未取', en: 'left too long at a locker' },
  unreachable: { zh: '联系不上收件人', en: 'addressee not reached' },
  'out-of-area': { zh: '超出派送范围', en: 'outside the delivery area' },
  stuck: { zh: '滞留', en: 'stuck' },
  damaged: { zh: '破损', en: 'damaged' },
} as const satisfies Record<ParcelState, Bilingual>;

const SIGNERS = {
  self: { zh: '本人', en: 'the addressee' },
  other: { zh: '他人', en: 'somebody else' },
  locker: { zh: '快递柜或驿站', en: 'a locker or station' },
  unspecified: { zh: '收件处', en: 'the address' },
} as const satisfies Record<SignedBy, Bilingual>;

const COMPANIES: Readonly<Record<string, Bilingual>> = {
  shunfeng: { zh: '顺丰', en: 'SF Express' },
  jd: { zh: '京东', en: 'JD Logistics' },
  ems: { zh: 'EMS', en: 'EMS' },
};

export const parcelText = (state: ParcelState): Bilingual => STATES[state];
export const signerName = (by: SignedBy): Bilingual => SIGNERS[by];
/** A courier company by its code at the aggregator; an unknown one is shown by its code. */
export const companyName = (code: string): Bilingual => COMPANIES[code] ?? { zh: code, en: code };
