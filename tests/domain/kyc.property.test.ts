import fc from 'fast-check';
import { day } from '../../domain/brand';
import {
  DEFAULT_KYC_POLICY,
  judge,
  needsAuthority,
  REASONS,
  type KycEvidence,
  type ReasonCode,
} from '../../domain/kyc';
import { goodEvidence } from './kyc-evidence';
import type { CardField, FieldReading, SideReading, TextMatch } from '../../domain/ports/identity-check';

const texts = [
  '',
  '110199199003070025',
  '110199199003070125',
  '310199201011230022',
  '1990-03-07',
  '2010-11-23',
  '女',
  '男',
  '长期',
  '李思颖',
  '李',
  '9999-99-99',
  '2016-03-08',
  '2036-03-08',
];
const number = fc.oneof(fc.double(), fc.constantFrom(0, 0.2, 0.45, 0.6, 0.8, Number.NaN, Infinity));
const field: fc.Arbitrary<FieldReading> = fc.record({
  value: fc.oneof(fc.constant(null), fc.constantFrom(...texts), fc.string()),
  confidence: number,
  doubtful: fc.boolean(),
  readings: fc.constant([]),
});
const side: fc.Arbitrary<SideReading> = fc.record({
  found: fc.boolean(),
  side: fc.constantFrom('front', 'back', 'unknown'),
  sharpness: number,
  quad: fc.constantFrom(null, []),
  photoSharpness: number,
});
const face = fc.record({ faces: fc.nat(3), box: fc.constant(null), score: number });
const match: fc.Arbitrary<TextMatch> = fc.record({
  field: fc.constantFrom('name', 'address', 'idNumber'),
  logLikelihood: number,
  glyphCountFits: fc.boolean(),
  sameAsRead: fc.boolean(),
});
const fields = fc.record(
  Object.fromEntries(
    ['name', 'sex', 'ethnicity', 'birth', 'address', 'idNumber', 'authority', 'validFrom', 'validTo'].map((name) => [
      name,
      field,
    ]),
  ) as Record<CardField, typeof field>,
);
const evidence: fc.Arbitrary<KycEvidence> = fc.record({
  reading: fc.record({
    front: side,
    back: side,
    fields,
    portrait: face,
    selfie: face,
    faceDistance: fc.oneof(fc.constant(null), number),
    declared: fc.array(match, { maxLength: 3 }),
    typed: fc.array(match, { maxLength: 3 }),
    versions: fc.constant({}),
    milliseconds: fc.constant({}),
  }),
  declared: fc.record({ name: fc.constantFrom(...texts), idNumber: fc.constantFrom(...texts) }),
  typed: fc.record({ name: fc.constantFrom(...texts), address: fc.string() }),
  authority: fc.oneof(
    fc.record({
      kind: fc.constant('answered' as const),
      code: fc.oneof(fc.constantFrom('200', '201', '202', '417', '427'), fc.string()),
    }),
    fc.constantFrom({ kind: 'down' as const }, { kind: 'notAsked' as const }),
  ),
  asOf: fc.constantFrom(day('2026-03-10'), day('2024-02-29')),
  minAge: fc.nat(120),
  maxAge: fc.nat(120),
  round: fc.nat(9),
  faceRetriesToday: fc.nat(5),
  documentRetriesToday: fc.nat(5),
  earlier: fc.subarray(Object.keys(REASONS) as ReasonCode[]),
});

/** Good evidence with up to three of its parts replaced by anything: near enough to pass now and then. */
const nearlyGood = fc
  .tuple(
    evidence,
    fc.subarray(['reading', 'authority', 'declared', 'age'] as const, { maxLength: 1 }),
    fc.array(fc.nat(20), { maxLength: 2 }),
  )
  .map(([other, parts, picks]): KycEvidence => {
    const good = goodEvidence();
    const reading = { ...good.reading, fields: { ...good.reading.fields } };
    const fieldNames = Object.keys(good.reading.fields) as CardField[];
    for (const pick of picks) {
      const name = fieldNames[pick % fieldNames.length] ?? 'name';
      reading.fields = { ...reading.fields, [name]: other.reading.fields[name] };
    }
    if (parts.includes('reading')) {
      const { faceDistance, front, back } = other.reading;
      Object.assign(reading, { faceDistance, front, back });
    }
    return {
      ...good,
      reading,
      authority: parts.includes('authority') ? other.authority : good.authority,
      declared: parts.includes('declared') ? other.declared : good.declared,
      minAge: parts.includes('age') ? other.minAge : good.minAge,
    };
  });

describe('whatever the models saw', () => {
  it('is judged without throwing, the same way each time', () => {
    fc.assert(
      fc.property(evidence, (seen) => {
        expect(judge(seen)).toEqual(judge(seen));
        expect(typeof needsAuthority(seen)).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('passes only with the source’s consent, a face in the accepted band and a number that the order names', () => {
    let passed = 0;
    fc.assert(
      fc.property(nearlyGood, (seen) => {
        if (judge(seen).kind !== 'pass') return;
        passed++;
        expect(seen.authority).toEqual({ kind: 'answered', code: '200' });
        expect(seen.reading.faceDistance).toBeLessThanOrEqual(DEFAULT_KYC_POLICY.acceptDistance);
        expect(seen.reading.fields.idNumber.value).toBe(seen.declared.idNumber);
        expect(seen.reading.front.found && seen.reading.back.found).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(passed).toBeGreaterThan(50);
  });

  it('never passes by itself, and never asks for another selfie, where face recognition was declined', () => {
    fc.assert(
      fc.property(nearlyGood, (seen) => {
        const verdict = judge({ ...seen, reading: { ...seen.reading, faceDeclined: true } });
        expect(verdict.kind).not.toBe('pass');
        if (verdict.kind === 'retry') expect(verdict.redo).not.toContain('selfie');
      }),
      { numRuns: 2000 },
    );
  });

  it('never ends on a face, a doubtful picture or a source that is down', () => {
    const final = new Set(['RN_UNDER_AGE', 'RN_OVER_AGE', 'RN_NAME_ID_MISMATCH']);
    fc.assert(
      fc.property(evidence, (seen) => {
        const verdict = judge(seen);
        if (verdict.kind === 'reject') for (const { code } of verdict.reasons) expect(final.has(code)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never asks for more once the day’s tries are used up', () => {
    fc.assert(
      fc.property(evidence, (seen) => {
        const verdict = judge({ ...seen, faceRetriesToday: 3, documentRetriesToday: 3 });
        expect(verdict.kind).not.toBe('retry');
      }),
    );
  });
});
