import type { Calendar } from '../../calendar';

export interface CalendarStore {
  /** The newest version that was published by now; null where none was. */
  inForce: () => Promise<Calendar | null>;
}
