/** A day of the Gregorian calendar as `YYYY-MM-DD`. No time of day, no zone. */
export type CalendarDay = string;

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. Throws when the text is not an existing day. */
export function dayNumber(day: CalendarDay): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(at) || dayFrom(at / DAY_MS) !== day) {
    throw new RangeError(`not a calendar day: ${day}`);
  }
  return at / DAY_MS;
}

/** The day that many days after 1970-01-01. */
export function dayFrom(number: number): CalendarDay {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The same month and day in another year; 29 February becomes 1 March where the year has none. */
export function addYears(day: CalendarDay, years: number): CalendarDay {
  const moved = new Date(Date.UTC(yearOf(day) + years, Number(day.slice(5, 7)) - 1, Number(day.slice(8))));
  return moved.toISOString().slice(0, 10);
}

/** Completed years of life on the given day. */
export function ageOn(birth: CalendarDay, day: CalendarDay): number {
  return yearOf(day) - yearOf(birth) - (day.slice(5) < birth.slice(5) ? 1 : 0);
}

const yearOf = (day: CalendarDay): number => Number(day.slice(0, 4));
