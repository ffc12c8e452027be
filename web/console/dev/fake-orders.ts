import { type OrderPage, type OrderRow, type TimelineEntry, type WaitView } from '../../../api/schemas/order';
import { END_STAGES, STAGES } from '../../../api/schemas/words';
import type { Stage, Status } from '../../../domain/stages';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One seed, one list: numbers that look drawn and never change. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const base36 = (draw: (below: number) => number): string =>
  Array.from({ length: 12 }, () => draw(36).toString(36)).join('');

const HOLDERS = [
  '张*丰',
  '李*',
  '王*芳',
  '买***·***·****提',
  '欧阳*',
  '陈*明',
  '宝*****·***冷',
  '周*',
  '吴**',
  '阿***木',
];
const PLANS = [
  { planCode: 'XL29', planName: '星联 29 元卡', feeFen: 2900 },
  { planCode: 'XL59', planName: '星联 59 元卡', feeFen: 5900 },
] as const;
const CITIES = [
  { city: '0755', cityName: '深圳' },
  { city: '0571', cityName: '杭州' },
] as const;

/** Where a fake order stands: how often, and what it then waits for. */
const KINDS: readonly {
  readonly share: number;
  readonly stage: Stage;
  readonly status: Status;
  readonly wait: Pick<WaitView, 'what' | 'owner' | 'ownerName' | 'then'> | null;
  readonly dueMs: number;
  readonly reason: { readonly code: string; readonly zh: string; readonly en: string } | null;
}[] = [
  { share: 8, stage: 'active', status: 'ended', wait: null, dueMs: 0, reason: null },
  {
    share: 3,
    stage: 'verifying',
    status: 'checking',
    wait: {
      what: { zh: '识别与核验结果', en: 'the identity check' },
      owner: 'system',
      ownerName: null,
      then: { zh: '再次核验', en: 'it is checked again' },
    },
    dueMs: 2 * MINUTE,
    reason: null,
  },
  {
    share: 4,
    stage: 'verifying',
    status: 'awaiting-documents',
    wait: {
      what: { zh: '客户上传证件照片', en: 'the customer to send their documents' },
      owner: 'customer',
      ownerName: null,
      then: { zh: '订单结束', en: 'the order ends' },
    },
    dueMs: 40 * HOUR,
    reason: null,
  },
  {
    share: 3,
    stage: 'verifying',
    status: 'in-review',
    wait: {
      what: { zh: '审核员作出决定', en: 'an officer to decide' },
      owner: 'officer',
      ownerName: null,
      then: { zh: '升级给主管', en: 'it is escalated to a lead' },
    },
    dueMs: 25 * MINUTE,
    reason: null,
  },
  {
    share: 1,
    stage: 'verifying',
    status: 'awaiting-source',
    wait: {
      what: { zh: '权威源恢复应答', en: 'the identity authority to answer' },
      owner: 'authority',
      ownerName: null,
      then: { zh: '系统再次查询', en: 'we ask again' },
    },
    dueMs: 8 * MINUTE,
    reason: null,
  },
  {
    share: 3,
    stage: 'provisioning',
    status: 'awaiting-carrier',
    wait: {
      what: { zh: '运营商答复', en: 'the carrier to answer' },
      owner: 'carrier',
      ownerName: '星联',
      then: { zh: '升级给主管', en: 'it is escalated to a lead' },
    },
    dueMs: 46 * HOUR,
    reason: null,
  },
  {
    share: 1,
    stage: 'provisioning',
    status: 'carrier-down',
    wait: {
      what: { zh: '运营商系统恢复', en: 'the carrier’s system to come back' },
      owner: 'carrier',
      ownerName: '星联',
      then: { zh: '系统再次查询', en: 'we ask again' },
    },
    dueMs: 3 * MINUTE,
    reason: null,
  },
  {
    share: 1,
    stage: 'provisioning',
    status: 'parked',
    wait: {
      what: { zh: '客服处理异常', en: 'support to sort it out' },
      owner: 'support',
      ownerName: null,
      then: { zh: '订单以失败结束', en: 'the order ends as failed' },
    },
    dueMs: -50 * MINUTE,
    reason: null,
  },
  {
    share: 3,
    stage: 'shipping',
    status: 'in-transit',
    wait: {
      what: { zh: '包裹签收', en: 'the parcel to be signed for' },
      owner: 'courier',
      ownerName: null,
      then: { zh: '系统再次查询', en: 'we ask again' },
    },
    dueMs: 52 * HOUR,
    reason: null,
  },
  {
    share: 1,
    stage: 'shipping',
    status: 'courier-down',
    wait: {
      what: { zh: '快递公司系统恢复', en: 'the courier’s system to come back' },
      owner: 'courier',
      ownerName: null,
      then: { zh: '系统再次查询', en: 'we ask again' },
    },
    dueMs: 4 * MINUTE,
    reason: null,
  },
  {
    share: 3,
    stage: 'activating',
    status: 'awaiting-activation',
    wait: {
      what: { zh: '客户激活号卡', en: 'the customer to activate the card' },
      owner: 'customer',
      ownerName: null,
      then: { zh: '订单结束', en: 'the order ends' },
    },
    dueMs: 29 * 24 * HOUR,
    reason: null,
  },
  {
    share: 1,
    stage: 'activating',
    status: 'activation-held',
    wait: {
      what: { zh: '审核员核实签收人', en: 'an officer to check who took the parcel' },
      owner: 'officer',
      ownerName: null,
      then: { zh: '升级给主管', en: 'it is escalated to a lead' },
    },
    dueMs: 20 * HOUR,
    reason: null,
  },
  {
    share: 1,
    stage: 'returned',
    status: 'ended',
    wait: null,
    dueMs: 0,
    reason: { code: 'PARCEL_RETURNED', zh: '包裹被拒收或退回', en: 'The parcel was refused or came back' },
  },
  {
    share: 1,
    stage: 'received',
    status: 'accepted',
    wait: {
      what: { zh: '开始实名核验', en: 'the identity check to start' },
      owner: 'system',
      ownerName: null,
      then: { zh: '重新开始', en: 'it starts over' },
    },
    dueMs: MINUTE,
    reason: null,
  },
  {
    share: 2,
    stage: 'rejected',
    status: 'ended',
    wait: null,
    dueMs: 0,
    reason: {
      code: 'RN_FACE_MISMATCH',
      zh: '自拍与证件照不是同一人',
      en: 'Selfie and portrait show different persons',
    },
  },
  {
    share: 1,
    stage: 'expired',
    status: 'ended',
    wait: null,
    dueMs: 0,
    reason: { code: 'DOCUMENTS_NOT_SENT', zh: '期限内没有收到证件', en: 'No documents in time' },
  },
  {
    share: 1,
    stage: 'failed',
    status: 'ended',
    wait: null,
    dueMs: 0,
    reason: {
      code: 'CR_ONE_ID_FIVE',
      zh: '该证件名下号卡已达上限',
      en: 'This person already holds the most cards allowed',
    },
  },
];

