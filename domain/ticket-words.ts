import { type TicketKind, type TicketPriority, ticketRule } from './ticket';

/** A rule of the classification: the first kind, in this order, one of whose words is found. */
const WORDS: readonly (readonly [TicketKind, RegExp])[] = [
  ['T-RN-2', /不是我(?:本人)?办|冒名|冒用|盗用|身份被|opened in my name|stolen identity/i],
  [
    'T-LOG-3',
    /代签|别人签收|没(?:有)?收到.{0,8}签收|签收.{0,12}没(?:有)?(?:收到|拿到)|丢件|signed .{0,20}not received/i,
  ],
  ['T-LOG-2', /改地址|换地址|地址(?:写|填|搞|弄)?错|拒收|退回|wrong address|change .{0,10}address/i],
  ['T-SUS-1', /停机|二次实名|涉诈|被封|suspended/i],
  ['T-COM-1', /佣金|返佣|commission/i],
  ['T-PII-1', /删除.{0,6}信息|撤回同意|个人信息|delete my (?:data|information)/i],
  ['T-RN-3', /五张|5 ?张|超过.{0,4}张|一证/],
  ['T-RN-1', /人脸|实名|身份证.{0,8}(?:失败|不通过|识别)|认证(?:失败|不过|不了)|face check/i],
  ['T-ACT-2', /过期|超期|激活.{0,6}超时|expired/i],
  ['T-ACT-1', /激活|activat/i],
  ['T-NET-1', /没(?:有)?信号|无信号|上不了网|不能上网|没网|无服务|no (?:signal|service)/i],
  ['T-PLAN-2', /充值|话费没到|首充|优惠.{0,4}没到|top.?up/i],
  ['T-PLAN-1', /套餐|资费|与宣传|扣费|月租|charged/i],
  ['T-CAN-2', /注销|销户|携号|携出|close my account/i],
  ['T-CAN-1', /不想要|不要了|退单|退款|取消订单|退订|cancel/i],
  ['T-LOG-1', /到哪|哪儿了|哪里了|物流|快递|发货|没发|寄出|包裹|什么时候到|没动|where is my|parcel|deliver/i],
];

/** Words that mean trouble beyond this ticket. */
const ALARMING = ['工信部', '12315', '12300', '投诉', '报警', '媒体', '曝光', '盗用'] as const;

/** The regulator's own names: without any other subject they are the subject. */
const REGULATORS: readonly string[] = ['工信部', '12315', '12300'];

/**
 * "不投诉", "没想要投诉", "不是要去工信部": a no with nothing but auxiliaries between it and the word. "不得不投诉" and
 * "不能不投诉" say yes.
 */
const AFFIRMED_TWICE = /(?:不得不|不能不|不可能不|忍不住|不会不)(?:去|要|来|找|打)*$/;
const NEGATED =
  /(?:不|没|没有|别|未|无|无意|不用|并非|不是|而非)(?:是|会|想|要|打算|准备|有|需要|用|去|来|再|找|打|到|跟|向|为了)*$/;

function isMeant(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const before = text.slice(Math.max(0, at - 10), at).replace(/\s+/g, '');
    if (AFFIRMED_TWICE.test(before) || !NEGATED.test(before)) return true;
  }
  return false;
}

export interface Classified {
  readonly kind: TicketKind;
  readonly priority: TicketPriority;
  /** Words that raised the priority. */
  readonly tags: readonly string[];
}

/**
 * What a customer's words are about, by rule. An alarming word that is meant (not "不投诉，只想问") raises the priority to
 * 1 and is kept as a tag; the subject stays what it was, unless the regulator is all that is spoken of.
 */
export function classify(words: string): Classified {
  const text = words.normalize('NFKC');
  const tags = ALARMING.filter((word) => isMeant(text, word));
  const subject = WORDS.find(([, pattern]) => pattern.test(text))?.[0];
  const kind = subject ?? (tags.some((tag) => REGULATORS.includes(tag)) ? 'T-MIIT' : 'T-ASK');
  return { kind, priority: tags.length > 0 ? 1 : ticketRule(kind).priority, tags };
}

/** A question mark asks, and dots or exclamation marks alone say nothing of the kind. */
const THANKS =
  /^(?:[\s,.!~，。！～、…了啦哦呢]*(?:好的?|收到|知道了|明白了?|谢谢(?:你|您|啦|了)?|多谢|感谢|辛苦了?|没问题|ok(?:ay)?|thanks?|thank you|great|got it|👍|🙏))+[\s,.!~，。！～、…了啦哦呢]*$/iu;

/** Nothing but thanks: kept in the conversation, but no question, so it neither reopens nor starts a clock. */
export const isThanks = (words: string): boolean => words.trim().length <= 30 && THANKS.test(words.trim());
