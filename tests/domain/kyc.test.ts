import {
  claimOf,
  DEFAULT_KYC_POLICY,
  judge,
  needsAuthority,
  REASONS,
  type KycEvidence,
  type Verdict,
} from '../../domain/kyc';
import { goodEvidence, matching, read, withFields, withReading } from './kyc-evidence';

const codes = (verdict: Verdict): string[] =>
  verdict.kind === 'pass' ? [] : verdict.reasons.map(({ code, part }) => (part ? `${code}/${part}` : code));
const answered = (code: string, rest: Partial<KycEvidence> = {}): KycEvidence => ({
  ...goodEvidence(),
  ...rest,
  authority: { kind: 'answered', code },
});

describe('a round in which all is well', () => {
  it('passes, and only with the consent of the source', () => {
    expect(judge(goodEvidence())).toEqual({ kind: 'pass' });
    expect(judge({ ...goodEvidence(), authority: { kind: 'notAsked' } })).toMatchObject({ kind: 'wait' });
    expect(needsAuthority({ ...goodEvidence(), authority: { kind: 'notAsked' } })).toBe(true);
    expect(needsAuthority(goodEvidence())).toBe(false);
    expect(claimOf(goodEvidence())).toEqual({ name: '李思颖', idNumber: '110199199003070025' });
  });
});

describe('pictures', () => {
  it.each(['front', 'back'] as const)('asks for a blurred %s again', (side) => {
    const blurred = { ...goodEvidence().reading[side], sharpness: 0.2 };
    const verdict = judge(withReading({ [side]: blurred }));

    expect(verdict).toMatchObject({ kind: 'retry', redo: [side] });
    expect(codes(verdict)).toEqual([`RN_OCR_BLURRED/${side}`]);
  });

  it('calls it blurred where a soft picture left the number in doubt, and glare where a sharp one did', () => {
    const soft = { ...goodEvidence().reading.front, sharpness: 0.5 };
    const doubt = { ...goodEvidence().reading.fields, idNumber: read('11019919900', { doubtful: true }) };

    expect(codes(judge(withReading({ front: soft, fields: doubt })))).toEqual(['RN_OCR_BLURRED/front']);
    expect(codes(judge(withReading({ fields: doubt })))).toEqual(['RN_OCR_GLARE/front']);
  });

  it('tells the other side, no card, half a card and a photo too blurred to tell apart', () => {
    const missing = { found: false, side: 'unknown', sharpness: 0, quad: null } as const;
    const quad = [[0, 0]] as const;

    expect(codes(judge(withReading({ front: { ...missing, side: 'back' } })))).toEqual(['RN_OCR_WRONG_SIDE/front']);
    expect(codes(judge(withReading({ back: { ...missing, photoSharpness: 0.7 } })))).toEqual(['RN_OCR_NOT_ID/back']);
    expect(codes(judge(withReading({ back: { ...missing, quad, photoSharpness: 0.7 } })))).toEqual([
      'RN_OCR_INCOMPLETE/back',
    ]);
    expect(codes(judge(withReading({ back: { ...missing, quad, photoSharpness: 0.1 } })))).toEqual([
      'RN_OCR_BLURRED/back',
    ]);
  });

  it('hands a picture that never got better to an officer', () => {
    const blurred = { ...goodEvidence().reading.front, sharpness: 0.2 };
    const last = withReading({ front: blurred }, { documentRetriesToday: DEFAULT_KYC_POLICY.maxRetriesPerDay });

    expect(judge(last)).toMatchObject({ kind: 'review', approvals: 1 });
    expect(needsAuthority({ ...last, authority: { kind: 'notAsked' } })).toBe(false);
  });

  it('believes a doubtful date of birth that agrees with a certain number', () => {
    expect(judge(withFields({ birth: read('1990-03-07', { doubtful: true }) }))).toEqual({ kind: 'pass' });
    expect(codes(judge(withFields({ birth: read('1990-03-01', { doubtful: true }) })))).toEqual(['RN_OCR_GLARE/front']);
  });
});

