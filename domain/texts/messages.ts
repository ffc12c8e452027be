interface Words {
  readonly link: string;
  readonly reason: string;
  readonly number: string;
}

/**
 * Templates of the text messages a customer gets. `link` is the one-time address; no name, whole number or address in a
 * message. Without the link each fits into one message of 70 characters.
 */
export const MESSAGES = {
  'documents-wanted': ({ link }) => `【cardflow】请在 72 小时内完成号卡实名认证：${link} 仅限本人使用，请勿转发。`,
  'documents-reminder': ({ link }) => `【cardflow】号卡实名认证还没完成，到期将释放号码：${link}`,
  'documents-again': ({ link, reason }) =>
    `【cardflow】${reason === '' ? '证件材料需要补充' : reason}，请按提示补交：${link}`,
  'link-again': ({ link }) => `【cardflow】这是新的实名认证链接，旧链接已作废：${link} 仅限本人使用，请勿转发。`,
  'identity-rejected': ({ reason }) => `【cardflow】您的实名认证未通过：${reason}有异议可找下单店铺客服申诉。`,
  'documents-expired': () => '【cardflow】实名认证没有按时完成，订单已关闭，号码已释放。仍想办理请重新下单。',
  'carrier-refused': ({ reason }) => `【cardflow】运营商未受理您的号卡：${reason}`,
  'number-lost': () => '【cardflow】您选的号码已被他人选用。72 小时内仍保留不到，订单将自动关闭，可重新下单另选。',
  'number-expired': () => '【cardflow】您选的号码未能保留，订单已关闭。仍想办理请重新下单另选号码。',
  // The last four digits tell the cards of one purchase apart.
  'number-active': ({ number }) => `【cardflow】您尾号 ${number.slice(-4)} 的新号码已开通。`,
  'order-failed': () => '【cardflow】很抱歉，您的号卡未能办成，占用的号码已释放。客服会与您联系。',
} as const satisfies Record<string, (words: Words) => string>;

export type MessageTemplate = keyof typeof MESSAGES;

export const isMessageTemplate = (name: string): name is MessageTemplate => name in MESSAGES;

/** The text as sent. Missing parameters stay empty rather than failing: a message late is worse than one short. */
export function messageText(
  template: MessageTemplate,
  params: Readonly<Record<string, unknown>>,
  link: string | null,
): string {
  const word = (key: string): string => (typeof params[key] === 'string' ? params[key] : '');
  return MESSAGES[template]({ link: link ?? '', reason: word('reason'), number: word('number') });
}
