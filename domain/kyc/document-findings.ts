import type { Day } from '../brand';
import { ageOn, isCalendarDay, normaliseIdNumber, readIdNumber, type IdNumberFacts } from '../id-number';
import { type Finding, type KycEvidence, officer, redo, reject, wasNamedBefore } from './evidence';
import type { KycPolicy } from './policy';

/** What a card without an end date prints. */
const LONG_TERM = '长期';
/** Cards without an end are made out from 46 on (Identity Card Law, article 5). */
const LONG_TERM_AGE = 46;

/** What the card says against itself, the order, the calendar and the plan's ages. Asked only where the pictures are good enough. */
export function documentFindings(evidence: KycEvidence, policy: KycPolicy): Finding[] {
  const { value } = evidence.reading.fields.idNumber;
  const number = readIdNumber(value ?? '', evidence.asOf);
  if (!number.ok) {
    const code = number.error === 'CHECKSUM' ? 'RN_ID_CHECKSUM' : 'RN_ID_DATE';
    return [redo(code, 'front'), ...validityFindings(evidence, null)];
  }
  const conflicts = conflictFindings(evidence, number);
  // A number that contradicts the card or the order proves no age: nobody is refused on it.
  const ages = conflicts.length > 0 ? [] : ageFindings(evidence, number, policy);
  return [...conflicts, ...ages, ...validityFindings(evidence, number)];
}

function conflictFindings(evidence: KycEvidence, number: IdNumberFacts): Finding[] {
  const { birth, sex } = evidence.reading.fields;
  const conflicts: string[] = [];
  if (birth.value !== null && birth.value !== number.birth) conflicts.push('birth');
  if (sex.value !== null && sex.value !== (number.sex === 'male' ? '男' : '女')) conflicts.push('sex');
  if (normaliseIdNumber(evidence.declared.idNumber) !== number.value) conflicts.push('idNumber');
  const isRepeated = wasNamedBefore(evidence, 'RN_FIELD_CONFLICT');
  return conflicts.map((field) =>
    isRepeated ? officer('RN_FIELD_CONFLICT', field) : redo('RN_FIELD_CONFLICT', 'front', field),
  );
}

function ageFindings({ asOf, minAge, maxAge }: KycEvidence, { birth }: IdNumberFacts, policy: KycPolicy): Finding[] {
  const age = ageOn(birth, asOf, policy.birthdayPolicy);
  if (age < minAge) return [reject('RN_UNDER_AGE')];
  return age > maxAge ? [reject('RN_OVER_AGE')] : [];
}

function validityFindings({ reading, asOf }: KycEvidence, number: IdNumberFacts | null): Finding[] {
  const from = reading.fields.validFrom.value;
  const to = reading.fields.validTo.value;
  if (from === null || to === null) return [];
  if (!isCalendarDay(from) || (to !== LONG_TERM && !isCalendarDay(to)))
    return [redo('RN_OCR_GLARE', 'back', 'validTo')];
  if (from > asOf) return [redo('RN_DOC_NOT_YET_VALID', 'back')];
  if (to !== LONG_TERM && to < asOf) return [redo('RN_DOC_EXPIRED', 'back'), redo('RN_DOC_EXPIRED', 'front')];
  return to === LONG_TERM && number && isTooYoungForLongTerm(number.birth, from)
    ? [officer('RN_DOC_TERM_INVALID')]
    : [];
}

const isTooYoungForLongTerm = (birth: Day, from: Day): boolean => ageOn(birth, from) < LONG_TERM_AGE;
