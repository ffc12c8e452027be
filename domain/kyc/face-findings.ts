import { type Finding, type KycEvidence, officer, redo } from './evidence';
import type { KycPolicy } from './policy';

/**
 * The face in its bands. No finding here ever rejects: beyond the review band the customer tries again, and once the day's tries are used
 * up two officers decide. A portrait on a picture that must be taken again is not compared. Who declined face recognition is compared by
 * one officer's eye, always.
 */
export function faceFindings(evidence: KycEvidence, policy: KycPolicy, isFrontLegible: boolean): Finding[] {
  const { reading } = evidence;
  if (reading.faceDeclined === true) return [officer('RN_FACE_DECLINED')];
  if (reading.selfie.faces === 0) return [redo('RN_FACE_NOT_FOUND', 'selfie')];
  if (reading.selfie.faces > 1) return [redo('RN_FACE_SEVERAL', 'selfie')];
  if (!isFrontLegible) return [];
  const distance = reading.faceDistance;
  if (distance === null) return [redo('RN_OCR_INCOMPLETE', 'front', 'portrait')];
  // In this order a distance that is no number falls through to the strictest branch.
  if (distance <= policy.acceptDistance) return [];
  if (distance <= policy.reviewDistance) return [officer('RN_FACE_REVIEW')];
  return [redo('RN_FACE_MISMATCH', 'selfie')];
}
