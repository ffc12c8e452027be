import type { ReviewCase, ReviewRow } from '../../../api/schemas/review';
import type { OrderRow } from '../../../api/schemas/order';

const MINUTE = 60_000;
export const LEASE_MS = 10 * MINUTE;

/** A case as the fake keeps it; leases and decisions change it. */
export interface FakeReview {
  readonly row: Omit<ReviewRow, 'lease' | 'decidedByMe' | 'holder'>;
  readonly clearHolder: string;
  readonly maskedHolder: string;
  readonly distance: number | null;
  readonly orders: readonly OrderRow[];
  lease: { userId: string; userName: string; until: number } | null;
  decisions: (Omit<ReviewCase['decisions'][number], 'label'> & { userId: string })[];
  evidenceHash: string;
}

const silent = { zh: '', en: '' };
const OPTIONS: ReviewCase['options'] = [
  {
    decision: 'approve',
    reasonCode: 'SAME_PERSON',
    label: { zh: '证件真实，本人一致', en: 'Genuine card, same person' },
    customerText: silent,
  },
  {
    decision: 'approve',
    reasonCode: 'FIELDS_CONFIRMED',
    label: { zh: '字段已人工核对', en: 'Fields checked by eye' },
    customerText: silent,
  },
  {
    decision: 'retake',
    reasonCode: 'RN_OCR_BLURRED',
    label: { zh: '证件照片看不清', en: 'Card not legible' },
    customerText: {
      zh: '身份证照片看不清，请重新拍摄正反面。',
      en: 'The pictures of your card are not legible. Please take both again.',
    },
    parts: ['front', 'back'],
  },
  {
    decision: 'retake',
    reasonCode: 'RN_OCR_INCOMPLETE',
    label: { zh: '正面不完整', en: 'Front incomplete' },
    customerText: {
      zh: '身份证正面没有拍全，请重新拍摄。',
      en: 'The front of your card is not whole. Please take it again.',
    },
    parts: ['front'],
  },
  {
    decision: 'retake',
    reasonCode: 'RN_FACE_MISMATCH',
    label: { zh: '自拍不清楚', en: 'Selfie not clear' },
    customerText: { zh: '自拍不清楚，请本人正对镜头重新拍摄。', en: 'Your selfie is not clear. Please take it again.' },
    parts: ['selfie'],
  },
  {
    decision: 'reject',
    reasonCode: 'RN_FACE_REFUSED',
    label: { zh: '不是同一人', en: 'Not the same person' },
    customerText: {
      zh: '自拍与身份证照片不是同一人，无法办理。如有异议，可联系客服申诉。',
      en: 'Selfie and card show different persons, so this cannot be done. You may appeal.',
    },
  },
  {
    decision: 'reject',
    reasonCode: 'RN_OCR_PS',
    label: { zh: '证件照片经过修改', en: 'Picture was edited' },
    customerText: {
      zh: '证件照片经过修改，无法办理。如有异议，可联系客服申诉。',
      en: 'The picture was edited, so this cannot be done. You may appeal.',
    },
  },
];

const REASONS = {
  band: {
    code: 'RN_FACE_REVIEW',
    part: 'selfie',
    weight: 40,
    class: 'O',
    text: { zh: '人脸距离在复核区间', en: 'The face distance lies in the review band' },
    detail: null,
  },
  doubt: {
    code: 'RN_CONFIRM_ADDRESS',
    part: 'front',
    weight: 14,
    class: 'U',
    text: { zh: '个别文字识别不确定', en: 'Some characters are not certain' },
    detail: null,
  },
  mismatch: {
    code: 'RN_FACE_MISMATCH',
    part: 'selfie',
    weight: 60,
    class: 'O',
    text: { zh: '自拍与证件照差异大，已重拍 3 次', en: 'Selfie and portrait differ, three retakes' },
    detail: null,
  },
  down: {
    code: 'RN_SOURCE_DOWN',
    part: null,
    weight: 0,
    class: 'T',
    text: { zh: '身份核验源没有应答，不算不一致', en: 'The identity authority did not answer; that is no mismatch' },
    detail: null,
  },
  declined: {
    code: 'RN_FACE_DECLINED',
    part: null,
    weight: 3,
    class: 'O',
    text: { zh: '未使用人脸识别，由审核员人工核对', en: 'Face recognition was declined; an officer compares by eye' },
    detail: null,
  },
  noRecord: {
    code: 'RN_NO_RECORD',
    part: null,
    weight: 30,
    class: 'O',
    text: { zh: '权威源查无此人，可能是新证', en: 'No record at the authority, perhaps a new card' },
    detail: null,
  },
} as const satisfies Record<string, ReviewCase['reasons'][number]>;

type ReasonName = keyof typeof REASONS;
const CASES: readonly {
  reasons: readonly ReasonName[];
  approvals: number;
  distance: number | null;
  dueMin: number;
  name: [string, string];
}[] = [
  {
    reasons: ['band', 'doubt', 'down'],
    approvals: 1,
    distance: 0.527,
    dueMin: -12,
    name: ['宝音德力格尔·阿木古冷', '宝*****·***冷'],
  },
  {
    reasons: ['mismatch', 'doubt'],
    approvals: 2,
    distance: 0.713,
    dueMin: 22,
    name: ['买买提·吐尔逊·艾合买提', '买***·***·****提'],
  },
  { reasons: ['noRecord'], approvals: 1, distance: 0.331, dueMin: 95, name: ['张样丰', '张*丰'] },
  { reasons: ['band'], approvals: 1, distance: 0.482, dueMin: 140, name: ['王示芳', '王*芳'] },
  { reasons: ['doubt', 'down'], approvals: 1, distance: null, dueMin: 200, name: ['欧阳样', '欧阳*'] },
  { reasons: ['declined'], approvals: 1, distance: null, dueMin: 220, name: ['赵样宁', '赵*宁'] },
];
const reasonsOf = new Map<string, readonly ReasonName[]>();

