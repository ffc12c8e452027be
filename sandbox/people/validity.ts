import { addYears, ageOn, dayFrom, dayNumber, type CalendarDay } from './calendar-day';
import { type Random } from './random';

/** How long a card counts: from and to inclusive, `to: null` = 长期. */
export interface Validity {
  readonly from: CalendarDay;
  readonly to: CalendarDay | null;
}

const FIRST_SECOND_GENERATION_CARD = '2005-01-01';
const LONGEST_TERM_YEARS = 20;
/** A year, and a month more for demos that let time jump. */
export const STILL_VALID_DAYS = 396;
const FRESHEST_CARD_DAYS = 30;

/** Years of validity by age at issue, 身份证法 Art. 5; null = 长期. */
export function termYears(ageAtIssue: number): number | null {
  if (ageAtIssue < 16) return 5;
  if (ageAtIssue < 26) return 10;
  return ageAtIssue < 46 ? LONGEST_TERM_YEARS : null;
}

/** A card the person may hold on the business day, with the right term for her age at issue and at least a year to go. */
export function drawValidity(random: Random, birth: CalendarDay, businessDay: CalendarDay): Validity {
  const today = dayNumber(businessDay);
  const latest = today - FRESHEST_CARD_DAYS;
  const earliest = Math.max(
    dayNumber(FIRST_SECOND_GENERATION_CARD),
    dayNumber(birth) + 366,
    dayNumber(addYears(businessDay, -LONGEST_TERM_YEARS)),
  );

  for (let draw = 0; draw < 200; draw++) {
    const validity = issuedOn(dayFrom(random.int(earliest, latest)), birth);
    const isLeapDay = validity.from.endsWith('-02-29'); // Both 02-28 and 03-01 are seen as its end: avoided.
    if (!isLeapDay && (validity.to === null || dayNumber(validity.to) >= today + STILL_VALID_DAYS)) return validity;
  }
  return issuedOn(dayFrom(latest), birth); // Fresh enough at any age: the shortest term is five years.
}

function issuedOn(from: CalendarDay, birth: CalendarDay): Validity {
  const years = termYears(ageOn(birth, from));
  return { from, to: years === null ? null : addYears(from, years) };
}

/** As printed on the back of the card: `YYYY.MM.DD-YYYY.MM.DD` or `YYYY.MM.DD-长期`. */
export function printedValidity({ from, to }: Validity): string {
  return `${from.replaceAll('-', '.')}-${to === null ? '长期' : to.replaceAll('-', '.')}`;
}
