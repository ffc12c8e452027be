import type { Day } from '../../domain/brand';
import { addDays, businessDayFrom, businessDays, type Calendar, dueDay, isBusinessDay } from '../../domain/calendar';
import { CN_CALENDAR } from '../../domain/calendar-data';

/** Only what is announced. */
const calendar: Calendar = {
  from: CN_CALENDAR.from as Day,
  to: CN_CALENDAR.announcedTo as Day,
  announcedTo: CN_CALENDAR.announcedTo as Day,
  holidays: new Set(CN_CALENDAR.holidays),
  workdays: new Set(CN_CALENDAR.workdays),
};
/** With the year after it, by rule. */
const byRule: Calendar = { ...calendar, to: CN_CALENDAR.to as Day };
const on = (raw: string): Day => raw as Day;

describe('the calendar of mainland China', () => {
  it('knows holidays on weekdays and weekends that are worked', () => {
    expect(isBusinessDay(calendar, on('2026-10-01'))).toBe(false);
    expect(isBusinessDay(calendar, on('2026-10-10'))).toBe(true);
    expect(isBusinessDay(calendar, on('2026-10-11'))).toBe(false);
    expect(isBusinessDay(calendar, on('2026-03-02'))).toBe(true);
  });

  it('ends where nothing is announced, and says so', () => {
    expect(() => isBusinessDay(calendar, on('2027-01-01'))).toThrow('CalendarNotLoaded');
    expect(() => isBusinessDay(null, on('2026-03-02'))).toThrow('CalendarNotLoaded');
  });

  it('COM-13: seven days and seven working days after 29 September 2026', () => {
    expect(addDays(on('2026-09-29'), 7)).toBe('2026-10-06');
    expect(dueDay(calendar, on('2026-09-29'), { days: 7, count: 'business' })).toEqual({
      on: '2026-10-14',
      provisional: false,
    });
  });

  it('COM-14: three working days across the new year are not known: provisional to pay, refused to settle', () => {
    expect(dueDay(calendar, on('2026-12-30'), { days: 3, count: 'business' })).toEqual({
      on: '2027-01-04',
      provisional: true,
    });
    expect(() => businessDays(calendar, on('2026-12-30'), on('2027-01-04'))).toThrow('CalendarNotLoaded');
  });

  it('makes the next business day out of thirty days that end in a holiday', () => {
    expect(dueDay(calendar, on('2026-09-01'), { days: 30, count: 'calendar' })).toEqual({
      on: '2026-10-08',
      provisional: false,
    });
    expect(dueDay(calendar, on('2026-03-02'), { days: 30, count: 'calendar' })).toEqual({
      on: '2026-04-01',
      provisional: false,
    });
  });

  it('leaves only weekends out beyond its end', () => {
    expect(businessDayFrom(calendar, on('2027-01-02'))).toEqual({ on: '2027-01-04', provisional: true });
    expect(businessDayFrom(null, on('2026-03-01'))).toEqual({ on: '2026-03-02', provisional: true });
  });

  it('goes on by the law’s own holidays where nothing is announced, provisionally', () => {
    // New year on a Friday, and the second of May on a Sunday, which gives the fourth off.
    expect(businessDayFrom(byRule, on('2027-01-01'))).toEqual({ on: '2027-01-04', provisional: true });
    expect(businessDayFrom(byRule, on('2027-05-01'))).toEqual({ on: '2027-05-05', provisional: true });
    // The spring festival of 2027 begins on 6 February, a Saturday; its eve is off, and three days follow for three.
    expect(businessDays(byRule, on('2027-02-01'), on('2027-02-12'))).toEqual([
      '2027-02-01',
      '2027-02-02',
      '2027-02-03',
      '2027-02-04',
      '2027-02-11',
      '2027-02-12',
    ]);
    expect(dueDay(byRule, on('2026-12-01'), { days: 30, count: 'calendar' })).toEqual({
      on: '2026-12-31',
      provisional: false,
    });
    expect(() => isBusinessDay(byRule, on('2028-01-03'))).toThrow('CalendarNotLoaded');
  });

  it('lists the business days of a span, both ends included', () => {
    expect(businessDays(calendar, on('2026-04-03'), on('2026-04-07'))).toEqual(['2026-04-03', '2026-04-07']);
    expect(businessDays(calendar, on('2026-04-07'), on('2026-04-03'))).toEqual([]);
  });
});
