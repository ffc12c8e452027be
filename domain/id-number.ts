import type { Brand, Day } from './brand';
import { regionByCode } from './region';

/** An 18-character citizen number (GB 11643) whose check digit, date and province hold. */
export type IdNumber = Brand<'IdNumber'>;

export type IdNumberError =
  'EMPTY' | 'LENGTH' | 'CHARACTERS' | 'CHECKSUM' | 'PROVINCE' | 'DATE' | 'DATE_FUTURE' | 'DATE_TOO_OLD';

export type Sex = 'male' | 'female';

export interface IdNumberFacts {
  readonly value: IdNumber;
  readonly sex: Sex;
  readonly birth: Day;
  readonly regionCode: string;
  /** False for codes in no table. Only ever a remark: real people hold abolished codes and codes that never were in GB/T 2260. */
  readonly regionKnown: boolean;
  readonly kind: 'resident' | 'residencePermit' | 'permanentResident';
}

export type IdNumberReading =
  ({ readonly ok: true } & IdNumberFacts) | { readonly ok: false; readonly error: IdNumberError };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
const OLDEST_YEARS = 150;

const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/** ISO 3166-1 numeric: digits 4 to 6 of a permanent resident's number are the country of nationality. */
const COUNTRIES = new Set(
  (
    '004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072 074 076 084 086 090 092 ' +
    '096 100 104 108 112 116 120 124 132 136 140 144 148 152 156 158 162 166 170 174 175 178 180 184 188 191 192 196 203 ' +
    '204 208 212 214 218 222 226 231 232 233 234 238 239 242 246 248 250 254 258 260 262 266 268 270 275 276 288 292 296 ' +
    '300 304 308 312 316 320 324 328 332 334 336 340 344 348 352 356 360 364 368 372 376 380 384 388 392 398 400 404 408 ' +
    '410 414 417 418 422 426 428 430 434 438 440 442 446 450 454 458 462 466 470 474 478 480 484 492 496 498 499 500 504 ' +
    '508 512 516 520 524 528 531 533 534 535 540 548 554 558 562 566 570 574 578 580 581 583 584 585 586 591 598 600 604 ' +
    '608 612 616 620 624 626 630 634 638 642 643 646 652 654 659 660 662 663 666 670 674 678 682 686 688 690 694 702 703 ' +
    '704 705 706 710 716 724 728 729 732 740 744 748 752 756 760 762 764 768 772 776 780 784 788 792 795 796 798 800 804 ' +
    '807 818 826 831 832 833 834 840 850 854 858 860 862 876 882 887 894'
  ).split(' '),
);

/**
 * Brings what people type into the printed form: no spaces, half-width digits, upper-case X. Greek and Cyrillic look-alikes of X are
 * mapped on purpose; nothing else is dropped, so that a wrong character stays visible to the parser.
 */
export function normaliseIdNumber(raw: string): string {
  return raw
    .replace(/[\s\u3000]/gu, '')
    .replace(/[０-９Ｘｘ]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[xΧχХх×]/gu, 'X');
}

/** The 18th character for the first 17 digits. */
export function idCheckCharacter(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(seventeen[index] ?? Number.NaN), 0);
  return CHECK_CHARACTERS[sum % 11] ?? '';
}

/** Parses a normalised number as of a business day. First-generation numbers of 15 digits are refused: no such card is valid since 2013. */
export function readIdNumber(text: string, asOf: Day): IdNumberReading {
  const error = formError(text) ?? contentError(text, asOf) ?? checksumError(text);
  if (error !== null) return { ok: false, error };
  const regionCode = text.slice(0, 6);
  return {
    ok: true,
    value: text as IdNumber,
    sex: Number(text[16]) % 2 === 1 ? 'male' : 'female',
    birth: birthOf(text),
    regionCode,
    regionKnown: regionByCode(regionCode) !== undefined,
    kind: kindOf(text),
  };
}

/** True where the check digit fits, whatever else is wrong. */
export const hasValidChecksum = (text: string): boolean => (formError(text) ?? checksumError(text)) === null;

/** Widens a first-generation number (15 digits); sequence numbers 996 to 999 were kept for people born in the 1800s. */
export function expandFifteen(text: string): string | null {
  if (!/^\d{15}$/.test(text)) return null;
  const century = Number(text.slice(12)) >= 996 ? '18' : '19';
  const seventeen = text.slice(0, 6) + century + text.slice(6);
  return seventeen + idCheckCharacter(seventeen);
}

function formError(text: string): IdNumberError | null {
  if (text === '') return 'EMPTY';
  if (text.length !== 18) return 'LENGTH';
  return /^\d{17}[\dX]$/.test(text) ? null : 'CHARACTERS';
}

const checksumError = (text: string): IdNumberError | null => (idCheckCharacter(text) === text[17] ? null : 'CHECKSUM');

function contentError(text: string, asOf: Day): IdNumberError | null {
  if (!provinceHolds(text)) return 'PROVINCE';
  const birth = birthOf(text);
  if (!isCalendarDay(birth)) return 'DATE';
  if (birth > asOf) return 'DATE_FUTURE';
  return Number(asOf.slice(0, 4)) - Number(birth.slice(0, 4)) > OLDEST_YEARS ? 'DATE_TOO_OLD' : null;
}

function provinceHolds(text: string): boolean {
  if (!text.startsWith('9')) return PROVINCES.has(text.slice(0, 2));
  return PROVINCES.has(text.slice(1, 3)) && COUNTRIES.has(text.slice(3, 6));
}

const birthOf = (text: string): Day => `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}` as Day;

function kindOf(text: string): IdNumberFacts['kind'] {
  if (text.startsWith('9')) return 'permanentResident';
  return /^8[123]0000/.test(text) ? 'residencePermit' : 'resident';
}

/** False for days that no calendar has, such as 30 February. */
export function isCalendarDay(text: string): text is Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/**
 * When a year of age is complete. `onDay`: with the birthday itself. `dayAfter`: with the day after it, as courts count.
 * Born on 29 February, a common year's birthday is 28 February, the last day of the month (Civil Code, article 202).
 */
export type BirthdayPolicy = 'onDay' | 'dayAfter';

/** Full years on a Shanghai calendar day. */
export function ageOn(birth: Day, asOf: Day, policy: BirthdayPolicy = 'onDay'): number {
  const year = Number(asOf.slice(0, 4));
  const birthday = birth.endsWith('-02-29') && !isLeap(year) ? '02-28' : birth.slice(5);
  const today = asOf.slice(5);
  const reached = policy === 'onDay' ? today >= birthday : today > birthday;
  return year - Number(birth.slice(0, 4)) - (reached ? 0 : 1);
}
