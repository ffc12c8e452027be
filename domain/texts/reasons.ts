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

/** Reason codes of judgement, carriers, deadlines and intake in words a customer may read. Codes are never renamed. */
const REASONS: Readonly<Record<string, ReasonText>> = {
  RN_OCR_BLURRED: reason('照片模糊,看不清文字', 'The picture is blurred', AGAIN_ZH, AGAIN_EN),
  RN_OCR_GLARE: reason(
    '照片反光',
    'The picture has glare',
    '请避开灯光直射后重新拍摄。',
    'Avoid direct light and try again.',
  ),
  RN_OCR_INCOMPLETE: reason('证件没有拍全', 'The card is not whole in the picture', AGAIN_ZH, AGAIN_EN),
  RN_OCR_UNREADABLE: reason('证件文字无法识别', 'The print cannot be read', AGAIN_ZH, AGAIN_EN),
  RN_OCR_DOUBTFUL: reason(
    '个别文字识别不确定',
    'Some characters are not certain',
    '请核对并确认这些文字。',
    'Please check and confirm them.',
  ),
  RN_OCR_WRONG_SIDE: reason(
    '正反面拍反了',
    'This is the wrong side of the card',
    '请按提示拍摄对应的一面。',
    'Photograph the side that is asked for.',
  ),
  RN_OCR_NOT_ID: reason('照片里没有找到身份证', 'No identity card was found', AGAIN_ZH, AGAIN_EN),
  RN_OCR_COPY: reason('这是复印件', 'This is a photocopy', '请拍摄身份证原件。', 'Photograph the original card.'),
  RN_OCR_SCREEN: reason(
    '疑似翻拍屏幕',
    'This looks like a picture of a screen',
    '请拍摄身份证原件。',
    'Photograph the original card.',
  ),
  RN_OCR_PS: reason(
    '照片疑似经过修改',
    'The picture seems to have been edited',
    '请拍摄未经修改的原件照片。',
    'Send an unedited picture.',
  ),
  RN_DOC_TEMPORARY: reason(
    '临时身份证不能在线办理',
    'A temporary card cannot be used online',
    '请到营业厅办理。',
    'Please visit a shop.',
  ),
  RN_DOC_ELECTRONIC: reason(
    '电子身份证不能在线办理',
    'An electronic card cannot be used online',
    '请拍摄实体身份证。',
    'Photograph the physical card.',
  ),
  RN_DOC_EXPIRED: reason(
    '身份证已过有效期',
    'The identity card has expired',
    '请换领新证后再办理。',
    'Renew the card first.',
  ),
  RN_DOC_TERM_INVALID: reason('有效期限不正确', 'The validity period is not possible', AGAIN_ZH, AGAIN_EN),
  RN_ID_CHECKSUM: reason('身份证号码校验不通过', 'The identity number is not valid', AGAIN_ZH, AGAIN_EN),
  RN_ID_DATE: reason('身份证号码中的日期不正确', 'The date in the identity number is not possible', AGAIN_ZH, AGAIN_EN),
  RN_FIELD_CONFLICT: reason('证件上的信息互相矛盾', 'The fields of the card contradict each other', AGAIN_ZH, AGAIN_EN),
  RN_ID_FIELD_CONFLICT: reason(
    '证件上的信息互相矛盾',
    'The fields of the card contradict each other',
    AGAIN_ZH,
    AGAIN_EN,
  ),
  RN_DECLARED_MISMATCH: reason(
    '证件与下单时填写的信息不一致',
    'The card differs from what was ordered with',
    '请使用下单人本人的身份证。',
    'Use the card of the person who ordered.',
  ),
  RN_UNDER_AGE: reason(
    '未达到该套餐的最低年龄',
    'Below the minimum age of this plan',
    '可选择其他套餐。',
    'Choose another plan.',
  ),
  RN_OVER_AGE: reason(
    '超过该套餐的最高年龄',
    'Above the maximum age of this plan',
    '可选择其他套餐。',
    'Choose another plan.',
  ),
  RN_NAME_ID_MISMATCH: reason(
    '姓名与身份证号码不一致',
    'Name and identity number do not belong together',
    '请核对后重新提交本人身份证。',
    'Check and send your own card again.',
  ),
  RN_NO_RECORD: reason('核验源中没有查到记录', 'The authority has no record', NONE_ZH, NONE_EN),
  RN_NO_PHOTO: reason('核验源中没有照片', 'The authority has no photo', NONE_ZH, NONE_EN),
  RN_PHOTO_LOWRES: reason('核验源照片分辨率不足', "The authority's photo is too small", NONE_ZH, NONE_EN),
  RN_FACE_MISMATCH: reason(
    '自拍与证件照片不符',
    'The selfie does not match the card',
    '请由证件本人在光线均匀处正对镜头自拍。',
    'The holder of the card should take the selfie, facing the camera in even light.',
  ),
  RN_FACE_BAND: reason(
    '自拍与证件照片相似度不足以自动确认',
    'The likeness is not enough to confirm by machine',
    NONE_ZH,
    NONE_EN,
  ),
  RN_FACE_REVIEW: reason(
    '自拍与证件照片相似度不足以自动确认',
    'The likeness is not enough to confirm by machine',
    NONE_ZH,
    NONE_EN,
  ),
  RN_FACE_MISSING: reason(
    '自拍中没有找到人脸',
    'No face was found in the selfie',
    '请正对镜头,露出整张脸。',
    'Face the camera and show your whole face.',
  ),
  RN_FACE_NOT_FOUND: reason(
    '自拍中没有找到人脸',
    'No face was found in the selfie',
    '请正对镜头,露出整张脸。',
    'Face the camera and show your whole face.',
  ),
  RN_FACE_SEVERAL: reason(
    '自拍中有多张人脸',
    'There are several faces in the selfie',
    '请独自拍摄。',
    'Take it alone.',
  ),
  RN_PORTRAIT_MISSING: reason('证件照片看不清', 'The photo on the card is not visible', AGAIN_ZH, AGAIN_EN),
  RN_SOURCE_DOWN: reason(
    '身份核验源暂时没有应答',
    'The identity authority does not answer just now',
    '我们会自动再次核验。',
    'We ask again by ourselves.',
  ),
  RN_TOO_MANY: reason('今天的核验次数已用完', 'No more tries today', '请明天再试。', 'Try again tomorrow.'),
  RN_SOURCE_OTHER: reason('核验源要求人工处理', 'The authority asks for a look by a person', NONE_ZH, NONE_EN),
  RN_RISK: reason('需要人工复核', 'A person has to look at this', NONE_ZH, NONE_EN),
  RN_BLACKLIST: reason('暂时无法为您办理', 'This cannot be done for you at present', SUPPORT_ZH, SUPPORT_EN),
  RN_SANCTION: reason('暂时无法为您办理', 'This cannot be done for you at present', SUPPORT_ZH, SUPPORT_EN),
  RN_FORGED: reason('证件真实性存疑', 'The card does not seem genuine', SUPPORT_ZH, SUPPORT_EN),
  RN_FACE_REFUSED: reason(
    '自拍与身份证照片不是同一人',
    'The selfie and the card show different persons',
    SUPPORT_ZH,
    SUPPORT_EN,
  ),
  RN_NOT_OWN_WILL: reason('疑似非本人意愿办理', 'This does not seem to be your own wish', SUPPORT_ZH, SUPPORT_EN),
  RN_ONE_ID_FIVE: reason(
    '名下号卡已达上限',
    'The limit of cards a person is reached',
    '请先注销不用的号卡。',
    'Cancel a card you do not use first.',
  ),

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
  CARRIER_DOWN: reason(
    '运营商系统暂时不可用',
    "The carrier's system is down",
    '系统会自动恢复办理。',
    'It goes on by itself.',
  ),

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

export const isReasonKnown = (code: string): boolean => Object.hasOwn(REASONS, code);

/** The words for a code; an unknown one is named in small print for support. */
export function describeReason(code: string): ReasonText {
  return REASONS[code] ?? reason(`其他原因(${code})`, `Another reason (${code})`, SUPPORT_ZH, SUPPORT_EN);
}