export function fakeReviews(orders: readonly OrderRow[], now: number): FakeReview[] {
  const waiting = orders.filter((order) => order.status === 'in-review');
  return CASES.map((each, index): FakeReview => {
    const order = waiting[index];
    const tail = (order?.id ?? 'ord_000000000000').slice(4);
    const id = `rev_${tail}`;
    const top = REASONS[each.reasons[0] ?? 'band'];
    reasonsOf.set(id, each.reasons);
    return {
      row: {
        id,
        caseId: `kyc_${tail}`,
        state: 'queued',
        approvalsNeeded: each.approvals,
        approvals: 0,
        topReason: { code: top.code, text: top.text },
        reasons: each.reasons.length,
        planName: order?.planName ?? '星联 29 元卡',
        quantity: 1,
        openedAt: new Date(now + (each.dueMin - 240) * MINUTE).toISOString(),
        dueAt: new Date(now + each.dueMin * MINUTE).toISOString(),
        escalatedAt: each.dueMin < 0 ? new Date(now + each.dueMin * MINUTE).toISOString() : null,
      },
      clearHolder: each.name[0],
      maskedHolder: each.name[1],
      distance: each.distance,
      orders: order === undefined ? [] : [order],
      lease: null,
      decisions: [],
      evidenceHash: index.toString(16).repeat(64),
    };
  });
}

const mask = (clear: boolean, value: string, masked: string): string => (clear ? value : masked);

/** The whole case as one officer sees it: clear only for whoever holds the lease. */
export function fakeCase(review: FakeReview, row: ReviewRow, clear: boolean, now: number): ReviewCase {
  const name = clear ? review.clearHolder : review.maskedHolder;
  const names = reasonsOf.get(row.id) ?? ['band'];
  const field = (
    name: ReviewCase['fields'][number]['field'],
    read: string | null,
    more: Partial<ReviewCase['fields'][number]> = {},
  ): ReviewCase['fields'][number] => ({
    field: name,
    read,
    confidence: 0.98,
    doubtful: false,
    declared: null,
    typed: null,
    source: null,
    differs: false,
    ...more,
  });
  return {
    review: row,
    serverNow: new Date(now).toISOString(),
    clear,
    evidenceHash: review.evidenceHash,
    reasons: names.map((each) => ({ ...REASONS[each] })),
    fields: [
      field('name', name, { declared: name, source: names.includes('down') ? 'unknown' : 'match' }),
      field('idNumber', mask(clear, '110199199406180018', '110***********0018'), {
        declared: mask(
          clear,
          names.includes('mismatch') ? '110199199406180078' : '110199199406180018',
          '110***********0018',
        ),
        differs: names.includes('mismatch'),
        source: names.includes('mismatch') ? 'mismatch' : names.includes('down') ? 'unknown' : 'match',
      }),
      field('birth', '1994-06-18'),
      field('sex', '男'),
      field('ethnicity', '蒙古'),
      field(
        'address',
        mask(clear, '样张省样张市示例区演示大街 12 号院 3 号楼 2 单元 401 室', '样张省样张市示例区 ***'),
        {
          confidence: names.includes('doubt') ? 0.58 : 0.97,
          doubtful: names.includes('doubt'),
          typed: names.includes('doubt')
            ? mask(clear, '样张省样张市示例区演示大街 12 号院 3 号楼 2 单元 407 室', '样张省样张市示例区 ***')
            : null,
        },
      ),
      field('authority', '样张市公安局示例分局', { confidence: 0.96 }),
      field('validFrom', '2021-03-09'),
      field('validTo', '2041-03-09'),
    ],
    face: {
      distance: names.includes('declined') ? null : review.distance,
      declined: names.includes('declined'),
      acceptTo: 0.45,
      reviewTo: 0.6,
      portraitFound: true,
      selfieFaces: review.distance === null ? 0 : 1,
    },
    authority: names.includes('down')
      ? {
          code: '417',
          text: { zh: '核验源超时，10 分钟后再查', en: 'The authority timed out, asked again in 10 min' },
          at: row.openedAt,
        }
      : { code: '200', text: { zh: '姓名与号码一致', en: 'Name and number match' }, at: row.openedAt },
    age: 32,
    validity: {
      from: '2021-03-09',
      to: '2041-03-09',
      text: {
        zh: '剩 14 年 3 个月 · 26 岁领证，有效 20 年',
        en: '14 years 3 months left · issued at 26, valid 20 years',
      },
    },
    orders: review.orders.map(({ id, stage, planName, number }) => ({ id, stage, planName, number })),
    history: [
      {
        at: new Date(Date.parse(row.openedAt) - 3 * MINUTE).toISOString(),
        actor: 'customer',
        text: { zh: '提交了第 1 轮证件', en: 'handed in round 1' },
      },
      { at: row.openedAt, actor: 'system', text: { zh: '判为人工审核', en: 'sent it to review' } },
    ],
    decisions: review.decisions.map(({ userName, decision, reasonCode, note, at }) => ({
      userName,
      decision,
      reasonCode,
      label: OPTIONS.find((each) => each.reasonCode === reasonCode)?.label ?? { zh: reasonCode, en: reasonCode },
      note,
      at,
    })),
    options: row.state === 'decided' ? [] : OPTIONS,
    images: { front: clear, back: clear, selfie: clear, portrait: clear },
  };
}
