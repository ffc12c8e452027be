import type { FieldReading } from '../../../domain/ports/identity-check';
import type { LineReading } from '../ocr/ctc';
import { printedDay, yearsLater } from './dates';
import { engineReading, lineOf, readNarrowed, type CardSide, type EngineReading } from './reading';

/** What a card without an end date prints. */
export const LONG_TERM = '长期';
const CHARACTERS = '0123456789.-长期';
const SQUEEZE = 0.65;
const SCALES = [1.3, 1.6] as const;
const TERMS = [5, 10, 20] as const;
const LEAST_CONFIDENCE = 0.8;

export interface Validity {
  readonly from: string;
  readonly to: string;
  /** True where both ends were read and the term is one that the law knows. */
  readonly isWhole: boolean;
}

export interface ValidityFields {
  readonly validFrom: FieldReading;
  readonly validTo: FieldReading;
}

/** Reads the term of validity; read again larger where it is not 5, 10, 20 years or 长期. */
export async function readValidityFields(side: CardSide): Promise<ValidityFields> {
  const charset = side.recogniser.charset(CHARACTERS);
  const isWhole = (text: string): boolean => parseValidity(text)?.isWhole === true;
  const first = await readNarrowed(side, lineOf(side, 'validity'), SQUEEZE, { charset, accept: isWhole });
  const readings: EngineReading[] = [engineReading(side.recogniser.version, first)];
  let best = first;
  for (const scale of isWhole(first.text) ? [] : SCALES) {
    const again = await side.recogniser.read(lineOf(side, 'validity', scale).image, { charset });
    readings.push(engineReading(`${side.recogniser.version} ×${scale}`, again));
    if (!isWhole(again.text)) continue;
    best = again;
    break;
  }
  return fieldsOf(best, readings);
}

function fieldsOf({ text, confidence }: LineReading, readings: EngineReading[]): ValidityFields {
  const validity = parseValidity(text);
  const doubtful = validity?.isWhole !== true || confidence < LEAST_CONFIDENCE;
  const field = (value: string | null): FieldReading => ({
    value,
    confidence: validity ? confidence : 0,
    doubtful,
    readings,
  });
  return { validFrom: field(validity?.from ?? null), validTo: field(validity?.to ?? null) };
}

/**
 * Parses `YYYY.MM.DD-YYYY.MM.DD` or `YYYY.MM.DD-长期`. Where one day is damaged, the other and a lawful term give it back, marked as
 * not whole. Null without any date.
 */
export function parseValidity(raw: string): Validity | null {
  const text = raw
    .replace(/\s/gu, '')
    .replace(/[。,，、·:]/gu, '.')
    .replace(/[—–一~_]/gu, '-');
  const days = [...text.matchAll(/((?:19|20)\d\d)\.?(0[1-9]|1[0-2])\.?(0[1-9]|[12]\d|3[01])/gu)].flatMap((match) => {
    const day = printedDay(match[1] ?? '', match[2] ?? '', match[3] ?? '');
    return day === null ? [] : [{ day, end: match.index + match[0].length }];
  });
  const [first, second] = days;
  if (!first) return null;
  if (second) return { from: first.day, to: second.day, isWhole: isLawfulTerm(first.day, second.day) };
  const rest = text.slice(first.end).replace(/^[^-]*-/u, '');
  if (/[长期]/u.test(rest)) return { from: first.day, to: LONG_TERM, isWhole: true };
  const year = /(?:19|20)\d\d/u.exec(rest);
  const term = TERMS.find((years) => year && Number(year[0]) - Number(first.day.slice(0, 4)) === years);
  return term === undefined ? null : { from: first.day, to: yearsLater(first.day, term), isWhole: false };
}

/** Cards made out on 29 February end on the 28th or the first of March; both are seen. */
function isLawfulTerm(from: string, to: string): boolean {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  if (!TERMS.some((term) => term === years)) return false;
  if (from.slice(5) === to.slice(5)) return true;
  return from.endsWith('-02-29') && (to.endsWith('-02-28') || to.endsWith('-03-01'));
}
