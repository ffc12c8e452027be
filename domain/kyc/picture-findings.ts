import type { CardField, SideReading } from '../ports/identity-check';
import { type Finding, type KycEvidence, redo } from './evidence';
import type { KycPolicy } from './policy';

type Side = 'front' | 'back';

/** Fields that must be read for certain; the others are remarks or are confirmed. */
const NEEDED: Readonly<Record<Side, readonly CardField[]>> = {
  front: ['idNumber', 'birth', 'sex'],
  back: ['validFrom', 'validTo'],
};

/** What is wrong with the pictures of the card as pictures. A side without findings was read well enough to be judged. */
export function pictureFindings(evidence: KycEvidence, policy: KycPolicy): Finding[] {
  return (['front', 'back'] as const).flatMap((side) => {
    const reading = evidence.reading[side];
    return reading.found ? legibility(side, reading, evidence, policy) : [missingSide(side, reading, policy)];
  });
}

function missingSide(side: Side, { side: shown, quad, photoSharpness }: SideReading, policy: KycPolicy): Finding {
  if (shown !== 'unknown' && shown !== side) return redo('RN_OCR_WRONG_SIDE', side);
  if (photoSharpness !== undefined && photoSharpness < policy.minPhotoSharpness) return redo('RN_OCR_BLURRED', side);
  return redo(quad === null ? 'RN_OCR_NOT_ID' : 'RN_OCR_INCOMPLETE', side);
}

function legibility(side: Side, { sharpness }: SideReading, evidence: KycEvidence, policy: KycPolicy): Finding[] {
  if (sharpness < policy.minSharpness) return [redo('RN_OCR_BLURRED', side)];
  const [illegible] = NEEDED[side].filter((field) => isIllegible(field, evidence));
  if (illegible === undefined) return [];
  return [redo(sharpness < policy.doubtSharpness ? 'RN_OCR_BLURRED' : 'RN_OCR_GLARE', side, illegible)];
}

/** A doubtful date of birth or sex that agrees with a number beyond doubt is doubt no more: two readings say the same. */
function isIllegible(field: CardField, { reading }: KycEvidence): boolean {
  const { value, doubtful } = reading.fields[field];
  if (value === null) return true;
  if (!doubtful) return false;
  const number = reading.fields.idNumber;
  if (number.value === null || number.doubtful) return true;
  if (field === 'birth') return value.replaceAll('-', '') !== number.value.slice(6, 14);
  if (field === 'sex') return (value === '男') !== (Number(number.value[16]) % 2 === 1);
  return true;
}
