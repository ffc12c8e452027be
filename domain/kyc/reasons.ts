import { type Pair, type ReasonText, reasonText } from '../texts/reason-text';

/**
 * What a reason leads to: `T` passes by itself and is asked again, `U` is put right by the customer, `O` is for an officer's eyes, `F` is
 * final for this product.
 */
export type ReasonClass = 'T' | 'U' | 'O' | 'F';

export interface ReasonEntry extends ReasonText {
  readonly class: ReasonClass;
  /** How much it counts, 1 to 10; the heaviest reason is told first. */
  readonly weight: number;
}

const entry = (reasonClass: ReasonClass, weight: number, text: Pair, remedy: Pair, afterwards?: Pair): ReasonEntry => ({
  class: reasonClass,
  weight,
  ...reasonText(text, remedy, afterwards),
});

const PHOTOGRAPH_AGAIN = [
  '请把证件平放在光线均匀处，四角入框，对焦后重拍。',
  'Lay the card flat in even light, get all four corners into the frame, let it focus, and take the picture again.',
] as const;
const SELFIE_AGAIN = [
  '请摘下口罩和墨镜，在明亮处正对镜头重拍。',
  'Take off mask and sunglasses, face the camera in good light, and take the selfie again.',
] as const;
const OFFICER_LOOKS = [
  '审核员会人工核对，您无需操作。',
  'An officer will look at it; there is nothing for you to do.',
] as const;
const GOES_ON = ['系统会自动重试，您无需操作。', 'We try again by ourselves; there is nothing for you to do.'] as const;
const OFFLINE = [
  '请携带有效身份证到运营商营业厅办理。',
  'Please take your valid ID card to one of the carrier’s shops.',
] as const;
const OTHER_PLAN = ['可选择其他套餐。', 'You can choose another plan.'] as const;
const NOT_FOR_NOW = ['该证件暂不能办理', 'This card cannot be served for now'] as const;

