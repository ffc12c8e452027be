/** Templates of the text messages a customer gets. `link` is the one-time address; no name, number or address in a message. */
export const MESSAGES = {
  'documents-wanted': ({ link }) =>
    `【cardflow】您办理的号卡需要实名认证,请在 72 小时内完成:${link} 链接仅限本人使用。`,
  'documents-reminder': ({ link }) => `【cardflow】您的号卡实名认证还未完成,到期将释放号码:${link}`,
  'documents-again': ({ link, reason }) => `【cardflow】${reason}请重新提交:${link}`,
  'identity-rejected': ({ reason }) => `【cardflow】很抱歉,您的实名认证未通过:${reason}如有异议,可联系客服申诉。`,
  'documents-expired': () => '【cardflow】您的号卡因未按时完成实名认证已关闭,号码已释放。如仍需办理,请重新下单。',
  'carrier-refused': ({ reason }) => `【cardflow】运营商未受理您的号卡:${reason}`,
  'number-active': ({ number }) => `【cardflow】您的新号码 ${number} 已开通。`,
  'order-failed': () => '【cardflow】您的号卡未能办成,已全部退回,客服会与您联系。',
} as const satisfies Record<string, (params: { link: string; reason: string; number: string }) => string>;

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
