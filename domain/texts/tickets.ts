import type { Bilingual } from '../ports/use-cases';
import type { TicketKind, TicketOutcome } from '../ticket';
import type { TicketEventKind } from '../ticket-events';
import { describeReason } from './reasons';

const KINDS = {
  'T-LOG-1': { zh: '包裹没动', en: 'Parcel does not move' },
  'T-LOG-2': { zh: '改地址、拒收或退回', en: 'Address, refusal or return' },
  'T-LOG-3': { zh: '显示签收但没收到', en: 'Signed for, not received' },
  'T-RN-1': { zh: '实名没通过', en: 'Identity check failed' },
  'T-RN-2': { zh: '被人冒名办卡', en: 'Card opened by an impostor' },
  'T-RN-3': { zh: '名下卡数已满', en: 'Too many cards in this name' },
  'T-ACT-1': { zh: '激活不了', en: 'Cannot activate' },
  'T-ACT-2': { zh: '激活超期', en: 'Activation came too late' },
  'T-NET-1': { zh: '没信号或上不了网', en: 'No signal or no data' },
  'T-PLAN-1': { zh: '套餐或资费不符', en: 'Plan or price differs' },
  'T-PLAN-2': { zh: '充值或优惠没到账', en: 'Top-up or bonus missing' },
  'T-CAN-1': { zh: '不想要了', en: 'Does not want it any more' },
  'T-CAN-2': { zh: '销户或携号转网', en: 'Close account or port out' },
  'T-SUS-1': { zh: '被停机', en: 'Line suspended' },
  'T-PII-1': { zh: '个人信息请求', en: 'Personal data request' },
  'T-COM-1': { zh: '佣金没到', en: 'Commission missing' },
  'T-MIIT': { zh: '监管投诉', en: 'Complaint to the regulator' },
  'T-ASK': { zh: '咨询', en: 'Question' },
} as const satisfies Record<TicketKind, Bilingual>;
export const ticketTitle = (kind: TicketKind): Bilingual => KINDS[kind];

const OUTCOMES = {
  solved: { zh: '已解决', en: 'solved' },
  'solved-by-itself': { zh: '系统自己解决', en: 'solved by itself' },
  'no-reply': { zh: '客户没有再回复', en: 'no reply from the customer' },
  'cannot-help': { zh: '无法解决，已说明', en: 'could not be helped, and said so' },
} as const satisfies Record<TicketOutcome, Bilingual>;

