import { type Finding, type KycEvidence, officer, redo, reject, waitFor, wasNamedBefore } from './evidence';

/** What the identity source's answer means (实人 SubCodes); a code without a row goes to an officer with the raw code kept. */
export function authorityFindings(evidence: KycEvidence): Finding[] {
  const { authority } = evidence;
  switch (authority.kind) {
    case 'down':
    case 'notAsked':
      return [waitFor('RN_SOURCE_DOWN', 'sourceBack')];
    case 'answered':
      return answerFindings(authority.code, evidence);
  }
}

function answerFindings(code: string, evidence: KycEvidence): Finding[] {
  switch (code) {
    case '200':
      return [];
    case '201':
      return wasNamedBefore(evidence, 'RN_NAME_ID_MISMATCH') ? [reject('RN_NAME_ID_MISMATCH')] : nameMismatchOnce();
    case '202':
      return [officer('RN_NO_RECORD')];
    case '203':
      return [officer('RN_NO_PHOTO')];
    case '204':
      return [redo('RN_FACE_MISMATCH', 'selfie', code)];
    case '205':
      return [officer('RN_SPOOF', code)];
    case '206':
    case '427':
      return [officer('RN_SOURCE_RISK', code)];
    case '417':
      return [waitFor('RN_SOURCE_DOWN', 'sourceBack')];
    case '418':
      return [waitFor('RN_TOO_MANY', 'tomorrow')];
    case '2002':
    case '2003':
    case '301':
      return wasNamedBefore(evidence, 'RN_FIELD_CONFLICT')
        ? [officer('RN_FIELD_CONFLICT', code)]
        : [redo('RN_FIELD_CONFLICT', 'front', code)];
    default:
      return [officer('RN_SOURCE_UNKNOWN', code)];
  }
}

/** Forgiven once: a rare character may have been read or typed wrong. */
const nameMismatchOnce = (): Finding[] => [
  redo('RN_NAME_ID_MISMATCH', 'front'),
  {
    reason: { code: 'RN_NAME_ID_MISMATCH', part: 'front', detail: 'name' },
    consequence: { kind: 'confirm', field: 'name' },
  },
];