/** Every reason a verification can name; the codes are wire format (API, facts, statistics) and are never renamed. */
export const REASONS = {
  RN_OCR_BLURRED: entry('U', 4, ['证件照片不够清晰', 'The picture of the card is not sharp enough'], PHOTOGRAPH_AGAIN),
  RN_OCR_GLARE: entry(
    'U',
    4,
    ['证件照片有反光或遮挡', 'Part of the card is hidden by glare or covered'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_OCR_INCOMPLETE: entry(
    'U',
    4,
    ['照片中的证件不完整', 'The picture does not show the whole card'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_OCR_WRONG_SIDE: entry(
    'U',
    4,
    ['证件正反面放反了', 'This is the other side of the card'],
    ['请按提示分别拍摄人像面和国徽面。', 'Take the portrait side and the emblem side each where the page asks for it.'],
  ),
  RN_OCR_NOT_ID: entry(
    'U',
    5,
    ['照片中没有居民身份证', 'There is no resident ID card in the picture'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_OCR_COPY: entry('O', 6, ['证件疑似复印件', 'The card looks like a photocopy'], OFFICER_LOOKS),
  RN_OCR_SCREEN: entry('O', 6, ['证件疑似屏幕翻拍', 'The card looks photographed from a screen'], OFFICER_LOOKS),
  RN_OCR_PS: entry('O', 8, ['证件照片疑似经过修改', 'The picture of the card looks edited'], OFFICER_LOOKS, OFFLINE),
  RN_DOC_TEMPORARY: entry('F', 7, ['临时身份证不能在线办理', 'A temporary ID card cannot be used online'], OFFLINE),
  RN_DOC_ELECTRONIC: entry('F', 7, ['电子身份证不能在线办理', 'An electronic ID card cannot be used online'], OFFLINE),
  RN_DOC_EXPIRED: entry(
    'U',
    7,
    ['身份证已过有效期', 'The ID card has expired'],
    ['请换用有效期内的身份证，重拍正反两面。', 'Please take both sides of a card that is still valid.'],
  ),
  RN_DOC_NOT_YET_VALID: entry(
    'U',
    6,
    ['身份证尚未生效', 'The ID card is not valid yet'],
    ['请核对有效期，重拍国徽面。', 'Check the dates and take the emblem side again.'],
  ),
  RN_DOC_TERM_INVALID: entry('O', 5, ['身份证有效期与规定不符', 'The ID card runs for an unusual term'], OFFICER_LOOKS),
  RN_ID_CHECKSUM: entry(
    'U',
    6,
    ['身份证号码没有通过校验', 'The check digit of the ID number does not fit'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_ID_DATE: entry(
    'U',
    6,
    ['身份证号码中的地区或日期无效', 'The ID number holds an impossible region or date'],
    PHOTOGRAPH_AGAIN,
  ),
  RN_FIELD_CONFLICT: entry(
    'U',
    6,
    ['证件内容前后不一致，或与下单信息不一致', 'The card disagrees with itself or with the order'],
    [
      '请重拍证件；如果下单信息有误，请改正后确认。',
      'Take the picture again; if the order is wrong, correct and confirm it.',
    ],
  ),
  RN_CONFIRM_NAME: entry(
    'U',
    2,
    ['姓名中有不易辨认的字', 'A character of the name is hard to read'],
    ['请按证件确认姓名。', 'Please confirm the name as printed on the card.'],
  ),
  RN_CONFIRM_ADDRESS: entry(
    'U',
    2,
    ['住址中有不易辨认的字', 'Part of the address is hard to read'],
    ['请按证件确认住址。', 'Please confirm the address as printed on the card.'],
  ),
  RN_TYPED_UNLIKELY: entry(
    'O',
    6,
    ['填写的内容与证件照片不符', 'What was typed does not fit the picture of the card'],
    OFFICER_LOOKS,
  ),
  RN_NAME_UNUSUAL: entry('O', 2, ['姓名含有特殊字符', 'The name holds an unusual character'], OFFICER_LOOKS),
  RN_UNDER_AGE: entry(
    'F',
    9,
    ['未达到该套餐的办理年龄', 'Below the minimum age of this plan'],
    [
      '可选择其他套餐，或由监护人陪同到营业厅办理。',
      'You can choose another plan, or come to a shop with your guardian.',
    ],
  ),
  RN_OVER_AGE: entry('F', 9, ['超过该套餐的办理年龄', 'Above the maximum age of this plan'], OTHER_PLAN),
  RN_NAME_ID_MISMATCH: entry(
    'F',
    9,
    ['姓名与身份证号码不匹配', 'Name and ID number do not belong together'],
    ['请核对姓名，重拍人像面。', 'Check the name and take the portrait side again.'],
    ['请核对姓名和身份证号码，再重新下单。', 'Please check name and ID number, then order again.'],
  ),
  RN_NO_RECORD: entry('O', 7, ['身份核验机构没有相应记录', 'The identity authority has no such record'], OFFICER_LOOKS),
  RN_NO_PHOTO: entry(
    'O',
    5,
    ['身份核验机构没有可比对的照片', 'The identity authority has no photo to compare'],
    OFFICER_LOOKS,
  ),
  RN_PHOTO_LOWRES: entry(
    'O',
    5,
    ['身份核验机构的照片质量不足', 'The photo of the identity authority is too poor to compare'],
    OFFICER_LOOKS,
  ),
  RN_FACE_NOT_FOUND: entry('U', 5, ['自拍中没有找到人脸', 'There is no face in the selfie'], SELFIE_AGAIN),
  RN_FACE_SEVERAL: entry('U', 5, ['自拍中不止一个人', 'There is more than one person in the selfie'], SELFIE_AGAIN),
  RN_FACE_MISMATCH: entry(
    'U',
    8,
    ['自拍与证件照片不像同一人', 'Selfie and card do not look like the same person'],
    SELFIE_AGAIN,
  ),
  RN_FACE_REVIEW: entry(
    'O',
    4,
    ['自拍与证件照片需人工比对', 'Selfie and card have to be compared by eye'],
    OFFICER_LOOKS,
  ),
  RN_FACE_DECLINED: entry(
    'O',
    3,
    ['未使用人脸识别，由审核员人工核对', 'Face recognition was declined; an officer compares by eye'],
    OFFICER_LOOKS,
  ),
  RN_FACE_REFUSED: entry(
    'F',
    9,
    ['自拍与身份证照片不是同一人', 'The selfie and the card show different persons'],
    ['号卡只能由本人办理，请本人重新下单。', 'Only the person on the card can apply; they are welcome to order again.'],
  ),
  RN_LIVENESS_FAIL: entry('U', 6, ['活体检测没有通过', 'The liveness check was not passed'], SELFIE_AGAIN),
  RN_SPOOF: entry('O', 9, ['核验中发现异常', 'Something unusual was noticed'], OFFICER_LOOKS),
  RN_SOURCE_DOWN: entry(
    'T',
    1,
    ['身份核验机构暂时没有应答', 'The identity authority does not answer at the moment'],
    GOES_ON,
  ),
  RN_TOO_MANY: entry(
    'T',
    2,
    ['今日核验次数已达上限', 'The limit of checks for today is reached'],
    ['明日自动重试，您无需操作。', 'We try again tomorrow; there is nothing for you to do.'],
  ),
  RN_TOKEN_EXPIRED: entry(
    'U',
    2,
    ['核验会话已过期', 'The session has expired'],
    ['请重新打开短信中的链接。', 'Please open the link in the text message again.'],
  ),
  RN_SOURCE_RISK: entry('O', 8, ['身份核验机构提示风险', 'The identity authority reports a risk'], OFFICER_LOOKS),
  RN_SOURCE_UNKNOWN: entry(
    'O',
    6,
    ['身份核验机构返回了未知结果', 'The identity authority gave an unknown answer'],
    OFFICER_LOOKS,
  ),
  RN_BLACKLIST: entry('O', 10, NOT_FOR_NOW, OFFICER_LOOKS),
  RN_SANCTION: entry('O', 10, NOT_FOR_NOW, OFFICER_LOOKS),
  RN_ONE_ID_FIVE: entry(
    'F',
    8,
    ['名下在该运营商的号卡已达五张', 'Five cards of this carrier are held already'],
    ['可通过“一证通查”核实，或选择其他运营商。', 'You can look your cards up with 一证通查 or choose another carrier.'],
  ),
  RN_REENTRY_USER: entry('O', 1, ['曾是该运营商的用户', 'A former customer of this carrier'], OFFICER_LOOKS),
  RN_NOT_OWN_WILL: entry(
    'F',
    8,
    ['疑似并非本人意愿办理', 'The application may not be of the person’s own will'],
    [
      '如果是受人指使或怀疑被骗，请拨打 96110。',
      'If somebody talked you into it, or you suspect fraud, please call 96110.',
    ],
  ),
  RN_REJECTED: entry(
    'F',
    5,
    ['人工审核没有通过', 'The application did not pass the review'],
    ['请核对证件和本人信息，再重新下单。', 'Please check your card and your data, then order again.'],
  ),
} as const satisfies Record<`RN_${string}`, ReasonEntry>;

export type ReasonCode = keyof typeof REASONS;

export const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

/** The catalogue's entry; a code from elsewhere counts as a refusal by hand. */
export const reasonEntry = (code: string): ReasonEntry => (isReasonCode(code) ? REASONS[code] : REASONS.RN_REJECTED);
