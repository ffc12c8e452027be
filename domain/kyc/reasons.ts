/** A sentence for people, in both languages of the product. */
export interface BilingualText {
  readonly zh: string;
  readonly en: string;
}

/**
 * What a reason leads to: `T` passes by itself and is asked again, `U` is put right by the customer, `O` is for an officer's eyes, `F` is
 * final for this product.
 */
export type ReasonClass = 'T' | 'U' | 'O' | 'F';

export interface ReasonEntry {
  readonly class: ReasonClass;
  /** How much it counts, 1 to 10; the heaviest reason is told first. */
  readonly weight: number;
  readonly customer: BilingualText;
  readonly remedy: BilingualText;
  /** How a final decision is contested. */
  readonly appeal?: BilingualText;
}

const entry = (
  reasonClass: ReasonClass,
  weight: number,
  customer: readonly [zh: string, en: string],
  remedy: readonly [zh: string, en: string],
  appeal?: readonly [zh: string, en: string],
): ReasonEntry => {
  const text = ([zh, en]: readonly [string, string]): BilingualText => ({ zh, en });
  const plain = { class: reasonClass, weight, customer: text(customer), remedy: text(remedy) };
  return appeal ? { ...plain, appeal: text(appeal) } : plain;
};

const PHOTOGRAPH_AGAIN = [
  '请把证件平放在光线均匀处，四角入框，对焦后重新拍摄。',
  'Lay the card flat in even light, get all four corners into the frame, focus, and photograph it again.',
] as const;
const SELFIE_AGAIN = [
  '请摘下口罩和墨镜，正对镜头，在明亮处重新自拍。',
  'Take off mask and sunglasses, face the camera in good light, and take the selfie again.',
] as const;
const OFFICER_LOOKS = [
  '审核人员会人工核对，无需您操作。',
  'A compliance officer will look at it; you need not do anything.',
] as const;
const OFFLINE = [
  '请携带本人有效身份证到营业厅办理。',
  'Please bring your valid ID card to a shop of the carrier.',
] as const;
const APPEAL = [
  '如有异议，可在 7 日内通过短信中的链接申诉，由另一名审核人员复核。',
  'You may appeal within 7 days by the link in the text message; another officer will look at it.',
] as const;