describe('the number', () => {
  it('is photographed again when its check digit fails, and looked at after the last try', () => {
    const changed = withFields({ idNumber: read('110199199003070125') });

    expect(judge(changed)).toMatchObject({ kind: 'retry', redo: ['front'] });
    expect(codes(judge(changed))).toContain('RN_ID_CHECKSUM/front');
    expect(judge({ ...changed, documentRetriesToday: 3 })).toMatchObject({ kind: 'review' });
  });

  it.each([
    ['another number than declared', { idNumber: read('110199199003070009') }],
    ['another day of birth than printed', { birth: read('1990-03-08') }],
    ['another sex than printed', { sex: read('男') }],
  ])('does not pass with %s: again once, then an officer', (_what, fields) => {
    const first = judge(withFields(fields));
    const second = judge(withFields(fields, { earlier: ['RN_FIELD_CONFLICT'] }));

    expect(first).toMatchObject({ kind: 'retry', redo: ['front'] });
    expect(codes(first)).toContain('RN_FIELD_CONFLICT/front');
    expect(second).toMatchObject({ kind: 'review' });
  });

  it('refuses an age outside the plan’s, but never on a number that is in conflict', () => {
    const young = { ...withFields({ idNumber: read('310199201011230022'), birth: read('2010-11-23') }) };
    const honest = { ...young, declared: { ...young.declared, idNumber: '310199201011230022' } };

    expect(judge(honest)).toEqual({ kind: 'reject', reasons: [{ code: 'RN_UNDER_AGE' }] });
    expect(judge({ ...goodEvidence(), maxAge: 30 })).toEqual({ kind: 'reject', reasons: [{ code: 'RN_OVER_AGE' }] });
    expect(judge(young).kind).toBe('retry');
  });
});

describe('validity', () => {
  it.each([
    ['expired', '2016-03-08', '2026-03-09', 'RN_DOC_EXPIRED/back'],
    ['not yet begun', '2026-03-11', '2046-03-11', 'RN_DOC_NOT_YET_VALID/back'],
  ])('a term that has %s is put right with a new card', (_what, from, to, code) => {
    const verdict = judge(withFields({ validFrom: read(from), validTo: read(to) }));

    expect(verdict.kind).toBe('retry');
    expect(codes(verdict)).toContain(code);
  });

  it('holds on its last day, and without end from 46 on', () => {
    expect(judge(withFields({ validTo: read('2026-03-10') }))).toEqual({ kind: 'pass' });
    expect(judge(withFields({ validTo: read('长期') }))).toMatchObject({
      kind: 'review',
      reasons: [{ code: 'RN_DOC_TERM_INVALID' }],
    });
  });
});

describe('name and address', () => {
  const unclear = { fields: { ...goodEvidence().reading.fields, name: read('李思', { doubtful: true }) } };
  const typed = { name: '李思颖' };

  it('lets a declared name pass that the picture bears out, whatever was read', () => {
    const verdict = judge(
      withReading({ ...unclear, declared: [matching('name', { sameAsRead: false }), matching('idNumber')] }),
    );

    expect(verdict).toEqual({ kind: 'pass' });
  });

  it('has it confirmed once where the picture does not, then shows it to an officer', () => {
    const declared = [matching('name', { sameAsRead: false, logLikelihood: -4 })];

    expect(judge(withReading({ ...unclear, declared }))).toMatchObject({ kind: 'retry', redo: [], confirm: ['name'] });
    expect(judge(withReading({ ...unclear, declared }, { earlier: ['RN_CONFIRM_NAME'] }))).toMatchObject({
      kind: 'review',
    });
  });

  it.each([
    ['a glyph too few', { glyphCountFits: false }],
    ['an unlikely character', { logLikelihood: -2 }],
  ])('never lets a name be typed away: %s', (_what, change) => {
    const verdict = judge(
      withReading({ ...unclear, typed: [matching('name', { sameAsRead: false, ...change })] }, { typed }),
    );

    expect(verdict).toMatchObject({ kind: 'review', reasons: [{ code: 'RN_TYPED_UNLIKELY', detail: 'name' }] });
  });

  it('accepts a typed name that fits, and leaves a renamed holder to an officer', () => {
    const fits = withReading({ ...unclear, typed: [matching('name')] }, { typed });
    const renamed = { ...fits, declared: { ...fits.declared, name: '李思影' } };

    expect(judge(fits)).toEqual({ kind: 'pass' });
    expect(judge(renamed)).toMatchObject({ kind: 'review', reasons: [{ code: 'RN_FIELD_CONFLICT' }] });
  });

  it('has a doubtful address confirmed', () => {
    expect(judge(withFields({ address: read('北京市密云', { doubtful: true }) }))).toMatchObject({
      confirm: ['address'],
    });
  });
});

