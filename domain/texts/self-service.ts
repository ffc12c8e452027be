import { isCarrierRefusal } from '../carrier-words';
import type { Bilingual } from '../ports/use-cases';
import type { SelfServiceOutcome } from '../self-service';
import type { UploadHint } from '../ports/uploads';
import { describeEnding } from './reasons';

const HINTS = {
  NOT_AN_IMAGE: { zh: '这张照片打不开，请重新拍摄。', en: 'We cannot open this picture. Please take it again.' },
  TOO_LARGE: {
    zh: '照片太大（超过 8 MB），请重新拍摄。',
    en: 'The picture is larger than 8 MB. Please take it again.',
  },
  TOO_MANY_PIXELS: {
    zh: '照片尺寸太大，请用普通模式拍摄。',
    en: 'The picture has too many pixels. Please use the normal camera mode.',
  },
  TOO_SMALL: {
    zh: '照片太小，请靠近一些重新拍摄。',
    en: 'The picture is too small. Please move closer and take it again.',
  },
} as const satisfies Record<UploadHint, Bilingual>;

export const uploadHint = (code: UploadHint): Bilingual => HINTS[code];

const LABELS: Readonly<Record<string, Bilingual>> = {
  name: { zh: '姓名', en: 'Name' },
  address: { zh: '住址', en: 'Address' },
  idNumber: { zh: '身份证号码', en: 'ID number' },
  validTo: { zh: '有效期至', en: 'Valid until' },
};
export const fieldLabel = (field: string): Bilingual => LABELS[field] ?? { zh: field, en: field };

interface ResultText {
  readonly title: Bilingual;
  readonly text: Bilingual;
  readonly next: Bilingual;
  readonly appeal: Bilingual | null;
}

/** Stands under a heading of its own. Our verdict is looked at again by us; a carrier's can only be asked about. */
const APPEAL_TO_US: Bilingual = {
  zh: '请联系下单店铺的客服申诉，由另一位审核员重新核对。',
  en: 'Appeal through the shop where you ordered: another officer will look again.',
};
const APPEAL_TO_CARRIER: Bilingual = {
  zh: '请联系下单店铺的客服，由客服向运营商核实。',
  en: 'Ask the shop where you ordered: its staff will check with the carrier.',
};

const RESULTS = {
  passed: {
    title: { zh: '实名核验已通过', en: 'Your identity is verified' },
    text: { zh: '我们正在为您向运营商开卡。', en: 'We are opening your card at the carrier.' },
    next: {
      zh: '通常几分钟内完成，完成后会短信通知您。',
      en: 'This usually takes a few minutes. We will text you when it is done.',
    },
    appeal: null,
  },
  'in-review': {
    title: { zh: '正在人工审核', en: 'A person is having a look' },
    text: { zh: '材料已经交齐，审核员正在核对。', en: 'Everything is handed in; an officer is comparing it.' },
    next: {
      zh: '一般 4 小时内有结果，会短信通知您，不用停留在本页。',
      en: 'Usually within 4 hours. We will text you; you need not stay here.',
    },
    appeal: null,
  },
  rejected: {
    title: { zh: '没有办成', en: 'Not accepted' },
    text: { zh: '很抱歉，这次申请没有通过。', en: 'We are sorry: this application was not accepted.' },
    next: { zh: '您的证件照片将按规定期限销毁。', en: 'Your pictures will be destroyed when the legal period ends.' },
    appeal: APPEAL_TO_US,
  },
  expired: {
    title: { zh: '这次申请已结束', en: 'This application has ended' },
    text: {
      zh: '没有在期限内完成，号码不再为您保留。',
      en: 'It was not finished in time, and no number is kept for you.',
    },
    next: { zh: '仍想办理的话，请重新下单。', en: 'If you still want the card, please order again.' },
    appeal: null,
  },
  active: {
    title: { zh: '号卡已激活', en: 'Your card is active' },
    text: { zh: '欢迎使用您的新号码。', en: 'Enjoy your new number.' },
    next: { zh: '您无需再做任何操作。', en: 'There is nothing left for you to do.' },
    appeal: null,
  },
} as const satisfies Record<SelfServiceOutcome, ResultText>;

/** Verified, and the pool from which its number is drawn is empty: that may take longer than minutes. */
const WITHOUT_STOCK: Pick<ResultText, 'text' | 'next'> = {
  text: { zh: '暂时没有号码，运营商补号后自动接着开卡。', en: 'There is no number right now; we go on once there is.' },
  next: {
    zh: '您不用做什么。72 小时内一直没有号码，订单会结束并短信通知您。',
    en: 'You need not do anything. If none comes within 72 hours the order ends, and we text you.',
  },
};

/** What the result page says; a rejection names its reason in plain words. */
export function resultText(outcome: SelfServiceOutcome, reasonCode: string | null): ResultText {
  const result: ResultText = RESULTS[outcome];
  if (outcome === 'passed' && reasonCode === 'CR_NO_STOCK') return { ...result, ...WITHOUT_STOCK };
  if (outcome !== 'rejected' || reasonCode === null) return result;
  const { text, remedy } = describeEnding(reasonCode);
  return {
    ...result,
    text: { zh: `${result.text.zh}原因：${text.zh}。`, en: `${result.text.en} Reason: ${text.en}.` },
    next: { zh: `${remedy.zh}${result.next.zh}`, en: `${remedy.en} ${result.next.en}` },
    appeal: isCarrierRefusal(reasonCode) ? APPEAL_TO_CARRIER : result.appeal,
  };
}
