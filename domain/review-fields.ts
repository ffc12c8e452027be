import { maskAddress, maskIdNumber, maskName } from './masks';
import type { CardField } from './ports/identity-check';
import type { ReviewFieldFacts } from './ports/review-desk';
import type { StoredEvidence } from './use-cases/read-identity';

const FIELDS: readonly CardField[] = [
  'name',
  'sex',
  'ethnicity',
  'birth',
  'address',
  'idNumber',
  'authority',
  'validFrom',
  'validTo',
];

/** What was declared with the order; birth and sex follow from the declared number. */
function declaredValue(field: CardField, { name, idNumber }: StoredEvidence['declared']): string | null {
  switch (field) {
    case 'name':
      return name;
    case 'idNumber':
      return idNumber;
    case 'birth':
      return idNumber.length === 18
        ? `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`
        : null;
    case 'sex':
      return idNumber.length === 18 ? (Number(idNumber[16]) % 2 === 1 ? '男' : '女') : null;
    default:
      return null;
  }
}

function typedValue(field: CardField, typed: StoredEvidence['typed']): string | null {
  return field === 'name' || field === 'address' ? (typed[field] ?? null) : null;
}

/** The authority is asked about name and number together and about nothing else. */
function sourceOf(field: CardField, code: string | null): ReviewFieldFacts['source'] {
  if (code === null || (field !== 'name' && field !== 'idNumber')) return null;
  return code === '200' ? 'match' : code === '201' ? 'mismatch' : 'unknown';
}

/** Dates of validity stay readable: they say nothing about who it is. */
function maskValue(field: CardField, value: string | null): string | null {
  if (value === null) return null;
  switch (field) {
    case 'name':
      return maskName(value);
    case 'idNumber':
      return maskIdNumber(value);
    case 'address':
      return maskAddress(value);
    case 'birth':
      return '****-**-**';
    case 'validFrom':
    case 'validTo':
      return value;
    default:
      return '***';
  }
}

const plain = (text: string): string => text.replace(/\s/gu, '').toUpperCase();
const differ = (left: string | null, right: string | null): boolean =>
  left !== null && right !== null && plain(left) !== plain(right);

/** The three columns 读出/申报/权威源. Differences are found on the clear values, also where they are shown masked. */
export function reviewFields(
  evidence: StoredEvidence,
  authorityCode: string | null,
  clear: boolean,
): readonly ReviewFieldFacts[] {
  return FIELDS.map((field) => {
    const reading = evidence.reading.fields[field];
    const declared = declaredValue(field, evidence.declared);
    const typed = typedValue(field, evidence.typed);
    const source = sourceOf(field, authorityCode);
    const shown = (value: string | null): string | null => (clear ? value : maskValue(field, value));
    return {
      field,
      read: shown(reading.value),
      confidence: reading.confidence,
      doubtful: reading.doubtful,
      declared: shown(declared),
      typed: shown(typed),
      source,
      differs: differ(reading.value, declared) || differ(reading.value, typed) || source === 'mismatch',
    };
  });
}

/** Age in full years on a day, from a day of birth; null where none was read. */
export function ageOn(birth: string | null, asOf: string): number | null {
  if (birth === null || !/^\d{4}-\d{2}-\d{2}$/.test(birth)) return null;
  const years = Number(asOf.slice(0, 4)) - Number(birth.slice(0, 4));
  return asOf.slice(5) < birth.slice(5) ? years - 1 : years;
}
