import type { Bilingual, ReviewDecisionKind } from './ports/use-cases';

export interface ReviewOption {
  readonly decision: ReviewDecisionKind;
  readonly reasonCode: string;
  readonly label: Bilingual;
  /** Pictures that are asked for again; empty but for `retake`. */
  readonly parts: readonly ('front' | 'back' | 'selfie')[];
}

const option = (
  decision: ReviewDecisionKind,
  reasonCode: string,
  zh: string,
  en: string,
  parts: ReviewOption['parts'] = [],
): ReviewOption => ({ decision, reasonCode, label: { zh, en }, parts });

/**
 * What an officer may choose, in the order of the keys 1–9 within a decision. What the customer reads for a reason is
 * `describeReason`; a `reject` ends the orders, a `retake` goes back to the phone page.
 */
export const REVIEW_OPTIONS: readonly ReviewOption[] = [
  option('approve', 'SAME_PERSON', '确认为同一人', 'Clearly the same person'),
  option('approve', 'FIELDS_CONFIRMED', '字段核对无误', 'Fields checked against the picture'),
  option('approve', 'SOURCE_EXPLAINED', '权威源差异已核实', 'Difference with the source explained'),
  option('retake', 'RN_OCR_BLURRED', '身份证正面看不清', 'Front of the card not readable', ['front']),
  option('retake', 'RN_OCR_INCOMPLETE', '证件两面需重拍', 'Both sides needed again', ['front', 'back']),
  option('retake', 'RN_FACE_MISMATCH', '自拍无法比对', 'Selfie cannot be compared', ['selfie']),
  option('reject', 'RN_FACE_REFUSED', '人证不一致', 'Not the person on the card'),
  option('reject', 'RN_OCR_PS', '证件疑似伪造或变造', 'Card seems forged or altered'),
  option('reject', 'RN_NAME_ID_MISMATCH', '姓名与号码不符', 'Name and number do not belong together'),
  option('reject', 'RN_NOT_OWN_WILL', '非本人意愿办理', 'Not applied for of their own will'),
];

/** A decision's reason in the officers' words; undefined for a code that is no longer offered. */
export const reviewLabel = (reasonCode: string): Bilingual | undefined =>
  REVIEW_OPTIONS.find((each) => each.reasonCode === reasonCode)?.label;