function waitOf(kind: (typeof KINDS)[number], id: string, openedAt: number, now: number): WaitView | null {
  if (kind.wait === null) return null;
  const dueAt = new Date(now + kind.dueMs).toISOString();
  return {
    id: `wai_${id}`,
    ...kind.wait,
    openedAt: new Date(openedAt).toISOString(),
    dueAt,
    nextReminderAt: kind.wait.owner === 'customer' ? new Date(now + 6 * HOUR).toISOString() : null,
    overdue: kind.dueMs < 0,
    sentence: {
      zh: `等什么：${kind.wait.what.zh} · 到期则：${kind.wait.then.zh}`,
      en: `Waiting for ${kind.wait.what.en} · until ${dueAt.slice(0, 16)}Z · then ${kind.wait.then.en}`,
    },
  };
}

/** What has gone by courier takes days. */
const LATE: readonly Stage[] = ['shipping', 'activating', 'active', 'returned'];

/** `count` orders, newest first, as the list shows them. */
export function fakeOrders(count: number, now: number): OrderRow[] {
  const draw = drawing(7);
  const bag = KINDS.flatMap((kind) => Array.from({ length: kind.share }, () => kind));
  return Array.from({ length: count }, (_, index): OrderRow => {
    const kind = bag[draw(bag.length)] ?? KINDS[0];
    if (kind === undefined) throw new Error('no kinds');
    const id = base36(draw);
    const createdAt = now - (index * 11 + draw(9)) * MINUTE - 3 * MINUTE - (LATE.includes(kind.stage) ? 70 * HOUR : 0);
    const ended = END_STAGES.some((end) => end === kind.stage);
    const tookMs = LATE.includes(kind.stage) ? 47 * HOUR : (2 + draw(7)) * MINUTE;
    const endedAt = ended ? new Date(createdAt + tookMs).toISOString() : null;
    const long = index === 3;
    return {
      id: `ord_${id}`,
      purchaseId: `pur_${id}`,
      externalRef: long ? `DD-${'20261124'.repeat(4)}-${id.slice(0, 4)}` : `69214087${String(331055 + index)}`,
      channel: index % 6 === 4 ? 'rival' : 'demo',
      line: 1,
      attempt: index === 5 ? 2 : 1,
      stage: kind.stage,
      status: kind.status,
      reasonCode: kind.reason?.code ?? null,
      reason: kind.reason === null ? null : { zh: kind.reason.zh, en: kind.reason.en },
      ...(PLANS[draw(2)] ?? PLANS[0]),
      carrier: 'xinglian',
      carrierName: '星联',
      ...(CITIES[draw(2)] ?? CITIES[0]),
      number: kind.stage === 'received' ? null : `192${String(10_000_000 + draw(89_999_999))}`,
      agentCode: draw(3) === 0 ? 'AG01' : null,
      createdAt: new Date(createdAt).toISOString(),
      updatedAt: endedAt ?? new Date(createdAt + MINUTE).toISOString(),
      endedAt,
      wait: waitOf(kind, id, createdAt + MINUTE, now),
      step:
        kind.wait === null && endedAt === null
          ? {
              what: { zh: '系统识别核验证件', en: 'the system to check the documents' },
              since: new Date(createdAt + MINUTE).toISOString(),
              sentence: {
                zh: '等什么：系统识别核验证件 · 谁：系统',
                en: 'Waiting for the system to check the documents',
              },
            }
          : null,
      holder: HOLDERS[index === 3 ? 3 : draw(HOLDERS.length)] ?? '张*',
      phone: `139****${String(1000 + draw(8999))}`,
    };
  });
}

