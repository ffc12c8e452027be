import { isCalendarDay } from '../../../domain/id-number';

/** `YYYY-MM-DD` of printed parts, or null for a day that no calendar has. */
export function printedDay(year: string, month: string, date: string): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isCalendarDay(text) ? text : null;
}

/** The same day some years later; 29 February becomes the 28th where there is none. */
export function yearsLater(day: string, years: number): string {
  const moved = `${String(Number(day.slice(0, 4)) + years)}${day.slice(4)}`;
  return isCalendarDay(moved) ? moved : `${moved.slice(0, 8)}28`;
}
