import { type Day, day } from './brand';
import { DomainError } from './errors';
import { DAY_MS } from './time';

/** Working days of a country, as published: outside its span nothing is known. */
export interface Calendar {
  readonly from: Day;
  /** The last day it knows. */
  readonly to: Day;
  /** The last day that was announced; later ones follow a rule until they are. */
  readonly announcedTo: Day;
  /** Mondays to Fridays on which nobody works. */
  readonly holidays: ReadonlySet<string>;
  /** Saturdays and Sundays on which everybody works (调休). */
  readonly workdays: ReadonlySet<string>;
}

/** A day worked out, and whether a calendar that is not published yet may move it. */
export interface DueDay {
  readonly on: Day;
  readonly provisional: boolean;
}

/** `days` calendar days after `from`; they may be negative. */
export const addDays = (from: Day, days: number): Day =>
  day(new Date(Date.parse(from) + days * DAY_MS).toISOString().slice(0, 10));

/** Weeks know their weekends without any calendar. */
const isWeekend = (on: Day): boolean => [0, 6].includes(new Date(on).getUTCDay());

const covers = (calendar: Calendar | null, on: Day): calendar is Calendar =>
  calendar !== null && calendar.from <= on && on <= calendar.to;

const worksOn = (calendar: Calendar, on: Day): boolean =>
  isWeekend(on) ? calendar.workdays.has(on) : !calendar.holidays.has(on);

/** Whether people work on this day. Throws `CalendarNotLoaded` outside the calendar: an unknown day is no ordinary day. */
export function isBusinessDay(calendar: Calendar | null, on: Day): boolean {
  if (!covers(calendar, on)) throw new DomainError('CalendarNotLoaded', `no calendar is published for ${on}`);
  return worksOn(calendar, on);
}

/** The first business day on or after `on`: provisional beyond what is announced; beyond the calendar only weekends are left out. */
export function businessDayFrom(calendar: Calendar | null, on: Day): DueDay {
  for (let candidate = on; ; candidate = addDays(candidate, 1)) {
    if (!covers(calendar, candidate)) {
      if (!isWeekend(candidate)) return { on: candidate, provisional: true };
    } else if (worksOn(calendar, candidate)) return { on: candidate, provisional: candidate > calendar.announcedTo };
  }
}

/** The business days from `from` to `to`, both included. Throws `CalendarNotLoaded` where one of them is unknown. */
export function businessDays(calendar: Calendar | null, from: Day, to: Day): readonly Day[] {
  const found: Day[] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) if (isBusinessDay(calendar, on)) found.push(on);
  return found;
}

/** When something is paid after it happened. */
export interface PayAfter {
  readonly days: number;
  /** `calendar` counts every day and then goes to the next business day, `business` counts business days alone. */
  readonly count: 'calendar' | 'business';
}

/** The business day on which what happened on `from` is due; provisional as soon as it leaves what is announced. */
export function dueDay(calendar: Calendar | null, from: Day, { days, count }: PayAfter): DueDay {
  if (count === 'calendar') return businessDayFrom(calendar, addDays(from, days));
  let due: DueDay = { on: from, provisional: false };
  for (let left = days; left > 0; left -= 1) {
    const next = businessDayFrom(calendar, addDays(due.on, 1));
    due = { on: next.on, provisional: due.provisional || next.provisional };
  }
  return due;
}
