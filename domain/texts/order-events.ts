import { NUMBER_TAKEN, type OrderEvent, type OrderEventKind } from '../order';
import type { Bilingual } from '../ports/use-cases';
import { shanghaiMinute, spacedNumber } from './moments';
import { companyName, parcelText, signerName } from './parcels';
import { describeReason } from './reasons';
import { describeWhat } from './waits';

type Describe<Kind extends OrderEventKind> = (event: Extract<OrderEvent, { kind: Kind }>) => Bilingual;

const PARTS: Readonly<Record<string, Bilingual>> = {
  front: { zh: '身份证正面', en: 'card front' },
  back: { zh: '身份证背面', en: 'card back' },
  selfie: { zh: '自拍', en: 'selfie' },
  name: { zh: '姓名', en: 'name' },
  address: { zh: '住址', en: 'address' },
};

const partNames = (parts: readonly string[]): Bilingual => ({
  zh: parts.map((part) => PARTS[part]?.zh ?? part).join('、'),
  en: parts.map((part) => PARTS[part]?.en ?? part).join(', '),
});

/** `（原因：…）`, or nothing where no reason is known. */
function because(codes: readonly string[]): Bilingual {
  if (codes.length === 0) return { zh: '', en: '' };
  const texts = codes.map((code) => describeReason(code).text);
  return { zh: `（原因：${texts.map((t) => t.zh).join('；')}）`, en: ` (${texts.map((t) => t.en).join('; ')})` };
}