/** Every reason a verification can name; the codes are wire format (API, facts, statistics) and are never renamed. */
export const REASONS = {
  RN_OCR_BLURRED: entry('U', 4, ['证件照片不够清晰。', 'The photo of the card is not sharp enough.'], PHOTOGRAPH_AGAIN),
  RN_OCR_GLARE: entry(
    'U',
    4,
    ['证件照片有反光或遮挡，部分内容无法辨认。', 'Part of the card is hidden by glare or covered.'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_OCR_INCOMPLETE: entry(
    'U',
    4,
    ['照片中没有完整的证件。', 'The photo does not show the whole card.'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_OCR_WRONG_SIDE: entry(
    'U',
    4,
    ['证件正反面放反了。', 'This is the other side of the card.'],
    ['请按提示分别拍摄人像面和国徽面。', 'Photograph the portrait side and the emblem side each in its own place.'],
  ),
  RN_OCR_NOT_ID: entry(
    'U',
    5,
    ['照片中没有找到居民身份证。', 'No resident ID card was found in the photo.'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_OCR_COPY: entry('O', 6, ['证件疑似复印件。', 'The card looks like a copy.'], OFFICER_LOOKS),
  RN_OCR_SCREEN: entry('O', 6, ['证件疑似屏幕翻拍。', 'The card looks photographed from a screen.'], OFFICER_LOOKS),
  RN_OCR_PS: entry('O', 8, ['证件照片疑似经过修改。', 'The photo of the card looks edited.'], OFFICER_LOOKS),
  RN_DOC_TEMPORARY: entry(
    'F',
    7,
    ['临时身份证不能在线办理。', 'A temporary card cannot be used online.'],
    OFFLINE,
    APPEAL,
  ),
  RN_DOC_ELECTRONIC: entry(
    'F',
    7,
    ['电子身份证不能在线办理。', 'An electronic card cannot be used online.'],
    OFFLINE,
    APPEAL,
  ),
  RN_DOC_EXPIRED: entry(
    'U',
    7,
    ['身份证已过有效期。', 'The ID card has expired.'],
    ['请使用有效期内的新身份证重新拍摄两面。', 'Photograph both sides of your new, valid card.'],
  ),
  RN_DOC_NOT_YET_VALID: entry(
    'U',
    6,
    ['身份证尚未生效。', 'The ID card is not valid yet.'],
    ['请核对有效期，并重新拍摄国徽面。', 'Check the dates and photograph the emblem side again.'],
  ),
  RN_DOC_TERM_INVALID: entry(
    'O',
    5,
    ['身份证有效期与规定不符。', 'The validity of the ID card is unusual.'],
    OFFICER_LOOKS,
  ),
  RN_ID_CHECKSUM: entry(
    'U',
    6,
    ['身份证号码校验不通过。', 'The check digit of the ID number does not fit.'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_ID_DATE: entry(
    'U',
    6,
    ['身份证号码中的地区或日期无效。', 'Region or date in the ID number is impossible.'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_FIELD_CONFLICT: entry(
    'U',
    6,
    [
      '证件内容前后不一致，或与下单时填写的信息不一致。',
      'What the card says does not agree with itself or with what was entered in the order.',
    ],
    [
      '请重新拍摄证件；如下单信息有误，请核对后确认。',
      'Photograph the card again; if the order has an error, check and confirm.',
    ],
  ),
  RN_CONFIRM_NAME: entry(
    'U',
    2,
    ['姓名中有不易辨认的字。', 'A character of the name is hard to read.'],
    ['请按证件确认姓名。', 'Please confirm the name as it is printed.'],
  ),
  RN_CONFIRM_ADDRESS: entry(
    'U',
    2,
    ['住址中有不易辨认的字。', 'Part of the address is hard to read.'],
    ['请按证件确认住址。', 'Please confirm the address as it is printed.'],
  ),
  RN_TYPED_UNLIKELY: entry(
    'O',
    6,
    ['您填写的内容与证件照片不相符。', 'What you entered does not fit the photo of the card.'],
    OFFICER_LOOKS,
  ),
  RN_NAME_UNUSUAL: entry(
    'O',
    2,
    ['姓名含有特殊字符，需人工核对。', 'The name has a character that needs a look.'],
    OFFICER_LOOKS,
  ),
  RN_UNDER_AGE: entry(
    'F',
    9,
    ['未达到该套餐的办理年龄。', 'You are too young for this plan.'],
    ['可选择其他套餐，或由监护人陪同到营业厅办理。', 'Choose another plan, or come to a shop with your guardian.'],
    APPEAL,
  ),
  RN_OVER_AGE: entry(
    'F',
    9,
    ['超过该套餐的办理年龄。', 'You are above the age limit of this plan.'],
    ['可选择其他套餐。', 'Please choose another plan.'],
    APPEAL,
  ),
  RN_NAME_ID_MISMATCH: entry(
    'F',
    9,
    ['姓名与身份证号码不匹配。', 'Name and ID number do not belong together.'],
    ['请核对姓名，并重新拍摄人像面。', 'Check the name and photograph the portrait side again.'],
    APPEAL,
  ),
  RN_NO_RECORD: entry('O', 7, ['认证源暂无您的记录。', 'The identity source has no record of you.'], OFFICER_LOOKS),
  RN_NO_PHOTO: entry('O', 5, ['认证源没有可用的照片。', 'The identity source has no photo to compare.'], OFFICER_LOOKS),
  RN_PHOTO_LOWRES: entry(
    'O',
    5,
    ['认证源的照片质量不足。', 'The photo of the identity source is too poor.'],
    OFFICER_LOOKS,
  ),
  RN_FACE_NOT_FOUND: entry('U', 5, ['自拍照中没有找到人脸。', 'No face was found in the selfie.'], SELFIE_AGAIN),
  RN_FACE_SEVERAL: entry(
    'U',
    5,
    ['自拍照中不止一个人。', 'There is more than one person in the selfie.'],
    SELFIE_AGAIN,
  ),
  RN_FACE_MISMATCH: entry(
    'U',
    8,
    ['自拍照与证件照片不像同一人。', 'Selfie and card portrait do not look like one person.'],
    SELFIE_AGAIN,
  ),
  RN_FACE_REVIEW: entry(
    'O',
    4,
    ['自拍照与证件照片需人工比对。', 'Selfie and card portrait need an officer’s eye.'],
    OFFICER_LOOKS,
  ),
  RN_LIVENESS_FAIL: entry('U', 6, ['活体检测未通过。', 'The liveness check was not passed.'], SELFIE_AGAIN),
  RN_SPOOF: entry(
    'O',
    9,
    ['检测到异常，需人工核对。', 'Something unusual was noticed; an officer will look.'],
    OFFICER_LOOKS,
  ),
  RN_SOURCE_DOWN: entry(
    'T',
    1,
    ['认证源暂时无法访问，稍后自动重试。', 'The identity source cannot be reached at the moment; we try again.'],
    ['无需您操作。', 'You need not do anything.'],
  ),
  RN_TOO_MANY: entry(
    'T',
    2,
    ['今日认证次数已达上限，明日自动重试。', 'Too many checks today; we try again tomorrow.'],
    ['无需您操作。', 'You need not do anything.'],
  ),
  RN_TOKEN_EXPIRED: entry(
    'U',
    2,
    ['认证会话已过期。', 'The session has expired.'],
    ['请重新打开短信中的链接。', 'Open the link in the text message again.'],
  ),
  RN_SOURCE_RISK: entry('O', 8, ['认证源提示风险，需人工核对。', 'The identity source reports a risk.'], OFFICER_LOOKS),
  RN_SOURCE_UNKNOWN: entry(
    'O',
    6,
    ['认证源返回了未知结果，需人工核对。', 'The identity source gave an unknown answer.'],
    OFFICER_LOOKS,
  ),
  RN_BLACKLIST: entry(
    'O',
    10,
    ['该证件暂不能办理，需人工核对。', 'This card cannot be served for now; an officer will look.'],
    OFFICER_LOOKS,
  ),
  RN_SANCTION: entry(
    'O',
    10,
    ['该证件暂不能办理，需人工核对。', 'This card cannot be served for now; an officer will look.'],
    OFFICER_LOOKS,
  ),
  RN_ONE_ID_FIVE: entry(
    'F',
    8,
    ['您名下在该运营商的号卡已达五张。', 'You already hold five cards of this carrier.'],
    ['可通过“一证通查”核实，或选择其他运营商。', 'Look them up with 一证通查, or choose another carrier.'],
    APPEAL,
  ),
  RN_REENTRY_USER: entry(
    'O',
    1,
    ['您曾是该运营商的用户。', 'You have been a customer of this carrier.'],
    OFFICER_LOOKS,
  ),
  RN_REJECTED: entry(
    'F',
    5,
    ['人工审核未通过。', 'The manual review was not passed.'],
    ['请核对证件与本人信息后重新申请。', 'Check your card and data and apply again.'],
    APPEAL,
  ),
} as const satisfies Record<string, ReasonEntry>;

export type ReasonCode = keyof typeof REASONS;

export const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

/** The catalogue's entry; a code from elsewhere reads as a refusal by hand. */
export const reasonEntry = (code: string): ReasonEntry => (isReasonCode(code) ? REASONS[code] : REASONS.RN_REJECTED);

/** What the customer is told about a reason. */
export const customerReason = (code: string): BilingualText => reasonEntry(code).customer;

/** What the customer can do about it. */
export const customerRemedy = (code: string): BilingualText => reasonEntry(code).remedy;
