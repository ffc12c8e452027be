import { day } from '../../domain/brand';
import type { KycEvidence } from '../../domain/kyc';
import type { FieldReading, SideReading, TextMatch } from '../../domain/ports/identity-check';

export const read = (value: string | null, changes: Partial<FieldReading> = {}): FieldReading => ({
  value,
  confidence: 0.99,
  doubtful: false,
  readings: [],
  ...changes,
});

const side = (name: 'front' | 'back'): SideReading => ({ found: true, side: name, sharpness: 0.8, quad: null });
const face = { faces: 1, box: { x: 1, y: 1, width: 90, height: 90 }, score: 0.9 };

export const matching = (field: TextMatch['field'], changes: Partial<TextMatch> = {}): TextMatch => ({
  field,
  logLikelihood: -0.01,
  glyphCountFits: true,
  sameAsRead: true,
  ...changes,
});

/** A woman of 36 whose card, face and order are in order and whom the source confirms. */
export function goodEvidence(): KycEvidence {
  return {
    reading: {
      front: side('front'),
      back: side('back'),
      fields: {
        name: read('李思颖'),
        sex: read('女'),
        ethnicity: read('汉'),
        birth: read('1990-03-07'),
        address: read('北京市密云区创新中路197号'),
        idNumber: read('110199199003070025'),
        authority: read('北京市公安局密云分局'),
        validFrom: read('2016-03-08'),
        validTo: read('2036-03-08'),
      },
      portrait: face,
      selfie: face,
      faceDistance: 0.31,
      declared: [matching('name'), matching('idNumber')],
      typed: [],
      versions: {},
      milliseconds: {},
    },
    declared: { name: '李思颖', idNumber: '110199199003070025' },
    authority: { kind: 'answered', code: '200' },
    asOf: day('2026-03-10'),
    minAge: 16,
    maxAge: 65,
    round: 1,
    faceRetriesToday: 0,
    documentRetriesToday: 0,
  };
}

type Reading = KycEvidence['reading'];

export function withReading(changes: Partial<Reading>, rest: Partial<KycEvidence> = {}): KycEvidence {
  const evidence = goodEvidence();
  return { ...evidence, ...rest, reading: { ...evidence.reading, ...changes } };
}

export function withFields(changes: Partial<Reading['fields']>, rest: Partial<KycEvidence> = {}): KycEvidence {
  return withReading({ fields: { ...goodEvidence().reading.fields, ...changes } }, rest);
}
