import { parcelWord } from '../parcel';
import type { CallFacts, LookFacts, ParcelEventFacts, ShareFacts } from '../ports/audit-desk';
import type { Decidable } from '../commission';
import type { DecisionFacts } from '../ports/commission-desk';
import type { Bilingual } from '../ports/use-cases';
import { parcelText } from './parcels';

const COMMANDS: Readonly<Record<string, Bilingual>> = {
  verify: { zh: '核验身份', en: 'Verify identity' },
  occupy: { zh: '占用号码', en: 'Occupy number' },
  submit: { zh: '提交开户', en: 'Submit opening' },
  query: { zh: '查询结果', en: 'Query result' },
  cancel: { zh: '撤销开户', en: 'Withdraw opening' },
  release: { zh: '释放号码', en: 'Release number' },
  dispatch: { zh: '快递下单', en: 'Order a courier' },
  inquire: { zh: '催查包裹', en: 'Ask after the parcel' },
  intercept: { zh: '拦截包裹', en: 'Intercept the parcel' },
  transfer: { zh: '转账', en: 'Transfer' },
};

const STATES: Readonly<Record<string, Bilingual>> = {
  open: { zh: '等回复', en: 'no answer yet' },
  done: { zh: '成功', en: 'done' },
  refused: { zh: '对方拒绝', en: 'refused' },
  unknown: { zh: '结果未知', en: 'result unknown' },
  undone: { zh: '已撤销', en: 'undone' },
};

const PARTNERS: Readonly<Record<string, Bilingual>> = {
  xinglian: { zh: '星联', en: 'Xinglian' },
  yunqi: { zh: '云启', en: 'Yunqi' },
  kuaidi100: { zh: '快递 100', en: 'Kuaidi100' },
  authority: { zh: '权威源', en: 'Identity authority' },
  bank: { zh: '银行', en: 'Bank' },
  sms: { zh: '短信', en: 'SMS' },
};

/** A code that no row knows is shown as it is. */
const word = (words: Readonly<Record<string, Bilingual>>, code: string): Bilingual =>
  (Object.hasOwn(words, code) ? words[code] : undefined) ?? { zh: code, en: code };

export const partnerName = (code: string): Bilingual => word(PARTNERS, code);

export function describeCall({ command, state, text }: CallFacts): Bilingual {
  const [what, how] = [word(COMMANDS, command), word(STATES, state)];
  const said = text === null ? '' : text;
  return {
    zh: `${what.zh}：${how.zh}${said === '' ? '' : `（${said}）`}`,
    en: `${what.en}: ${how.en}${said === '' ? '' : ` (${said})`}`,
  };
}

export function describeParcelEvent({ code, area }: ParcelEventFacts): Bilingual {
  const state = parcelWord(code);
  const text = state === null ? { zh: `快递代码 ${code}`, en: `courier code ${code}` } : parcelText(state);
  return {
    zh: `包裹${text.zh}${area === null ? '' : `（${area}）`}`,
    en: `Parcel ${text.en}${area === null ? '' : ` (${area})`}`,
  };
}

const yuan = (fen: number): string => `¥${String(Math.trunc(fen / 100))}.${String(fen % 100).padStart(2, '0')}`;

