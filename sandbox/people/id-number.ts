import { dayFrom, type CalendarDay } from './calendar-day';

/**
 * Region codes that GB/T 2260 never assigned, so that no number drawn here can belong to a real person.
 * Their province prefixes are real, because a prefix that does not exist is refused outright.
 */
export const UNASSIGNED_REGIONS = ['110199', '310199', '440399', '510199', '330199'] as const;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const FEMALE_SEQUENCES = 500; // 000, 002 … 998: an even last digit stands for a woman.

/** GB 11643 (ISO 7064 MOD 11-2) check character of the first 17 digits. */
export function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** Whether a number has 18 characters and the check character that belongs to them. */
export function hasRightCheck(idNumber: string): boolean {
  return /^\d{17}[\dX]$/.test(idNumber) && checkCharacter(idNumber) === idNumber[17];
}

export interface BirthWindow {
  /** Day number of the earliest possible birthday. */
  readonly first: number;
  /** Day number of the latest possible birthday. */
  readonly last: number;
}

// Prime and larger than any number of days or sequences, so it shares no factor with the space it strides over.
const STRIDE = 15_485_863;

/**
 * The woman's number at a place of an endless walk over region × birthday × sequence. Two places of one walk (same offset, same window)
 * give two numbers until the whole space is used up, some 30 million for adults: nobody runs into the card limit of a stranger.
 */
export function idNumberAt(
  place: number,
  offset: number,
  window: BirthWindow,
): { idNumber: string; birth: CalendarDay } {
  const days = window.last - window.first + 1;
  const space = UNASSIGNED_REGIONS.length * days * FEMALE_SEQUENCES;
  let index = Number((BigInt(offset) + BigInt(place) * BigInt(STRIDE)) % BigInt(space));

  const region = UNASSIGNED_REGIONS[index % UNASSIGNED_REGIONS.length] ?? UNASSIGNED_REGIONS[0];
  index = Math.floor(index / UNASSIGNED_REGIONS.length);
  const sequence = String((index % FEMALE_SEQUENCES) * 2).padStart(3, '0');
  const birth = dayFrom(window.first + Math.floor(index / FEMALE_SEQUENCES));

  const first17 = region + birth.replaceAll('-', '') + sequence;
  return { idNumber: first17 + checkCharacter(first17), birth };
}

// A reader that mistakes 3 for 8 must not undo the change by accident: each digit is replaced by ones that look quite unlike it.
const UNLIKE = ['147', '0235689', '014679', '0147', '0235689', '0147', '1247', '0235689', '1247', '1247'] as const;

/**
 * The number with one digit of its sequence printed differently; birthday and sex still agree with the rest of the card.
 * The check character is left as it was, and so is wrong now, or made right again.
 */
export function withDigitChanged(idNumber: string, at: 14 | 15, choice: number, check: 'wrong' | 'right'): string {
  const unlike = UNLIKE[Number(idNumber[at])] ?? '0';
  const first17 = idNumber.slice(0, at) + unlike.charAt(choice % unlike.length) + idNumber.slice(at + 1, 17);
  return first17 + (check === 'right' ? checkCharacter(first17) : idNumber.slice(17));
}
