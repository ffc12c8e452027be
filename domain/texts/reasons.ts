import { type CarrierRefusalCode } from '../carrier-words';
import { isReasonCode, REASONS as IDENTITY_REASONS } from '../kyc/reasons';
import type { Bilingual } from '../ports/use-cases';

export interface ReasonText {
  readonly text: Bilingual;
  /** What the customer can do about it. */
  readonly remedy: Bilingual;
}

const reason = (zh: string, en: string, remedyZh: string, remedyEn: string): ReasonText => ({
  text: { zh, en },
  remedy: { zh: remedyZh, en: remedyEn },
});

const AGAIN_ZH = '请在光线充足处重新拍摄,四角完整、字迹清晰。';
const AGAIN_EN = 'Take the picture again in good light, with all four corners and sharp print.';
const SUPPORT_ZH = '如有疑问,请联系客服或申诉。';
const SUPPORT_EN = 'If you think this is wrong, ask support or appeal.';
const NONE_ZH = '您无需操作。';
const NONE_EN = 'Nothing for you to do.';

/** A carrier's refusals: a new code does not compile until it has words. */
const CARRIER_REASONS = {
  CR_ONE_ID_FIVE: reason(
    '名下号卡已达运营商上限',
    "The carrier's limit of cards a person is reached",
    '可通过一证通查核实并注销不用的号卡。',
    'Check your cards at the carrier and cancel one.',
  ),
  CR_BLACKLIST: reason(
    '运营商暂不受理',
    'The carrier does not accept this at present',
    '可向运营商或 96110 申诉。',
    'Appeal at the carrier or call 96110.',
  ),
  CR_ARREARS: reason(
    '在运营商处有欠费',
    'There is an unpaid bill at the carrier',
    '结清欠费后可重新申请。',
    'Pay it and order again.',
  ),
  CR_AGE: reason(
    '年龄不符合运营商要求',
    "The age is outside the carrier's limits",
    '可选择其他套餐。',
    'Choose another plan.',
  ),
  CR_DUPLICATE_30D: reason(
    '30 天内已有同一运营商的订单',
    'There is an order at this carrier within 30 days',
    '请在 30 天后再申请。',
    'Order again after 30 days.',
  ),
  CR_ALREADY_NET: reason(
    '已办理过同类套餐',
    'You have such a plan already',
    '可选择其他套餐。',
    'Choose another plan.',
  ),
  CR_INFO_MISMATCH: reason(
    '运营商核对姓名与证件不符',
    'The carrier finds that name and card differ',
    SUPPORT_ZH,
    SUPPORT_EN,
  ),
  CR_ID_EXPIRED: reason('证件已过有效期', 'The card has expired', '请换领新证后再办理。', 'Renew the card first.'),
  CR_ID_TYPE: reason(
    '运营商不支持该证件类型',
    'The carrier does not take this kind of document',
    SUPPORT_ZH,
    SUPPORT_EN,
  ),
  CR_PHOTO_BAD: reason('运营商认为证件照片不合格', 'The carrier does not accept the pictures', AGAIN_ZH, AGAIN_EN),
  CR_AREA_BAN: reason('该地区暂不支持办理', 'This area is not served', '可选择其他套餐。', 'Choose another plan.'),
  CR_ADDRESS_BAD: reason(
    '地址不够详细',
    'The address is not precise enough',
    '请补充门牌号。',
    'Add the house number.',
  ),
  CR_NUMBER_TAKEN: reason('号码已被占用', 'The number is taken', '将为您更换号码。', 'Another number will be found.'),
  CR_HOLD_LAPSED: reason(
    '运营商的号码预占已超时',
    'The reservation of the number ran out',
    '将重新预占同一号码。',
    'The same number will be reserved again.',
  ),
  CR_NO_STOCK: reason(
    '号码库存不足',
    'There are no numbers left',
    '请稍后再试或选择其他城市。',
    'Try later or another city.',
  ),
  CR_PRODUCT_OFF: reason('套餐已下架', 'The plan is no longer sold', '可选择其他套餐。', 'Choose another plan.'),
  CR_FREQUENT: reason('申请过于频繁', 'Too many orders in a short time', '请稍后再申请。', 'Order again later.'),
  CR_CONTACT_FAIL: reason('运营商联系不上您', 'The carrier could not reach you', SUPPORT_ZH, SUPPORT_EN),
  CR_SYSTEM: reason(
    '运营商系统异常',
    "The carrier's system failed",
    '系统会自动再次查询。',
    'We ask again by ourselves.',
  ),
  CR_CUSTOMER_CANCEL: reason('应客户要求撤单', 'Cancelled at your wish', NONE_ZH, NONE_EN),
  CR_DELIVERY_ID_FAIL: reason('交付时证件核对不符', 'The card did not match at hand-over', SUPPORT_ZH, SUPPORT_EN),
  CR_UNKNOWN: reason('运营商未受理', 'The carrier did not accept it', SUPPORT_ZH, SUPPORT_EN),
} as const satisfies Record<CarrierRefusalCode, ReasonText>;

/** What officers, deadlines and our own machinery decide. Codes are never renamed. */
const OWN_REASONS: Readonly<Record<string, ReasonText>> = {
  RN_FACE_REFUSED: reason(
    '自拍与身份证照片不是同一人',
    'The selfie and the card show different persons',
    SUPPORT_ZH,
    SUPPORT_EN,
  ),
  RN_NOT_OWN_WILL: reason('疑似非本人意愿办理', 'This does not seem to be your own wish', SUPPORT_ZH, SUPPORT_EN),
  CARRIER_DOWN: reason(
    '运营商系统暂时不可用',
    "The carrier's system is down",
    '系统会自动恢复办理。',
    'It goes on by itself.',
  ),
  NUMBER_TAKEN: reason(
    '号码已被他人选用',
    'The number was taken by somebody else',
    '请重新选号。',
    'Please choose another number.',
  ),
  CARRIER_WORD_UNKNOWN: reason('运营商返回了未知状态', 'The carrier gave a word nobody knows', NONE_ZH, NONE_EN),
  CARRIER_NUMBER_DIFFERS: reason('运营商开通的号码与订单不符', 'The carrier opened another number', NONE_ZH, NONE_EN),
  DOCUMENTS_NOT_SENT: reason(
    '没有在期限内上传证件',
    'The documents were not sent in time',
    '需要时请重新下单。',
    'Order again if you still want the card.',
  ),
  NUMBER_NOT_CHOSEN: reason(
    '没有在期限内选号',
    'No number was chosen in time',
    '需要时请重新下单。',
    'Order again if you still want the card.',
  ),
};

/** Sentences end where they are put together, not in the tables. */
const bare = ({ zh, en }: Bilingual): Bilingual => ({ zh: zh.replace(/[。.]$/u, ''), en: en.replace(/\.$/u, '') });

function known(code: string): ReasonText | undefined {
  if (isReasonCode(code)) {
    const { customer, remedy } = IDENTITY_REASONS[code];
    return { text: bare(customer), remedy };
  }
  return Object.hasOwn(CARRIER_REASONS, code) ? CARRIER_REASONS[code as CarrierRefusalCode] : OWN_REASONS[code];
}

export const isReasonKnown = (code: string): boolean => known(code) !== undefined;

/** The words for a code, without a full stop at the end; an unknown one is named in small print for support. */
export const describeReason = (code: string): ReasonText =>
  known(code) ?? reason(`其他原因(${code})`, `Another reason (${code})`, SUPPORT_ZH, SUPPORT_EN);