type Draft = Pick<TimelineEntry, 'event' | 'stage' | 'status' | 'actor' | 'text' | 'link' | 'raw'> & {
  readonly after: number;
};

const system = { kind: 'system', name: null } as const;

function story(order: OrderRow, reviewId: string | null): Draft[] {
  const received: Draft[] = [
    {
      after: 0,
      event: 'received',
      stage: 'received',
      status: 'accepted',
      actor: { kind: 'channel', name: 'demo' },
      text: {
        zh: `收到订单（第 ${order.line} 张），已保留号码`,
        en: `Order received (card ${order.line}), number held`,
      },
      link: null,
      raw: { line: order.line },
    },
    {
      after: 420,
      event: 'verificationStarted',
      stage: 'verifying',
      status: 'awaiting-documents',
      actor: system,
      text: {
        zh: '开始实名核验，已短信请客户上传证件',
        en: 'Verification started, the customer was asked for documents by SMS',
      },
      link: null,
      raw: { documents: 'absent' },
    },
  ];
  if (order.stage === 'received') return received.slice(0, 1);
  if (order.status === 'awaiting-documents') return received;
  const verified: Draft[] = [
    ...received,
    {
      after: 95_000,
      event: 'documentsSubmitted',
      stage: 'verifying',
      status: 'checking',
      actor: { kind: 'customer', name: null },
      text: { zh: '客户提交了第 1 轮证件', en: 'The customer handed in round 1' },
      link: { kind: 'case', id: `kyc_${order.id.slice(4)}` },
      raw: { round: 1 },
    },
  ];
  if (order.status === 'checking' || order.status === 'awaiting-source') return verified;
  const reviewed: Draft[] =
    reviewId === null
      ? verified
      : [
          ...verified,
          {
            after: 97_400,
            event: 'reviewOpened',
            stage: 'verifying',
            status: 'in-review',
            actor: system,
            text: {
              zh: '转人工审核，需 1 人通过（原因：人脸距离在复核区间）',
              en: 'Sent to review, 1 approval needed (face distance in the review band)',
            },
            link: { kind: 'review', id: reviewId },
            raw: { approvals: 1, reasonCodes: ['RN_FACE_REVIEW'] },
          },
        ];
  if (order.status === 'in-review') return reviewed;
  if (order.stage === 'rejected') {
    return [
      ...reviewed,
      {
        after: 300_000,
        event: 'identityRejected',
        stage: 'rejected',
        status: 'ended',
        actor: { kind: 'officer', name: '林*' },
        text: { zh: '实名核验未通过（原因：自拍与证件照不是同一人）', en: 'Identity not verified (different persons)' },
        link: reviewId === null ? null : { kind: 'review', id: reviewId },
        raw: { reasonCode: 'RN_FACE_MISMATCH' },
      },
    ];
  }
  const opening: Draft[] = [
    ...reviewed,
    {
      after: 136_000,
      event: 'identityPassed',
      stage: 'verifying',
      status: 'checking',
      actor: system,
      text: { zh: '实名核验通过（第 1 轮，系统判定）', en: 'Identity verified (round 1, by the system)' },
      link: { kind: 'case', id: `kyc_${order.id.slice(4)}` },
      raw: { by: 'machine', round: 1 },
    },
    {
      after: 136_900,
      event: 'openingStarted',
      stage: 'provisioning',
      status: 'opening',
      actor: system,
      text: { zh: '向星联占用号码并提交开户', en: 'Occupying the number and submitting to 星联' },
      link: { kind: 'carrier-call', id: `${order.id.slice(4).toUpperCase()}01S01` },
      raw: { occupyReference: 'O01', submitReference: 'S01' },
    },
  ];
  if (order.stage === 'provisioning') return opening;
  if (order.stage === 'failed' || order.stage === 'expired') return [...opening, ending(order, 190_000)];
  const shipped: Draft[] = [
    ...opening,
    {
      after: 190_000,
      event: 'opened',
      stage: 'shipping',
      status: 'dispatching',
      actor: { kind: 'carrier', name: '星联' },
      text: {
        zh: '运营商确认号码已开户（ICCID 尾号 0105），准备发货',
        en: 'The carrier confirmed that the number is open (ICCID ending 0105); the card is to be sent',
      },
      link: null,
      raw: { iccid: ICCID },
    },
    ...(order.status === 'courier-down' ? [] : [dispatched]),
  ];
  if (order.stage === 'shipping') return shipped;
  if (order.stage === 'returned') return [...shipped, ending(order, 60 * HOUR)];
  const held = order.status === 'activation-held';
  const signed: Draft[] = [
    ...shipped,
    {
      after: 44 * HOUR,
      event: 'signed',
      stage: 'activating',
      status: held ? 'activation-held' : 'awaiting-activation',
      actor: { kind: 'courier', name: null },
      text: held
        ? { zh: '包裹由他人签收', en: 'The parcel was taken by somebody else' }
        : { zh: '包裹由本人签收', en: 'The parcel was taken by the addressee' },
      link: null,
      raw: { by: held ? 'other' : 'self' },
    },
  ];
  if (order.stage === 'activating') return signed;
  return [
    ...signed,
    {
      after: 47 * HOUR,
      event: 'activated',
      stage: 'active',
      status: 'ended',
      actor: { kind: 'carrier', name: '星联' },
      text: { zh: '星联确认已激活，查询结果一致', en: '星联 confirmed activation, a query agrees' },
      link: null,
      raw: { iccid: ICCID },
    },
  ];
}

