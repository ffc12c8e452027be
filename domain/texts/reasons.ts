import { type CarrierRefusalCode } from '../carrier-words';
import { isReasonCode, REASONS as IDENTITY_REASONS } from '../kyc/reasons';
import type { Bilingual } from '../ports/use-cases';
import { reasonText as reason, type ReasonText } from './reason-text';

const OTHER_PLAN = ['可选择其他套餐。', 'You can choose another plan.'] as const;
const SUPPORT = ['如有疑问，请联系下单店铺的客服。', 'If you have questions, ask the shop where you ordered.'] as const;
const ORDER_AGAIN = ['仍想办理的话，请重新下单。', 'If you still want the card, please order again.'] as const;
const STAFF_ACTS = ['我们会核实处理，您无需操作。', 'We are looking into it; there is nothing for you to do.'] as const;

/** A carrier's refusals: a new code does not compile until it has words. */
const CARRIER_REASONS = {
  CR_ONE_ID_FIVE: reason(
    ['名下号卡已达运营商上限', 'The carrier’s limit of cards per person is reached'],
    [
      '可通过“一证通查”核实，注销不用的号卡后再办。',
      'Look your cards up with 一证通查 and cancel one that you do not use, then order again.',
    ],
  ),
  CR_BLACKLIST: reason(
    ['运营商暂不受理', 'The carrier does not accept this application at present'],
    ['可向运营商或 96110 申诉。', 'You can appeal to the carrier or to 96110.'],
  ),
  CR_ARREARS: reason(
    ['在运营商处有欠费', 'A bill at the carrier is unpaid'],
    ['结清欠费 24 小时后可重新下单。', 'Pay it, wait 24 hours, and order again.'],
  ),
  CR_AGE: reason(['年龄不符合运营商要求', 'The age is outside the carrier’s limits'], OTHER_PLAN),
  CR_DUPLICATE_30D: reason(
    ['30 天内已在该运营商下过单', 'There was an order with this carrier within the last 30 days'],
    ['请在满 30 天后重新下单。', 'Please order again once the 30 days are over.'],
  ),
  CR_ALREADY_NET: reason(['已办理过同类套餐', 'A plan of this kind is held already'], OTHER_PLAN),
  CR_INFO_MISMATCH: reason(
    ['运营商核对姓名与证件不符', 'The carrier finds that name and card differ'],
    ['请核对姓名和身份证号码，再重新下单。', 'Please check name and ID number, then order again.'],
  ),
  CR_ID_EXPIRED: reason(
    ['运营商核对证件已过有效期', 'The carrier finds that the card has expired'],
    ['请换领新证后重新下单。', 'Please renew the card and order again.'],
  ),
  CR_ID_TYPE: reason(
    ['运营商不支持该证件类型', 'The carrier does not take this kind of document'],
    ['请使用居民身份证重新下单。', 'Please order again with a resident ID card.'],
  ),
  CR_PHOTO_BAD: reason(
    ['运营商认为证件照片不合格', 'The carrier does not accept the pictures of the card'],
    [
      '请重新下单，在光线充足处拍清四角和文字。',
      'Please order again, with pictures in good light that show all four corners and sharp print.',
    ],
  ),
  CR_AREA_BAN: reason(['该地区暂不支持办理', 'This area is not served'], OTHER_PLAN),
  CR_ADDRESS_BAD: reason(
    ['收货地址不够详细', 'The delivery address is not precise enough'],
    ['请补充楼栋和门牌号，再重新下单。', 'Please order again with building and house number.'],
  ),
  CR_NUMBER_TAKEN: reason(
    ['号码已被占用', 'The number is in use'],
    ['系统会为您另选号码。', 'We will find you another number.'],
  ),
  CR_HOLD_LAPSED: reason(
    ['运营商的号码预占已超时', 'The carrier’s reservation of the number ran out'],
    ['系统会重新预占同一号码，您无需操作。', 'We reserve the same number again; there is nothing for you to do.'],
  ),
  CR_NO_STOCK: reason(
    ['号码库存不足', 'There are no numbers left'],
    ['请稍后再试，或选择其他城市。', 'Please try later, or choose another city.'],
  ),
  CR_PRODUCT_OFF: reason(['套餐已下架', 'The plan is no longer sold'], OTHER_PLAN),
  CR_FREQUENT: reason(
    ['申请过于频繁', 'There were too many orders in a short time'],
    ['请过一段时间再申请。', 'Please order again later.'],
  ),
  CR_CONTACT_FAIL: reason(
    ['运营商没能打通联系电话', 'The carrier could not get through by phone'],
    ['请保持电话畅通，再重新下单。', 'Please order again and keep your phone switched on.'],
  ),
  CR_SYSTEM: reason(
    ['运营商系统异常', 'The carrier’s system failed'],
    ['系统会自动再次查询，您无需操作。', 'We ask again by ourselves; there is nothing for you to do.'],
  ),
  CR_CUSTOMER_CANCEL: reason(['应客户要求撤单', 'Cancelled at the customer’s request'], ORDER_AGAIN),
  CR_DELIVERY_ID_FAIL: reason(
    ['交付时人证核对不符', 'Person and card did not match at hand-over'],
    ['号卡须由本人凭身份证签收。', 'The card is handed only to its holder, who has to show the ID card.'],
  ),
  CR_UNKNOWN: reason(['运营商未受理', 'The carrier did not accept the application'], SUPPORT),
} as const satisfies Record<CarrierRefusalCode, ReasonText>;

