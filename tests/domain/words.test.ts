import { CARRIER_REFUSALS } from '../../domain/carrier-words';
import { instant } from '../../domain/brand';
import { REASONS } from '../../domain/kyc/reasons';
import type { PlanRecord } from '../../domain/ports/stores/catalogue';
import { disqualify } from '../../domain/qualification';
import { REVIEW_OPTIONS, reviewLabel } from '../../domain/review-options';
import { messageText, MESSAGES, type MessageTemplate } from '../../domain/texts/messages';
import { describeEnding, describeReason, inSentences, isReasonKnown } from '../../domain/texts/reasons';
import { HOLE, type Literal, literalsIn } from '../support/literals';

/** Han and the punctuation that goes with it. */
const CJK = '[\\p{Script=Han}，。；：！？、（）【】“”]';
/** Codes that can end an order: final ones, what an officer rejects with, and what a carrier's refusal leaves no way around. */
const ENDING = new Set([
  ...Object.entries(REASONS).flatMap(([code, { class: reasonClass }]) => (reasonClass === 'F' ? [code] : [])),
  ...REVIEW_OPTIONS.flatMap(({ decision, reasonCode }) => (decision === 'reject' ? [reasonCode] : [])),
  ...Object.entries(CARRIER_REFUSALS).flatMap(([code, kind]) => ('NCU'.includes(kind) ? [code] : [])),
]);
const hits = (literals: readonly Literal[], pattern: RegExp): string[] =>
  literals.filter(({ text }) => pattern.test(text)).map(({ at, text }) => `${at} ${text}`);

describe('Chinese', () => {
  const DATA = /^domain\/(?:region-data|ethnicity)\.ts/;
  const literals = literalsIn('domain', 'api', 'web/console/src', 'web/phone/src', 'web/shared').filter(
    ({ at, text }) => /\p{Script=Han}/u.test(text) && !DATA.test(at),
  );

  it('is written with full-width punctuation', () => {
    expect(literals.length).toBeGreaterThan(600);
    expect(hits(literals, new RegExp(`${CJK}[,;:!?()]|[,;:!?()]${CJK}`, 'u'))).toEqual([]);
  });

  it('keeps a space between Han and Latin or figures', () => {
    expect(hits(literals, /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u)).toEqual([]);
  });

  it('has no doubled stops', () => {
    expect(hits(literals, /[，。；：！？、]{2}/u)).toEqual([]);
  });

  it('stays out of the English dictionaries, but for names', () => {
    const english = literalsIn('web/console/src/texts/en.ts', 'web/phone/src/texts/en.ts');

    expect(hits(english, /\p{Script=Han}/u).map((hit) => hit.replace(/^\S+ /, ''))).toEqual([
      '中文',
      '中文',
      '切换到中文',
    ]);
  });
});

describe('a reason code', () => {
  const written = literalsIn(
    'domain',
    'workflows',
    'activities',
    'adapters',
    'api',
    'workers',
    'sandbox',
    'web',
  ).filter(({ text }) => /^(?:RN|CR)_[A-Z0-9_]*[A-Z0-9]$/.test(text));
  /** Where an order's reason is decided; the hints about an upload are another vocabulary. */
  const deciding = literalsIn('domain/order.ts', 'domain/use-cases', 'workflows').filter(
    ({ at, text }) => /^[A-Z]+(?:_[A-Z0-9]+)+$/.test(text) && !at.includes('store-uploads'),
  );

  it('has words wherever it is written', () => {
    const unknown = [...written, ...deciding].filter(({ text }) => !isReasonKnown(text));

    expect(written.length).toBeGreaterThan(100);
    expect(deciding.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['CARRIER_WORD_UNKNOWN', 'DOCUMENTS_NOT_SENT', 'NUMBER_NOT_CHOSEN', 'NUMBER_TAKEN']),
    );
    expect(unknown.map(({ at, text }) => `${at} ${text}`)).toEqual([]);
  });

  it('has its words once', () => {
    const codes = [...Object.keys(REASONS), ...Object.keys(CARRIER_REFUSALS), 'NUMBER_TAKEN', 'CARRIER_DOWN'];
    const words = codes.map((code) => describeReason(code).text.zh);
    const twins = codes.filter((_, at) => words.indexOf(words[at] ?? '') !== words.lastIndexOf(words[at] ?? ''));

    // A listed person is not told which list it is.
    expect(twins).toEqual(['RN_BLACKLIST', 'RN_SANCTION']);
  });

  it('sends nobody to the camera once the order has ended for it', () => {
    for (const code of ENDING) {
      const { remedy } = describeEnding(code);
      expect(`${code} ${remedy.zh}`).not.toMatch(/重拍|审核员会|您无需操作/);
      expect(`${code} ${remedy.en}`).not.toMatch(/take .* again|officer will|nothing for you/i);
    }
  });

  it('that an officer chooses has a label', () => {
    for (const { reasonCode, label } of REVIEW_OPTIONS) {
      expect(label.zh).toMatch(/\p{Script=Han}/u);
      expect(label.en).toMatch(/^[A-Z]/);
      expect(reviewLabel(reasonCode)).toBe(label);
    }
    expect(reviewLabel('XX_NEW')).toBeUndefined();
  });
});