/** As the carrier gave it to every fake order. */
const ICCID = '89861526013100000105';

const dispatched: Draft = {
  after: 200_000,
  event: 'dispatched',
  stage: 'shipping',
  status: 'in-transit',
  actor: system,
  text: { zh: '已发货，顺丰运单 SF1044178820336', en: 'Sent by SF Express, waybill SF1044178820336' },
  link: null,
  raw: { company: 'shunfeng', waybill: 'SF1044178820336' },
};

const ending = (order: OrderRow, after: number): Draft => ({
  after,
  event: 'ended',
  stage: order.stage,
  status: 'ended',
  actor: system,
  text: { zh: `订单结束：${order.reason?.zh ?? ''}`, en: `Order ended: ${order.reason?.en ?? ''}` },
  link: null,
  raw: { reasonCode: order.reasonCode },
});

function parcelOf(order: OrderRow, entries: readonly TimelineEntry[]): OrderPage['parcel'] {
  const sent = entries.find(({ event }) => event === 'dispatched');
  if (sent === undefined) return null;
  const signed = entries.find(({ event }) => event === 'signed');
  const other = order.status === 'activation-held';
  const state = ((): NonNullable<OrderPage['parcel']>['state'] => {
    if (order.stage === 'returned') return { zh: '已退回', en: 'returned' };
    if (signed === undefined) return { zh: '运输中', en: 'in transit' };
    return other
      ? { zh: '已由他人代签', en: 'signed for by somebody else' }
      : { zh: '已由本人签收', en: 'signed for by the addressee' };
  })();
  return {
    company: { zh: '顺丰', en: 'SF Express' },
    waybill: 'SF1044178820336',
    state,
    trouble: null,
    signedBy:
      signed === undefined ? null : other ? { zh: '他人', en: 'somebody else' } : { zh: '本人', en: 'the addressee' },
    signedAt: signed?.at ?? null,
    activateBy: signed === undefined ? null : new Date(Date.parse(signed.at) + 30 * 24 * HOUR).toISOString(),
    dispatchedAt: sent.at,
    interception: order.status === 'returning' ? 'intercepted' : null,
    interceptable: order.stage === 'shipping' && order.status === 'in-transit',
    newsAt: signed?.at ?? new Date(Date.parse(sent.at) + 9 * HOUR).toISOString(),
  };
}