/** One sentence for each word of the journal: a new event does not compile until it has one. */
const SENTENCES: { readonly [Kind in OrderEventKind]: Describe<Kind> } = {
  received: ({ line, number }) => ({
    zh: `收到订单（第 ${String(line)} 张），已保留号码 ${spacedNumber(number)}`,
    en: `Order received (card ${String(line)}), number ${spacedNumber(number)} held`,
  }),
  verificationStarted: ({ documents }) =>
    documents === 'present'
      ? { zh: '开始实名核验，证件已随订单到达', en: 'Verification started; the documents came with the order' }
      : {
          zh: '开始实名核验，已短信请客户上传证件',
          en: 'Verification started; the customer was asked for documents by SMS',
        },
  documentsSubmitted: ({ round }) => ({
    zh: `客户提交了第 ${String(round)} 轮证件`,
    en: `The customer sent documents, round ${String(round)}`,
  }),
  documentsAsked: ({ redo, confirm, reasonCodes }) => {
    const redone = partNames(redo);
    const confirmed = partNames(confirm);
    const why = because(reasonCodes);
    return {
      zh: `${[redo.length > 0 ? `请客户重拍${redone.zh}` : '', confirm.length > 0 ? `请客户确认${confirmed.zh}` : ''].filter(Boolean).join('，')}${why.zh}`,
      en: `${[redo.length > 0 ? `Asked the customer for a new ${redone.en}` : '', confirm.length > 0 ? `asked to confirm ${confirmed.en}` : ''].filter(Boolean).join(', ')}${why.en}`,
    };
  },
  reminded: ({ what, times }) => ({
    zh: `第 ${String(times)} 次提醒：等${describeWhat(what).zh}`,
    en: `Reminder ${String(times)}: waiting for ${describeWhat(what).en}`,
  }),
  linkReissued: () => ({
    zh: '重发了办理链接，旧链接已作废',
    en: 'Sent a new link; the old one no longer works',
  }),
  sourceAwaited: ({ reasonCodes }) => ({
    zh: `权威源没有应答，稍后再查${because(reasonCodes).zh}`,
    en: `The identity authority does not answer; we will ask again${because(reasonCodes).en}`,
  }),
  checkResumed: () => ({ zh: '继续核验', en: 'Verification goes on' }),
  reviewOpened: ({ approvals, reasonCodes }) => ({
    zh: `转人工审核，需 ${String(approvals)} 人通过${because(reasonCodes).zh}`,
    en: `Sent to review; ${String(approvals)} approval${approvals === 1 ? '' : 's'} needed${because(reasonCodes).en}`,
  }),
  identityPassed: ({ by, round }) =>
    by === 'machine'
      ? {
          zh: `实名核验通过（第 ${String(round)} 轮，系统判定）`,
          en: `Identity verified (round ${String(round)}, by the system)`,
        }
      : {
          zh: `实名核验通过（第 ${String(round)} 轮，审核员决定）`,
          en: `Identity verified (round ${String(round)}, by an officer)`,
        },
  identityRejected: ({ reasonCode }) => ({
    zh: `实名核验未通过${because([reasonCode]).zh}`,
    en: `Identity not verified${because([reasonCode]).en}`,
  }),
  documentsExpired: () => ({ zh: '期限内没有收到证件，订单结束', en: 'No documents came in time; the order ended' }),
  numberLapsed: ({ number }) => ({
    zh: `号码 ${spacedNumber(number)} 保留到期，放回号池`,
    en: `The hold on ${spacedNumber(number)} lapsed; the number went back to the pool`,
  }),
  numberHeld: ({ number, until }) => ({
    zh: `已保留号码 ${spacedNumber(number)}，至 ${shanghaiMinute(until)}`,
    en: `Number ${spacedNumber(number)} held until ${shanghaiMinute(until)}`,
  }),
  numberTaken: ({ number }) => ({
    zh: `运营商称号码 ${spacedNumber(number)} 已被占用`,
    en: `The carrier says ${spacedNumber(number)} is taken`,
  }),
  numberAsked: ({ reasonCode }) =>
    reasonCode === NUMBER_TAKEN
      ? {
          zh: `请客户重新选号${because([reasonCode]).zh}`,
          en: `Asked the customer for another number${because([reasonCode]).en}`,
        }
      : {
          zh: `等运营商补充号码${because([reasonCode]).zh}`,
          en: `Waits for more numbers of the carrier${because([reasonCode]).en}`,
        },
  numberChosen: ({ number, until }) => ({
    zh: `客户另选了号码 ${spacedNumber(number)}，保留至 ${shanghaiMinute(until)}`,
    en: `The customer chose another number, ${spacedNumber(number)}, held until ${shanghaiMinute(until)}`,
  }),
  numberWaitExpired: ({ reasonCode }) =>
    reasonCode === undefined
      ? { zh: '期限内没有选号，订单结束', en: 'No number was chosen in time; the order ended' }
      : { zh: '期限内没有等到号码，订单结束', en: 'No number came in time; the order ended' },
  openingStarted: ({ submitReference }) => ({
    zh: `开始向运营商开户（参考号 ${submitReference}）`,
    en: `Opening at the carrier started (reference ${submitReference})`,
  }),
  carrierAccepted: ({ carrierOrderNo }) => ({
    zh: `运营商已受理（单号 ${carrierOrderNo}）`,
    en: `The carrier accepted the order (its reference ${carrierOrderNo})`,
  }),
  carrierDown: () => ({ zh: '运营商系统没有应答，稍后再查', en: 'The carrier does not answer; we will ask again' }),
  carrierResumed: () => ({ zh: '运营商系统恢复，继续开户', en: 'The carrier is back; opening goes on' }),
  carrierProgress: ({ word }) => ({
    zh: `运营商进度：${word === 'opened' ? '已开户，等待激活' : word}`,
    en: `The carrier reports: ${word === 'opened' ? 'opened, not active yet' : word}`,
  }),
  carrierRefused: ({ reasonCode }) => ({
    zh: `运营商拒绝开户，号码放回号池${because([reasonCode]).zh}`,
    en: `The carrier refused; the number went back to the pool${because([reasonCode]).en}`,
  }),
  parked: ({ why }) => ({
    zh: `转客服处理${because([why]).zh}`,
    en: `Handed to support${because([why]).en}`,
  }),
  parkedExpired: () => ({ zh: '期限内无人处理，订单结束', en: 'Nobody sorted it out in time; the order ended' }),
  opened: ({ number, iccid }) => ({
    zh: `运营商确认号码 ${spacedNumber(number)} 已开户（ICCID 尾号 ${iccid.slice(-4)}），准备发货`,
    en: `The carrier confirmed that ${spacedNumber(number)} is open (ICCID ending ${iccid.slice(-4)}); the card is to be sent`,
  }),
  courierDown: () => ({ zh: '快递公司系统没有应答，稍后再查', en: 'The courier does not answer; we will ask again' }),
  courierResumed: () => ({ zh: '继续向快递公司下单', en: 'Dispatch goes on' }),
  dispatched: ({ waybill, company }) => ({
    zh: `已发货，${companyName(company).zh}运单 ${waybill}`,
    en: `Sent by ${companyName(company).en}, waybill ${waybill}`,
  }),
  parcelProgress: ({ state }) => ({ zh: `包裹${parcelText(state).zh}`, en: `Parcel ${parcelText(state).en}` }),
  parcelSilent: ({ newsAt }) => ({
    zh: `包裹自${newsAt === null ? '发货' : ` ${shanghaiMinute(newsAt)} `}起没有新动态，已开单催查`,
    en: `No news of the parcel since ${newsAt === null ? 'dispatch' : shanghaiMinute(newsAt)}; a ticket asks the courier`,
  }),
  parcelTurned: ({ state }) => ({
    zh: `包裹${parcelText(state).zh}，正在退回`,
    en: `Parcel ${parcelText(state).en}; it is on its way back`,
  }),
  interceptionAsked: ({ reasonCode }) => ({
    zh: `请快递拦截包裹${because([reasonCode]).zh}`,
    en: `The courier is asked to intercept the parcel${because([reasonCode]).en}`,
  }),
  parcelIntercepted: () => ({
    zh: '快递已拦截包裹，正在退回',
    en: 'The courier intercepted the parcel; it is on its way back',
  }),
  interceptionRefused: () => ({
    zh: '快递答复无法拦截，包裹照常派送',
    en: 'The courier cannot intercept the parcel; it goes on to the customer',
  }),
  parcelReturned: ({ reasonCode }) => ({
    zh: `退件已收回，开户已撤销，号码已交还运营商${because([reasonCode]).zh}`,
    en: `The parcel came back; the opening was withdrawn and the number returned to the carrier${because([reasonCode]).en}`,
  }),
  parcelLost: () => ({
    zh: '快递公司确认包裹丢失，开户已撤销，号码已交还运营商',
    en: 'The courier says the parcel is lost; the opening was withdrawn and the number returned to the carrier',
  }),
  signed: ({ by, signedAt, activateBy }) => ({
    zh: `包裹已于 ${shanghaiMinute(signedAt)} 由${signerName(by).zh}签收，激活期限 ${shanghaiMinute(activateBy)}`,
    en: `The parcel was taken by ${signerName(by).en} at ${shanghaiMinute(signedAt)}; to be activated before ${shanghaiMinute(activateBy)}`,
  }),
  handoverCleared: () => ({
    zh: '审核员核实签收无误，可以激活',
    en: 'An officer cleared the hand-over; the card may be activated',
  }),
  activationStopped: ({ reasonCode }) => ({
    zh: `审核员中止激活，正在向运营商撤销开户${because([reasonCode]).zh}`,
    en: `An officer stopped the activation; the opening is being withdrawn${because([reasonCode]).en}`,
  }),
  handoverStopped: ({ reasonCode }) => ({
    zh: `开户已撤销，号码已交还运营商${because([reasonCode]).zh}`,
    en: `The opening was withdrawn and the number returned to the carrier${because([reasonCode]).en}`,
  }),
  retried: ({ reasonCode }) => {
    if (reasonCode === undefined) return { zh: '重新处理', en: 'Taken up again' };
    const why = describeReason(reasonCode).text;
    return { zh: `客服放行，继续办理：${why.zh}`, en: `Support lets it go on: ${why.en}` };
  },
  undoSucceeded: () => ({ zh: '运营商处的撤销已完成', en: 'What was open at the carrier is undone at last' }),
  activated: ({ number, activatedAt }) => ({
    zh: `号码 ${spacedNumber(number)} 已于 ${shanghaiMinute(activatedAt)} 激活（向运营商查询确认）`,
    en: `Number ${spacedNumber(number)} went active at ${shanghaiMinute(activatedAt)} (confirmed by asking the carrier)`,
  }),
  activationExpired: () => ({
    zh: '期限内没有激活，开户已撤销，号码已交还运营商',
    en: 'The card was not activated in time; the opening was withdrawn and the number returned to the carrier',
  }),
  restored: ({ attempt }) => ({
    zh: `运营商补报期限内的激活，订单恢复（第 ${String(attempt)} 次）`,
    en: `The carrier reported late that the card was activated in time; the order was restored (attempt ${String(attempt)})`,
  }),
  cancelled: ({ reasonCode }) => ({
    zh: `订单已取消${because([reasonCode]).zh}`,
    en: `The order was cancelled${because([reasonCode]).en}`,
  }),
};

const isKnown = (kind: string): kind is OrderEventKind => Object.hasOwn(SENTENCES, kind);

/** A journal entry as a sentence. A word written by a newer version is shown as it is. */
export function describeEvent(kind: string, body: Readonly<Record<string, unknown>>): Bilingual {
  if (!isKnown(kind)) return { zh: kind, en: kind };
  const describe = SENTENCES[kind] as (event: unknown) => Bilingual;
  return describe({ ...body, kind });
}

/** Events at which something went wrong in a stage, for the stage track. */
const WRONG: ReadonlySet<string> = new Set<OrderEventKind>([
  'documentsAsked',
  'sourceAwaited',
  'identityRejected',
  'documentsExpired',
  'numberLapsed',
  'numberTaken',
  'numberAsked',
  'numberWaitExpired',
  'carrierDown',
  'carrierRefused',
  'courierDown',
  'parcelSilent',
  'parcelTurned',
  'parcelIntercepted',
  'parcelReturned',
  'parcelLost',
  'activationStopped',
  'handoverStopped',
  'activationExpired',
  'parked',
  'parkedExpired',
  'cancelled',
]);

export const wentWrong = (kind: string): boolean => WRONG.has(kind);