type Body = Readonly<Record<string, unknown>>;
const word = (body: Body, key: string): string => {
  const value = body[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const listed = (body: Body, key: string): string => {
  const value = body[key];
  return Array.isArray(value) ? value.join('、') : '';
};

const WHY_PASSED: Readonly<Record<string, Bilingual>> = {
  silent: { zh: '超时未处理', en: 'nothing was done in time' },
  'off-duty': { zh: '下班', en: 'went off duty' },
  'given-back': { zh: '退回', en: 'gave it back' },
};
const WHY_HANDED: Readonly<Record<string, Bilingual>> = {
  lost: { zh: '快递承认丢件', en: 'the courier has lost it' },
  refused: { zh: '快递不受理催问', en: 'the courier refused the inquiry' },
  'not-moved': { zh: '催问一天后仍没有动', en: 'it did not move within a day' },
  'turned-back': { zh: '包裹退回，不再送往客户', en: 'it is on its way back, not to the customer' },
  'customer-wrote': { zh: '客户来信', en: 'the customer wrote' },
  'courier-down': { zh: '快递系统没有应答', en: 'the courier does not answer' },
};
const FOUND: Readonly<Record<string, Bilingual>> = {
  moved: { zh: '包裹已继续运送', en: 'the parcel moves again' },
  still: { zh: '包裹仍没有动', en: 'the parcel has not moved' },
  'turned-back': { zh: '包裹在退回途中', en: 'the parcel is on its way back' },
  unknown: { zh: '快递没有应答，不知道包裹在哪', en: 'the courier did not answer, where the parcel is is not known' },
};
const CLOCKS: Readonly<Record<string, Bilingual>> = {
  first: { zh: '首次答复', en: 'first answer' },
  resolve: { zh: '办结', en: 'settlement' },
};
const ASKED: Readonly<Record<string, Bilingual>> = {
  accepted: { zh: '快递已受理', en: 'taken on' },
  lost: { zh: '快递答复丢件', en: 'answered: lost' },
  refused: { zh: '快递不受理', en: 'refused' },
};
const ROLES_TOLD: Readonly<Record<string, Bilingual>> = {
  support_agent: { zh: '客服', en: 'support' },
  support_lead: { zh: '客服组长', en: 'the support lead' },
  compliance_officer: { zh: '合规员', en: 'compliance' },
  compliance_lead: { zh: '合规组长', en: 'the compliance lead' },
  admin: { zh: '管理员', en: 'an admin' },
};
/** Whom a rung of the ladder reached. */
function toldOf(body: Body): Bilingual {
  const role = pick(ROLES_TOLD, word(body, 'to'));
  if (role.zh === '') return { zh: '', en: '' };
  return Number(word(body, 'told')) > 0
    ? { zh: `，已告知${role.zh}`, en: `; ${role.en} was told` }
    : { zh: `，没有${role.zh}可告知`, en: `; there is nobody to tell: ${role.en}` };
}
const pick = (table: Readonly<Record<string, Bilingual>>, key: string): Bilingual => table[key] ?? { zh: key, en: key };

const EVENTS = {
  opened: (body) => {
    const kind = KINDS[word(body, 'ticketKind') as TicketKind];
    const tags = listed(body, 'tags');
    return {
      zh: `归类：${kind.zh}，优先级 P${word(body, 'priority')}${tags === '' ? '' : `（${tags}）`}`,
      en: `Filed under: ${kind.en}, priority P${word(body, 'priority')}${tags === '' ? '' : ` (${tags})`}`,
    };
  },
  customerSaid: (body) =>
    body['thanks'] === true
      ? { zh: '客户致谢，不算新问题', en: 'The customer said thanks: no new question' }
      : { zh: '客户留言', en: 'The customer wrote' },
  answered: (body) =>
    body['waits'] === true
      ? { zh: '已答复，等客户回复，时钟停', en: 'Answered; waiting for the customer, the clock stands' }
      : { zh: '已答复', en: 'Answered' },
  noted: () => ({ zh: '内部备注', en: 'Internal note' }),
  assigned: (body) => {
    const name = word(body, 'userName');
    switch (word(body, 'why')) {
      case 'claimed':
        return { zh: `${name} 领取`, en: `Taken by ${name}` };
      case 'handed-over':
        return { zh: `转交给 ${name}`, en: `Handed over to ${name}` };
      default:
        return { zh: `分给 ${name}（值班，手上最少）`, en: `Given to ${name} (on duty, fewest in hand)` };
    }
  },
  passedOn: (body) => {
    const why = pick(WHY_PASSED, word(body, 'why'));
    return {
      zh: `从 ${word(body, 'userName')} 收回：${why.zh}`,
      en: `Taken back from ${word(body, 'userName')}: ${why.en}`,
    };
  },
  nobodyOnDuty: (body) => {
    const told = toldOf(body);
    return { zh: `没有人值班${told.zh}`, en: `Nobody is on duty${told.en}` };
  },
  promiseWarned: (body) => {
    const clock = pick(CLOCKS, word(body, 'clock'));
    const [told, share] = [toldOf(body), word(body, 'share')];
    return {
      zh: `${clock.zh}时限已过 ${share}%${told.zh}`,
      en: `${share}% of the time for the ${clock.en} is gone${told.en}`,
    };
  },
  raised: (body) => ({
    zh: `升为 P${word(body, 'priority')}：${listed(body, 'tags')}`,
    en: `Raised to P${word(body, 'priority')}: ${listed(body, 'tags')}`,
  }),
  courierWanted: () => ({
    zh: '催促快递：系统去问，没有动静再交回来',
    en: 'The courier is to be asked; it comes back where that does not help',
  }),
  courierAsked: (body) => {
    const said = pick(ASKED, word(body, 'result'));
    return { zh: `已催问快递：${said.zh}`, en: `The courier was asked: ${said.en}` };
  },
  courierSilent: (body) => ({
    zh: `快递没有应答（第 ${word(body, 'tries')} 次），稍后再问`,
    en: `The courier did not answer (${word(body, 'tries')}); asked again later`,
  }),
  customerTold: () => ({ zh: '已短信告知客户', en: 'The customer was told by text message' }),
  parcelLooked: (body) => {
    const found = pick(FOUND, word(body, 'found'));
    return { zh: `查询轨迹：${found.zh}`, en: `Trace looked at: ${found.en}` };
  },
  handedOn: (body) => {
    const why = pick(WHY_HANDED, word(body, 'why'));
    return { zh: `自动处理停下，转人工：${why.zh}`, en: `A person takes over: ${why.en}` };
  },
  interceptionAsked: (body) => {
    const why = describeReason(word(body, 'reasonCode')).text;
    return { zh: `请快递拦截包裹：${why.zh}`, en: `The courier is asked to intercept the parcel: ${why.en}` };
  },
  parcelIntercepted: () => ({
    zh: '快递已拦截包裹，正在退回',
    en: 'The courier intercepted the parcel; it is on its way back',
  }),
  interceptionRefused: () => ({
    zh: '快递答复无法拦截，包裹照常派送',
    en: 'The courier cannot intercept the parcel; it goes on to the customer',
  }),
  deadlineMissed: (body) => {
    const clock = pick(CLOCKS, word(body, 'clock'));
    const told = toldOf(body);
    return { zh: `${clock.zh}超时${told.zh}`, en: `The ${clock.en} is overdue${told.en}` };
  },
  closed: (body) => {
    const outcome = pick(OUTCOMES, word(body, 'outcome'));
    return { zh: `关闭：${outcome.zh}`, en: `Closed: ${outcome.en}` };
  },
  reopened: () => ({ zh: '客户回复，重新打开', en: 'Reopened by a reply' }),
} as const satisfies Record<TicketEventKind, (body: Body) => Bilingual>;

const isKnown = (event: string): event is TicketEventKind => Object.hasOwn(EVENTS, event);

/** What happened to a ticket, in a sentence. A word of a newer version is shown as it is. */
export const describeTicketEvent = (event: string, body: Body): Bilingual =>
  isKnown(event) ? EVENTS[event](body) : { zh: event, en: event };

/** The same for the customer, without what is our own affair; null where it says nothing to them. */
export function ticketEventForCustomer(event: string): Bilingual | null {
  switch (event) {
    case 'courierAsked':
      return { zh: '我们已催问快递公司。', en: 'We have asked the courier.' };
    case 'parcelLooked':
      return { zh: '我们查询了包裹的位置。', en: 'We have looked where the parcel is.' };
    case 'parcelIntercepted':
      return { zh: '包裹已拦截，正在退回。', en: 'The parcel was intercepted and is on its way back.' };
    case 'handedOn':
      return { zh: '已转给客服人员处理。', en: 'A colleague is taking care of it.' };
    case 'closed':
      return { zh: '已办结。7 天内回复可重新打开。', en: 'Settled. A reply within 7 days opens it again.' };
    case 'reopened':
      return { zh: '已重新打开。', en: 'Opened again.' };
    default:
      return null;
  }
}

/** Answers to start from; `{…}` was filled from the order. In the customer's language, which is Chinese. */
export function answerTemplates(facts: {
  readonly waybill: string | null;
  readonly company: string | null;
  readonly parcelState: string | null;
  readonly activateBy: string | null;
}): readonly { readonly code: string; readonly title: Bilingual; readonly text: string }[] {
  const parcel =
    facts.waybill === null
      ? '您的卡正在开户，开好后当天交给快递，寄出时会有短信通知。'
      : `您的卡已由${facts.company ?? '快递'}寄出，运单尾号 ${facts.waybill.slice(-4)}，目前${facts.parcelState ?? '等待揽收'}。`;
  return [
    { code: 'where', title: { zh: '卡到哪了', en: 'Where the card is' }, text: parcel },
    {
      code: 'activate',
      title: { zh: '怎么激活', en: 'How to activate' },
      text: `收到卡后请由本人插卡，按包装内的说明激活${facts.activateBy === null ? '' : `，须在 ${facts.activateBy} 前完成`}。他人不能代为激活。`,
    },
    {
      code: 'wait',
      title: { zh: '正在核实', en: 'Looking into it' },
      text: '您反映的情况我们正在核实，今天内给您答复。',
    },
  ];
}
