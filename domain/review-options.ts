import type { Bilingual, ReviewDecisionKind } from './ports/use-cases';
import type { DocumentPart } from './ports/uploads';

export interface ReviewOption {
  readonly decision: ReviewDecisionKind;
  readonly reasonCode: string;
  readonly label: Bilingual;
  /** What the customer will read; empty for approvals. */
  readonly customerText: Bilingual;
  /** What has to be photographed again. */
  readonly parts?: readonly DocumentPart[];
}

const NOTHING: Bilingual = { zh: '', en: '' };

/** What an officer may decide, in the order of the keys 1–9 within a decision. Codes are journalled and never renamed. */
export const REVIEW_OPTIONS: readonly ReviewOption[] = [
  {
    decision: 'approve',
    reasonCode: 'RV_SAME_PERSON',
    label: { zh: '证件真实,本人一致', en: 'Genuine card, same person' },
    customerText: NOTHING,
  },
  {
    decision: 'approve',
    reasonCode: 'RV_FIELDS_CHECKED',
    label: { zh: '字段已人工核对', en: 'Fields checked by eye' },
    customerText: NOTHING,
  },
  {
    decision: 'retake',
    reasonCode: 'RN_OCR_BLURRED',
    label: { zh: '证件照片看不清', en: 'Card pictures not legible' },
    customerText: {
      zh: '身份证照片看不清,请重新拍摄正反面。',
      en: 'The pictures of your card are not legible. Please take both again.',
    },
    parts: ['front', 'back'],
  },
  {
    decision: 'retake',
    reasonCode: 'RN_OCR_INCOMPLETE',
    label: { zh: '正面不完整', en: 'Front incomplete' },
    customerText: {
      zh: '身份证正面没有拍全,请重新拍摄。',
      en: 'The front of your card is not whole in the picture. Please take it again.',
    },
    parts: ['front'],
  },
  {
    decision: 'retake',
    reasonCode: 'RN_OCR_WRONG_SIDE',
    label: { zh: '背面不对', en: 'Back is wrong' },
    customerText: {
      zh: '身份证背面(国徽面)照片不对,请重新拍摄。',
      en: 'The picture of the back of your card is not right. Please take it again.',
    },
    parts: ['back'],
  },
  {
    decision: 'retake',
    reasonCode: 'RN_FACE_NOT_FOUND',
    label: { zh: '自拍不清楚', en: 'Selfie not clear' },
    customerText: {
      zh: '自拍不清楚,请本人正对镜头重新拍摄。',
      en: 'Your selfie is not clear. Please take it again, facing the camera.',
    },
    parts: ['selfie'],
  },
  {
    decision: 'reject',
    reasonCode: 'RN_FACE_MISMATCH',
    label: { zh: '不是同一人', en: 'Not the same person' },
    customerText: {
      zh: '自拍与身份证照片不是同一人,无法办理。如有异议,可联系客服申诉。',
      en: 'The selfie and the card show different persons, so this cannot be done. You may appeal through support.',
    },
  },
  {
    decision: 'reject',
    reasonCode: 'RN_FORGED',
    label: { zh: '证件疑似伪造或被修改', en: 'Card seems forged or edited' },
    customerText: {
      zh: '证件未通过真实性核验,无法办理。如有异议,可联系客服申诉。',
      en: 'The card did not pass the check, so this cannot be done. You may appeal through support.',
    },
  },
  {
    decision: 'reject',
    reasonCode: 'RN_NAME_ID_MISMATCH',
    label: { zh: '姓名与号码不一致', en: 'Name and number do not belong together' },
    customerText: {
      zh: '姓名与身份证号码不一致,无法办理。如有异议,可联系客服申诉。',
      en: 'Name and identity number do not belong together, so this cannot be done. You may appeal through support.',
    },
  },
];

/** The option an officer chose; undefined for a pair that is not on the list. */
export const reviewOption = (decision: string, reasonCode: string): ReviewOption | undefined =>
  REVIEW_OPTIONS.find((option) => option.decision === decision && option.reasonCode === reasonCode);
