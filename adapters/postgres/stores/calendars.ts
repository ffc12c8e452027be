import type { Day } from '../../../domain/brand';
import type { CalendarStore } from '../../../domain/ports/stores/calendars';
import { row, type Session } from './session';

interface CalendarRow {
  valid_from: Day;
  valid_to: Day;
  announced_to: Day;
  holidays: string[];
  workdays: string[];
}

/** Days cross as text: a date has no zone, and the driver's `Date` would give it one. */
export function calendarStore(session: Session): CalendarStore {
  return {
    async inForce() {
      const found = await row<CalendarRow>(
        session,
        `select valid_from::text, valid_to::text, announced_to::text, holidays::text[], workdays::text[] from calendars
         where code = 'cn' and published_at <= $1 order by version desc limit 1`,
        [session.now],
      );
      return (
        found && {
          from: found.valid_from,
          to: found.valid_to,
          announcedTo: found.announced_to,
          holidays: new Set(found.holidays),
          workdays: new Set(found.workdays),
        }
      );
    },
  };
}