/** What became of one agent's share, and who did it; no name where the engine did. */
export function shareMoments(
  share: ShareFacts,
): readonly { readonly at: string; readonly name: string | null; readonly text: Bilingual }[] {
  const what = `${share.agent.name} ${yuan(share.amountFen)}`;
  const moments: readonly { readonly at: string | null; readonly name?: string | null; readonly text: Bilingual }[] = [
    {
      at: share.accruedAt,
      text: {
        zh: `佣金入账：${what}，应付日 ${share.dueOn}`,
        en: `Commission accrued: ${what}, due on ${share.dueOn}`,
      },
    },
    {
      at: share.settledAt,
      text: {
        zh: `佣金结算：${what}，结算单 ${share.statementId ?? ''}`,
        en: `Commission settled: ${what}, statement ${share.statementId ?? ''}`,
      },
    },
    { at: share.madeAt, name: share.madeBy, text: { zh: `付款制单：${what}`, en: `Payout made: ${what}` } },
    { at: share.releasedAt, name: share.releasedBy, text: { zh: `付款放行：${what}`, en: `Payout released: ${what}` } },
    { at: share.paidAt, text: { zh: `佣金已付：${what}`, en: `Commission paid: ${what}` } },
    {
      at: share.state === 'clawed-back' || share.state === 'refused' ? share.endedAt : null,
      text:
        share.state === 'refused'
          ? { zh: `佣金不付：${what}`, en: `Commission not paid: ${what}` }
          : { zh: `佣金追回：${what}`, en: `Commission clawed back: ${what}` },
    },
  ];
  return moments.flatMap(({ at, name = null, text }) => (at === null ? [] : [{ at, name, text }]));
}

const VERDICTS = {
  release: { zh: '放行', en: 'release it' },
  refuse: { zh: '不付', en: 'refuse it' },
} as const satisfies Record<DecisionFacts['verdict'], Bilingual>;

const DECIDED = {
  PERSON: { zh: '激活人', en: 'who activated it' },
  PLACE: { zh: '激活地', en: 'where it was activated' },
} as const satisfies Record<Decidable, Bilingual>;

/** What people of finance decided about held commission, and who: the proposal, and what became of it. */
export function decisionMoments(
  decision: DecisionFacts,
): readonly { readonly at: string; readonly name: string; readonly text: Bilingual }[] {
  const { verdict, conditions, reason, state, maker, madeAt, checker, withdrawnBy, withdrawReason, endedAt } = decision;
  const about = conditions.map((code) => DECIDED[code]);
  const what = {
    zh: `${VERDICTS[verdict].zh}（${about.map(({ zh }) => zh).join('、')}）`,
    en: `${VERDICTS[verdict].en} (${about.map(({ en }) => en).join(', ')})`,
  };
  const proposed = {
    at: madeAt,
    name: maker.name,
    text: {
      zh: `提出核定暂缓佣金：${what.zh}，理由：${reason}`,
      en: `Proposed to decide held commission: ${what.en}, because: ${reason}`,
    },
  };
  if (endedAt === null || (checker === null && withdrawnBy === null)) return [proposed];
  return [
    proposed,
    state === 'confirmed'
      ? {
          at: endedAt,
          name: checker?.name ?? '',
          text: { zh: `确认核定：${what.zh}`, en: `Confirmed the decision: ${what.en}` },
        }
      : {
          at: endedAt,
          name: withdrawnBy?.name ?? '',
          text: {
            zh: `撤回核定，理由：${withdrawReason ?? ''}`,
            en: `Withdrew the decision, because: ${withdrawReason ?? ''}`,
          },
        },
  ];
}

const LOOKS: Readonly<Record<string, Bilingual>> = {
  trace: { zh: '查号卡', en: 'traced the card' },
  reveal: { zh: '看了明文', en: 'saw the holder in clear' },
  claim: { zh: '领取了审核案件', en: 'claimed the review case' },
  'view:review': { zh: '看了审核案件明文', en: 'saw the review case in clear' },
  'view:ticket': { zh: '看了工单内容', en: 'read the ticket' },
  'image:front': { zh: '看了身份证正面', en: 'saw the front of the ID card' },
  'image:back': { zh: '看了身份证背面', en: 'saw the back of the ID card' },
  'image:selfie': { zh: '看了自拍', en: 'saw the selfie' },
  'image:portrait': { zh: '看了证件照', en: 'saw the portrait' },
};

export const describeLook = ({ action, subject }: LookFacts): Bilingual =>
  word(LOOKS, action === 'view' ? `view:${subject}` : action);

/** Looks that showed a person in clear. */
export const isClearLook = ({ action, subject }: LookFacts): boolean =>
  action === 'reveal' ||
  action.startsWith('image:') ||
  (subject === 'review' && action === 'view') ||
  subject === 'ticket';