describe('a refusal at intake', () => {
  const plan: PlanRecord = {
    row: 1,
    code: 'XL29',
    version: 1,
    carrier: 'xinglian',
    name: '星联畅享 29',
    feeFen: 2900,
    minAge: 16,
    maxAge: 65,
    maxCards: 1,
    cooldownDays: 30,
    bannedProvinces: ['西藏自治区'],
    onSale: false,
  };
  const now = instant('2026-03-02T01:00:00.000Z');
  const refusedAt = (age: number) =>
    disqualify(
      plan,
      {
        age,
        birth: null,
        idProblem: 'CHECKSUM',
        province: '西藏',
        standing: [{ carrier: 'xinglian', cards: 1, lastPurchaseAt: now }],
        risks: ['blacklist'],
      },
      1,
      { free: 0 },
      now,
    );

  it('says every reason in whole sentences of both languages', () => {
    const reasons = [...refusedAt(10), ...refusedAt(80)];

    expect([...new Set(reasons.map(({ code }) => code))]).toHaveLength(9);
    for (const { code, text } of [
      ...reasons,
      { code: 'NUMBER_TAKEN', text: inSentences(describeReason('NUMBER_TAKEN')) },
    ]) {
      expect(text.zh).toMatch(/^\p{Script=Han}.*。$/u);
      expect(text.en).toMatch(/^[A-Z].*\.$/);
      expect(text.zh + text.en).not.toContain(code);
    }
  });
});

describe('a text message', () => {
  const templates = Object.keys(MESSAGES) as MessageTemplate[];
  const endings = [...ENDING].map((code) => ({
    template: code.startsWith('RN_') ? ('identity-rejected' as const) : ('carrier-refused' as const),
    reason: inSentences(describeEnding(code)).zh,
  }));
  const retries = Object.keys(REASONS).map((code) => ({
    template: 'documents-again' as const,
    reason: describeReason(code).text.zh,
  }));

  it('names its sender and fits into 70 characters beside its link', () => {
    for (const { template, reason } of [
      ...templates.map((t) => ({ template: t, reason: '' })),
      ...endings,
      ...retries,
    ]) {
      const text = messageText(template, { reason, number: '19300000888' }, '');
      expect(text).toMatch(/^【cardflow】/);
      expect([text, text.length <= 70]).toEqual([text, true]);
    }
  });

  it('ends a link where every phone ends it', () => {
    const link = 'https://card.example/v/#t=lnk_1.abc';

    for (const template of templates) {
      const text = messageText(template, {}, link);
      if (text.includes(link)) expect(text).toMatch(/：https:\/\/card\.example\/v\/#t=lnk_1\.abc(?: |$)/);
    }
  });

  it('holds no whole number', () => {
    expect(messageText('number-active', { number: '19300000888' }, null)).toBe(
      '【cardflow】您尾号 0888 的新号码已开通。',
    );
  });

  it('asks for more even where no reason is known', () => {
    expect(messageText('documents-again', {}, 'L')).toBe('【cardflow】证件材料需要补充，请按提示补交：L');
    expect(messageText('documents-again', { reason: '证件照片不够清晰' }, 'L')).not.toContain(HOLE);
  });
});