describe('the face', () => {
  const at = (faceDistance: number | null, rest: Partial<KycEvidence> = {}): Verdict =>
    judge(withReading({ faceDistance }, rest));

  it('passes up to .45, goes to one officer up to .60, and beyond is tried again', () => {
    expect(at(0.45)).toEqual({ kind: 'pass' });
    expect(at(0.4501)).toMatchObject({ kind: 'review', approvals: 1, reasons: [{ code: 'RN_FACE_REVIEW' }] });
    expect(at(0.6)).toMatchObject({ kind: 'review', approvals: 1 });
    expect(at(0.6001)).toMatchObject({ kind: 'retry', redo: ['selfie'] });
    expect(at(Number.NaN)).toMatchObject({ kind: 'retry', redo: ['selfie'] });
  });

  it('needs two officers after three tries', () => {
    expect(at(0.9, { faceRetriesToday: 2 })).toMatchObject({ kind: 'retry' });
    expect(at(0.9, { faceRetriesToday: 3 })).toMatchObject({ kind: 'review', approvals: 2 });
  });

  it('is for one officer’s eye where the customer declined face recognition, and never a machine’s matter', () => {
    const nobodyLooked = { faces: 0, box: null, score: 0 };
    const declined = { faceDeclined: true, portrait: nobodyLooked, selfie: nobodyLooked, faceDistance: null };

    expect(judge(withReading(declined))).toEqual({
      kind: 'review',
      approvals: 1,
      reasons: [{ code: 'RN_FACE_DECLINED' }],
    });
    expect(judge(withReading(declined, { faceRetriesToday: 3 }))).toMatchObject({ kind: 'review', approvals: 1 });
    expect(needsAuthority(withReading(declined, { authority: { kind: 'notAsked' } }))).toBe(true);
    expect(judge(withReading(declined, { authority: { kind: 'answered', code: '202' } }))).toMatchObject({
      kind: 'review',
      reasons: [{ code: 'RN_NO_RECORD' }, { code: 'RN_FACE_DECLINED' }],
    });
  });

  it('asks for one face in the selfie', () => {
    const { selfie } = goodEvidence().reading;

    expect(codes(judge(withReading({ selfie: { ...selfie, faces: 0 } })))).toEqual(['RN_FACE_NOT_FOUND/selfie']);
    expect(codes(judge(withReading({ selfie: { ...selfie, faces: 2 } })))).toEqual(['RN_FACE_SEVERAL/selfie']);
  });
});

describe('the identity source', () => {
  it.each([
    ['202', 'review', 'RN_NO_RECORD'],
    ['203', 'review', 'RN_NO_PHOTO'],
    ['204', 'retry', 'RN_FACE_MISMATCH/selfie'],
    ['205', 'review', 'RN_SPOOF'],
    ['206', 'review', 'RN_SOURCE_RISK'],
    ['427', 'review', 'RN_SOURCE_RISK'],
    ['417', 'wait', 'RN_SOURCE_DOWN'],
    ['418', 'wait', 'RN_TOO_MANY'],
    ['2002', 'retry', 'RN_FIELD_CONFLICT/front'],
    ['2003', 'retry', 'RN_FIELD_CONFLICT/front'],
    ['301', 'retry', 'RN_FIELD_CONFLICT/front'],
  ])('%s leads to %s', (code, kind, reason) => {
    const verdict = judge(answered(code));

    expect(verdict.kind).toBe(kind);
    expect(codes(verdict)).toEqual([reason]);
  });

  it('forgives a mismatch once', () => {
    expect(judge(answered('201'))).toMatchObject({ kind: 'retry', confirm: ['name'], redo: ['front'] });
    expect(judge(answered('201', { earlier: ['RN_NAME_ID_MISMATCH'] }))).toMatchObject({ kind: 'reject' });
  });

  it('keeps the raw code of an answer that nobody knows', () => {
    expect(judge(answered('9999'))).toMatchObject({
      kind: 'review',
      reasons: [{ code: 'RN_SOURCE_UNKNOWN', detail: '9999' }],
    });
  });

  it('never makes a mismatch of an outage', () => {
    const verdict = judge({ ...goodEvidence(), authority: { kind: 'down' } });

    expect(verdict).toEqual({ kind: 'wait', until: 'sourceBack', reasons: [{ code: 'RN_SOURCE_DOWN' }] });
    expect(judge(answered('417'))).toMatchObject({ kind: 'wait', until: 'sourceBack' });
    expect(judge(answered('418'))).toMatchObject({ kind: 'wait', until: 'tomorrow' });
  });
});

it('tells every customer in both languages what is wrong and what helps', () => {
  for (const entry of Object.values(REASONS)) {
    for (const text of [entry.text, entry.remedy]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).toMatch(/^[A-Z]/);
    }
  }
});