/** What deadlines and our own machinery decide. Codes are never renamed. */
const OWN_REASONS: Readonly<Record<string, ReasonText>> = {
  CARRIER_DOWN: reason(
    ['运营商系统暂时不可用', 'The carrier’s system is down'],
    ['恢复后自动继续办理，您无需操作。', 'It goes on by itself; there is nothing for you to do.'],
  ),
  NUMBER_TAKEN: reason(
    ['所选号码已不能用', 'The chosen number is no longer to be had'],
    ['请重新选号。', 'Please choose another number.'],
  ),
  CARRIER_WORD_UNKNOWN: reason(['运营商返回了未知状态', 'The carrier gave a word nobody knows'], STAFF_ACTS),
  CARRIER_NUMBER_DIFFERS: reason(
    ['运营商开通的号码与订单不符', 'The carrier opened another number than ordered'],
    STAFF_ACTS,
  ),
  COURIER_DOWN: reason(
    ['快递公司系统暂时不可用', 'The courier’s system is down'],
    ['恢复后自动发货，您无需操作。', 'It goes on by itself; there is nothing for you to do.'],
  ),
  COURIER_REFUSED: reason(['快递公司不接单', 'The courier does not take the parcel'], STAFF_ACTS),
  PARCEL_COMES_BACK: reason(['包裹正在退回', 'The parcel is on its way back'], ORDER_AGAIN),
  PARCEL_RETURNED: reason(['包裹被拒收或退回', 'The parcel was refused or came back'], ORDER_AGAIN),
  PARCEL_LOST: reason(['包裹在途中遗失', 'The parcel was lost on the way'], ORDER_AGAIN),
  SIGNED_BY_ANOTHER: reason(
    ['包裹不是本人签收', 'Somebody else took the parcel'],
    [
      '号卡须由本人签收激活，我们会核实，请勿激活。',
      'The card is for its holder only; please do not activate it until we have checked.',
    ],
  ),
  HOLDER_CONFIRMED: reason(
    ['机主本人确认已收到', 'The holder confirmed that the card has arrived'],
    ['可以由本人激活。', 'The holder may activate it.'],
  ),
  HOUSEHOLD_CONFIRMED: reason(
    ['同住家人代收，机主已确认', 'Somebody of the household took it and the holder confirmed'],
    ['可以由本人激活。', 'The holder may activate it.'],
  ),
  HOLDER_DENIES: reason(['机主否认办理或收到', 'The holder denies the order or the parcel'], STAFF_ACTS),
  ADDRESS_WRONG: reason(['收货地址有误', 'The delivery address is wrong'], ORDER_AGAIN),
  CUSTOMER_ASKED: reason(['客户要求退回', 'The customer asked to have it back'], ORDER_AGAIN),
  IDENTITY_RISK: reason(['疑似被人冒名', 'Somebody may be misusing this identity'], STAFF_ACTS),
  ORDER_GIVEN_UP: reason(['订单没有办成，卡不能再用', 'The order was given up and the card is of no use'], STAFF_ACTS),
  PARTNER_SET_RIGHT: reason(['伙伴已处理好', 'The partner has set it right'], STAFF_ACTS),
  DATA_SET_RIGHT: reason(['资料已更正', 'What was wrong with the data is put right'], STAFF_ACTS),
  FAULT_SET_RIGHT: reason(['系统故障已修复', 'The fault of ours is repaired'], STAFF_ACTS),
  TRY_AGAIN: reason(['再试一次', 'Worth another try'], STAFF_ACTS),
  NOT_ACTIVATED: reason(['没有在期限内激活', 'The card was not activated in time'], ORDER_AGAIN),
  ACTIVE_WITHOUT_PARCEL: reason(
    ['包裹未签收，号卡却已激活', 'The card is active though nobody signed for the parcel'],
    STAFF_ACTS,
  ),
  CARRIER_TOOK_IT_BACK: reason(['运营商已收回该号卡', 'The carrier took the card back'], STAFF_ACTS),
  STEP_FAILED: reason(['系统处理时出错', 'A step of ours failed'], STAFF_ACTS),
  PICTURE_MISSING: reason(['找不到已上传的证件照片', 'A picture that was sent cannot be found'], STAFF_ACTS),
  COMPENSATION_FAILED: reason(
    ['运营商处的撤销一直没有成功，系统仍在重试', 'Undoing at the carrier keeps failing; it is still being tried'],
    STAFF_ACTS,
  ),
  OPENINGS_USED_UP: reason(['向运营商开户的次数已用完', 'No further opening can be asked of the carrier'], STAFF_ACTS),
  SOURCE_REQUESTS_USED_UP: reason(
    ['向权威源核验的次数已用完', 'No further request can be made of the identity authority'],
    STAFF_ACTS,
  ),
  DOCUMENTS_NOT_SENT: reason(['没有在期限内上传证件', 'The documents were not sent in time'], ORDER_AGAIN),
  NUMBER_NOT_CHOSEN: reason(['没有在期限内选号', 'No number was chosen in time'], ORDER_AGAIN),
};

