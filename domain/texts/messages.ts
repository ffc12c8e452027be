interface Words {
  readonly link: string;
  readonly reason: string;
  readonly number: string;
  readonly waybill: string;
}

/**
 * Templates of the text messages a customer gets. `link` is the one-time address; no name, whole number or address in a
 * message. Without the link each fits into one message of 70 characters.
 */
export const MESSAGES = {
  'documents-wanted': ({ link }) => `【cardflow】请在 72 小时内完成号卡实名认证：${link} 仅限本人使用，请勿转发。`,
  'documents-reminder': ({ link }) => `【cardflow】号卡实名认证还没完成，到期订单将自动关闭：${link}`,
  'documents-again': ({ link, reason }) =>
    `【cardflow】${reason === '' ? '证件材料需要补充' : reason}，请按提示补交：${link}`,
  'link-again': ({ link }) => `【cardflow】这是新的办理链接，旧链接已作废：${link} 仅限本人使用，请勿转发。`,
  'identity-rejected': ({ reason }) => `【cardflow】您的实名认证未通过：${reason}有异议可找下单店铺客服申诉。`,
  'documents-expired': () => '【cardflow】实名认证没有按时完成，订单已关闭，号码已释放。仍想办理请重新下单。',
  'carrier-refused': ({ reason }) => `【cardflow】运营商未受理您的号卡：${reason}`,
  'number-lost': ({ link }) =>
    `【cardflow】您选的号码已不能用，实名仍有效。请在 72 小时内另选，逾期订单将自动关闭：${link}`,
  'number-reminder': ({ link }) => `【cardflow】您还没有另选号码，到期订单将自动关闭：${link}`,
  'number-expired': () => '【cardflow】没有按时另选号码，订单已关闭。仍想办理请重新下单。',
  'number-none': () => '【cardflow】很抱歉，一直没有可用的号码，订单已关闭。仍想办理请过些时候重新下单。',
  // The last four digits tell the cards of one purchase apart.
  'number-active': ({ number }) => `【cardflow】您尾号 ${number.slice(-4)} 的新号码已开通。`,
  'parcel-sent': ({ waybill, link }) =>
    `【cardflow】您的号卡已寄出，运单尾号 ${waybill.slice(-4)}。须本人签收，请保持电话畅通。查询：${link}`,
  'parcel-signed': ({ number }) =>
    `【cardflow】尾号 ${number.slice(-4)} 的号卡已签收，请在 30 日内由本人激活，逾期将自动注销。`,
  'parcel-with-another': ({ number }) =>
    `【cardflow】尾号 ${number.slice(-4)} 的号卡由他人签收，核实前请勿激活，客服将与您联系。`,
  'activation-reminder': ({ number }) =>
    `【cardflow】您尾号 ${number.slice(-4)} 的号卡还未激活，请尽快由本人激活，逾期将自动注销。`,
  'activation-expired': () => '【cardflow】您的号卡未在期限内激活，订单已关闭，号码已注销。仍想办理请重新下单。',
  'parcel-intercepted': () =>
    '【cardflow】您的号卡包裹已拦截，正在退回，您无需等候签收。退回后订单关闭，仍想办理请重新下单。',
  'parcel-returned': () => '【cardflow】您的号卡包裹已退回，订单已关闭，号码已注销。仍想办理请重新下单。',
  'parcel-lost': () => '【cardflow】很抱歉，您的号卡包裹在途中遗失，号码已注销。仍想办理请重新下单。',
  'parcel-asked': ({ link }) => `【cardflow】您的包裹没有新动态，我们已催问快递，一天内给您答复。查看进度：${link}`,
  'parcel-moves': ({ link }) => `【cardflow】您的包裹已继续运送。查看进度：${link}`,
  'ticket-answered': ({ link }) => `【cardflow】客服已回复您的问题，请查看：${link}`,
  'ticket-closed': ({ link }) => `【cardflow】您的问题已办结，7 天内回复可重新打开：${link}`,
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
  return MESSAGES[template]({
    link: link ?? '',
    reason: word('reason'),
    number: word('number'),
    waybill: word('waybill'),
  });
}
