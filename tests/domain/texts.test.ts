import { createHash } from 'node:crypto';
import { CARRIER_REFUSALS } from '../../domain/carrier-words';
import { CONSENTS, consentWith, requiredConsentsGiven } from '../../domain/consents';
import { REASONS } from '../../domain/kyc/reasons';
import { FROM } from '../../domain/order';
import { REVIEW_OPTIONS } from '../../domain/review-options';
import { describeEvent } from '../../domain/texts/order-events';
import { describeReason, isReasonKnown } from '../../domain/texts/reasons';
import { validitySentence } from '../../domain/texts/validity';
import { waitSentence } from '../../domain/texts/waits';
import { WAIT_KINDS, WAIT_RULES } from '../../domain/waits';

const HAN = /\p{Script=Han}/u;

describe('consents', () => {
  it('are given to exactly the words whose hash they carry', () => {
    for (const { text, textHash } of CONSENTS) {
      expect(createHash('sha256').update(`${text.zh}\n${text.en}`).digest('hex')).toBe(textHash);
    }
  });

  it('count only all together and in the present words', () => {
    const all = CONSENTS.map(({ kind, textHash }) => ({ kind, textHash }));

    expect(requiredConsentsGiven(all)).toBe(true);
    for (const left of CONSENTS.filter(({ required }) => required)) {
      expect(requiredConsentsGiven(all.filter(({ kind }) => kind !== left.kind))).toBe(false);
    }
    expect(requiredConsentsGiven(all.map(({ kind }) => ({ kind, textHash: '0'.repeat(64) })))).toBe(false);
    expect(consentWith('face', CONSENTS[0]?.textHash ?? '')).toBeUndefined();
  });
});

describe('reasons', () => {
  const codes = [
    ...Object.keys(REASONS),
    ...Object.keys(CARRIER_REFUSALS),
    ...REVIEW_OPTIONS.filter(({ decision }) => decision !== 'approve').map(({ reasonCode }) => reasonCode),
    'DOCUMENTS_NOT_SENT',
    'NUMBER_NOT_CHOSEN',
    'NUMBER_TAKEN',
    'CARRIER_DOWN',
    'CARRIER_WORD_UNKNOWN',
    'CARRIER_NUMBER_DIFFERS',
  ];

  it.each([...new Set(codes)])('%s has words for people, without its code', (code) => {
    const { text, remedy } = describeReason(code);

    expect(isReasonKnown(code)).toBe(true);
    for (const { zh, en } of [text, remedy]) {
      expect(zh).toMatch(HAN);
      expect(en).toMatch(/^[A-Z]/);
      expect(zh + en).not.toContain(code);
    }
    expect(text.zh).not.toMatch(/[。.]$/);
  });

  it('names a code nobody knows, so that support can look it up', () => {
    expect(describeReason('XX_NEW').text).toEqual({ zh: '其他原因（XX_NEW）', en: 'Another reason (XX_NEW)' });
  });
});

describe('sentences', () => {
  /** Every field that any event may have. */
  const body = {
    externalRef: 'r',
    line: 2,
    number: '19300000001',
    documents: 'missing',
    round: 2,
    redo: ['selfie'],
    confirm: ['name'],
    reasonCodes: ['RN_FACE_MISMATCH'],
    reasonCode: 'CR_AGE',
    what: 'documents',
    times: 3,
    approvals: 2,
    by: 'officer',
    until: '2026-03-02T02:00:00.000Z',
    activatedAt: '2026-03-02T02:00:00.000Z',
    occupyReference: 'O',
    submitReference: 'S',
    carrierOrderNo: 'XL1',
    command: 'submit',
    word: 'opened',
    why: 'CARRIER_WORD_UNKNOWN',
    iccid: '89860326000000000012',
    waybill: 'SF1234567890123',
    company: 'shunfeng',
    state: 'in-transit',
    newsAt: null,
    signedAt: '2026-03-02T02:00:00.000Z',
    activateBy: '2026-04-02T02:00:00.000Z',
    attempt: 2,
  };
  /** Fields that mean another thing in one event. */
  const other: Readonly<Record<string, object>> = { signed: { by: 'self' } };

  it.each(Object.keys(FROM))('tell what %s means in both languages', (kind) => {
    const { zh, en } = describeEvent(kind, { ...body, ...other[kind] });

    expect(zh).toMatch(HAN);
    expect(en).toMatch(/^[A-Z]/);
    expect(en).not.toMatch(/undefined|NaN/);
    expect(zh).not.toMatch(/undefined|NaN/);
  });

  it('say what is asked for again and why', () => {
    expect(describeEvent('documentsAsked', body).zh).toBe(
      '请客户重拍自拍，请客户确认姓名（原因：自拍与证件照片不像同一人）',
    );
  });

  it('show a word of a newer version as it is', () => {
    expect(describeEvent('teleported', {})).toEqual({ zh: 'teleported', en: 'teleported' });
  });

  it.each([...WAIT_KINDS])('answer why an order waits for %s', (what) => {
    const { owner, then } = WAIT_RULES[what];

    const { zh, en } = waitSentence({
      what,
      ownerKind: owner,
      ownerName: null,
      dueAt: '2026-03-05T15:59:00.000Z',
      thenWhat: then,
    });

    expect(zh).toMatch(/^等什么：.+ · 谁：.+ · 截止：03-05 23:59 · 到期则：.+$/);
    expect(en).toMatch(/^Waiting for .+ · who: .+ · until 03-05 23:59 · then .+$/);
    expect(zh).not.toContain(what);
  });

  it.each([
    ['长期', '长期有效'],
    ['2026-03-01', '已过期 1 天'],
    ['2026-03-12', '有效，还有 10 天'],
    ['2030-03-12', '有效，还有 4 年以上'],
  ])('spell out that a card is good until %s', (to, zh) => {
    expect(validitySentence(to, '2026-03-02').zh).toBe(zh);
  });
});

it("the carrier's progress is said in the reader's own language", () => {
  const { zh, en } = describeEvent('carrierProgress', { word: 'opened' });

  expect(zh).toBe('运营商进度：已开户，等待激活');
  expect(en).toBe('The carrier reports: opened, not active yet');
});