/** The page of one order, its story made up backwards from where it stands. */
export function fakeOrderPage(order: OrderRow, siblings: readonly OrderRow[], reviewId: string | null): OrderPage {
  const start = Date.parse(order.createdAt);
  const drafts = story(order, reviewId);
  const entries = drafts.map(({ after, ...draft }, index) => ({
    ...draft,
    at: new Date(start + after).toISOString(),
    version: index + 1,
  }));
  const reached = STAGES.filter((stage) => entries.some((entry) => entry.stage === stage));
  const track = reached.map((stage, index) => {
    const enteredAt = entries.find((entry) => entry.stage === stage)?.at ?? order.createdAt;
    const next = reached[index + 1];
    const left = next === undefined ? null : (entries.find((entry) => entry.stage === next)?.at ?? null);
    return {
      stage,
      enteredAt,
      milliseconds: left === null ? null : Date.parse(left) - Date.parse(enteredAt),
      wrong: stage === 'verifying' && reviewId !== null,
    };
  });
  const checked = entries.some((entry) => entry.event === 'documentsSubmitted');
  const opened = entries.find((entry) => entry.event === 'openingStarted');
  const reference = `${order.id.slice(4).toUpperCase()}01`;
  return {
    order,
    entries,
    track,
    holder: {
      name: order.holder,
      idNumber: '110***********0018',
      phone: order.phone,
      address: '广东省深圳市样张区 ***',
    },
    iccid: entries.some(({ event }) => event === 'opened') ? ICCID : null,
    parcel: parcelOf(order, entries),
    handover:
      order.status === 'activation-held'
        ? {
            clear: [
              { reasonCode: 'HOLDER_CONFIRMED', label: { zh: '机主本人确认已收到', en: 'The holder confirmed it' } },
              {
                reasonCode: 'HOUSEHOLD_CONFIRMED',
                label: { zh: '同住家人代收，机主已确认', en: 'The household took it, the holder confirmed' },
              },
            ],
            stop: [
              {
                reasonCode: 'SIGNED_BY_ANOTHER',
                label: { zh: '包裹不是本人签收', en: 'Somebody else took the parcel' },
              },
              { reasonCode: 'HOLDER_DENIES', label: { zh: '机主否认办理或收到', en: 'The holder denies it' } },
            ],
          }
        : null,
    siblings: siblings.map(({ id, line, stage, number }) => ({ id, line, stage, number })),
    kyc: checked
      ? {
          caseId: `kyc_${order.id.slice(4)}`,
          state:
            order.status === 'in-review'
              ? 'in-review'
              : order.stage === 'rejected'
                ? 'rejected'
                : order.stage === 'verifying'
                  ? 'submitted'
                  : 'passed',
          round: 1,
          reasons:
            reviewId === null
              ? []
              : [
                  {
                    code: 'RN_FACE_REVIEW',
                    text: { zh: '人脸距离在复核区间', en: 'Face distance in the review band' },
                  },
                ],
          faceDistance: reviewId === null ? 0.312 : 0.527,
          reviewIds: reviewId === null ? [] : [reviewId],
        }
      : null,
    carrierCalls:
      opened === undefined
        ? []
        : [
            {
              reference: `${reference}O01`,
              command: 'occupy',
              state: 'done',
              openedAt: opened.at,
              closedAt: new Date(Date.parse(opened.at) + 640).toISOString(),
              text: null,
            },
            {
              reference: `${reference}S01`,
              command: 'submit',
              state: order.stage === 'failed' ? 'refused' : order.stage === 'provisioning' ? 'open' : 'done',
              openedAt: opened.at,
              closedAt: order.stage === 'provisioning' ? null : new Date(Date.parse(opened.at) + 48_000).toISOString(),
              text: order.stage === 'failed' ? '该证件名下号卡已达上限（一证五户）' : null,
            },
          ],
    notifications: entries
      .filter((entry) => entry.event === 'verificationStarted' || entry.event === 'activated')
      .map((entry) => ({
        template: entry.event === 'activated' ? 'number-active' : 'documents-wanted',
        at: entry.at,
        sentAt: entry.at,
      })),
  };
}
