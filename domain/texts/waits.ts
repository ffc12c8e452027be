import type { Bilingual } from '../ports/use-cases';
import type { AnyWaitOwner, Status } from '../stages';
import { THENS, WAIT_KINDS, type WaitKind, type WaitThen } from '../waits';
import { shanghaiMinute } from './moments';

const WHATS = {
  documents: { zh: '客户上传证件照片', en: 'the customer to send their documents' },
  'identity-verdict': { zh: '同一购买的实名核验结果', en: 'the identity check of this purchase' },
  'identity-source': { zh: '权威源恢复应答', en: 'the identity authority to answer' },
  review: { zh: '审核员作出决定', en: 'an officer to decide' },
  'number-choice': { zh: '客户重新选号', en: 'the customer to choose another number' },
  'number-stock': { zh: '运营商补充号码', en: 'the carrier to bring more numbers' },
  'carrier-answer': { zh: '运营商答复', en: 'the carrier to answer' },
  'carrier-back': { zh: '运营商系统恢复', en: "the carrier's system to come back" },
  'courier-back': { zh: '快递公司系统恢复', en: "the courier's system to come back" },
  parcel: { zh: '包裹签收', en: 'the parcel to be signed for' },
  'parcel-back': { zh: '退件回到仓库', en: 'the returning parcel' },
  activation: { zh: '客户激活号卡', en: 'the customer to activate the card' },
  'handover-check': { zh: '审核员核实签收人', en: 'an officer to check who took the parcel' },
  parked: { zh: '客服处理异常', en: 'support to sort it out' },
  'ticket-answer': { zh: '客服答复客户', en: 'support to answer the customer' },
  'ticket-done': { zh: '工单办结', en: 'the ticket to be settled' },
  'ticket-customer': { zh: '客户回复', en: 'the customer to reply' },
  'ticket-nobody': { zh: '有人上班接手工单', en: 'somebody on duty to take the ticket' },
  'parcel-moves': { zh: '包裹重新移动', en: 'the parcel to move again' },
  'bank-back': { zh: '银行恢复', en: 'the bank to answer again' },
  'commission-evidence': { zh: '财务核定运营商没有说明的条件', en: 'finance to decide what the carrier does not say' },
  'commission-decision': { zh: '另一位财务确认核定', en: 'another finance person to confirm the decision' },
  'commission-case': { zh: '有关这单的案件了结', en: 'the case about this order to be settled' },
} as const satisfies Record<WaitKind, Bilingual>;

const THEN_TEXTS = {
  'end-expired': { zh: '订单结束', en: 'the order ends' },
  'take-over': { zh: '由下一张订单接着核验', en: 'the next order takes over the identity check' },
  'ask-again': { zh: '系统再次查询', en: 'we ask again' },
  escalate: { zh: '升级给主管', en: 'it is escalated to a lead' },
  'end-failed': { zh: '订单以失败结束', en: 'the order ends as failed' },
  'pass-on': { zh: '转给下一位值班同事', en: 'it goes to the next person on duty' },
  close: { zh: '工单关闭', en: 'the ticket is closed' },
  'hand-on': { zh: '转人工处理', en: 'a person takes over' },
  'stay-overdue': {
    zh: '已逐级告知，留在负责人手上',
    en: 'it stays with its owner, overdue: everybody above was told',
  },
} as const satisfies Record<WaitThen, Bilingual>;

const OWNERS = {
  customer: { zh: '客户', en: 'the customer' },
  officer: { zh: '审核员', en: 'an officer' },
  carrier: { zh: '运营商', en: 'the carrier' },
  courier: { zh: '快递公司', en: 'the courier' },
  authority: { zh: '权威源', en: 'the identity authority' },
  support: { zh: '客服', en: 'support' },
  system: { zh: '系统', en: 'the system' },
  finance: { zh: '财务', en: 'finance' },
  operator: { zh: '运营', en: 'operations' },
} as const satisfies Record<AnyWaitOwner, Bilingual>;

const isWaitKind = (raw: string): raw is WaitKind => (WAIT_KINDS as readonly string[]).includes(raw);
const isThen = (raw: string): raw is WaitThen => (THENS as readonly string[]).includes(raw);

/** What is waited for. A word of a newer version is shown as it is. */
export const describeWhat = (what: string): Bilingual => (isWaitKind(what) ? WHATS[what] : { zh: what, en: what });
export const describeThen = (then: string): Bilingual => (isThen(then) ? THEN_TEXTS[then] : { zh: then, en: then });
export const describeOwner = (owner: AnyWaitOwner): Bilingual => OWNERS[owner];

/** What the system itself does with an order that waits for nobody: a step of ours runs, or is queued for a process of ours. */
const STEPS: Readonly<Partial<Record<Status, Bilingual>>> = {
  accepted: { zh: '系统开始办理', en: 'the system to begin' },
  checking: { zh: '系统识别核验证件', en: 'the system to check the documents' },
  opening: { zh: '系统向运营商提交', en: 'the system to submit to the carrier' },
};
const ANY_STEP: Bilingual = { zh: '系统办理下一步', en: 'the system to take its next step' };

/** What is under way where no wait is open. */
export const describeStep = (status: Status): Bilingual => STEPS[status] ?? ANY_STEP;

/** The same sentence for a step of ours: nobody outside has to move, so it has no deadline of its own. */
export function stepSentence(status: Status, since: string): Bilingual {
  const what = describeStep(status);
  return {
    zh: `等什么：${what.zh} · 谁：${OWNERS.system.zh} · 自：${shanghaiMinute(since)}`,
    en: `Waiting for ${what.en} · who: ${OWNERS.system.en} · since ${shanghaiMinute(since)}`,
  };
}

/** The one sentence that answers "why is it waiting": what, who, until when, then what. */
export function waitSentence(wait: {
  readonly what: string;
  readonly ownerKind: AnyWaitOwner;
  readonly ownerName: string | null;
  readonly dueAt: string;
  readonly thenWhat: string;
}): Bilingual {
  const what = describeWhat(wait.what);
  const owner = describeOwner(wait.ownerKind);
  const then = describeThen(wait.thenWhat);
  const name = wait.ownerName === null ? '' : ` ${wait.ownerName}`;
  const due = shanghaiMinute(wait.dueAt);
  return {
    zh: `等什么：${what.zh} · 谁：${owner.zh}${name} · 截止：${due} · 到期则：${then.zh}`,
    en: `Waiting for ${what.en} · who: ${owner.en}${name} · until ${due} · then ${then.en}`,
  };
}