function known(code: string): ReasonText | undefined {
  if (isReasonCode(code)) return IDENTITY_REASONS[code];
  return Object.hasOwn(CARRIER_REASONS, code) ? CARRIER_REASONS[code as CarrierRefusalCode] : OWN_REASONS[code];
}

const unknown = (code: string): ReasonText => reason([`其他原因（${code}）`, `Another reason (${code})`], SUPPORT);

export const isReasonKnown = (code: string): boolean => known(code) !== undefined;

/** The words for a code, without a full stop at the end; an unknown one is named in small print for support. */
export function describeReason(code: string): { text: Bilingual; remedy: Bilingual } {
  const { text, remedy } = known(code) ?? unknown(code);
  return { text, remedy };
}

/** The same for a code that ended the order: what helps then is a new order or another way, not another picture. */
export function describeEnding(code: string): { text: Bilingual; remedy: Bilingual } {
  const { text, remedy, afterwards } = known(code) ?? unknown(code);
  return { text, remedy: afterwards ?? remedy };
}

/** What is wrong and what to do as two whole sentences (反诈法 Art 32). */
export const inSentences = ({ text, remedy }: { text: Bilingual; remedy: Bilingual }): Bilingual => ({
  zh: `${text.zh}。${remedy.zh}`,
  en: `${text.en}. ${remedy.en}`,
});
