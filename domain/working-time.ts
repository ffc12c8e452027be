import type { Instant } from './brand';
import { DAY_MS, fromMs, HOUR_MS, toMs } from './time';

/** China has had no summer time since 1991. */
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;
/** Support works from 09:00 to midnight, every day of the year. */
const OPENS_MS = 9 * HOUR_MS;
const OPEN_MS = DAY_MS - OPENS_MS;

/** What a clock counts: every hour, or support's hours only. */
export type ClockHours = 'always' | 'support';

const midnightBefore = (ms: number): number =>
  Math.floor((ms + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;

/** When so many counted ms have passed since `from`. */
export function plusWorkingMs(from: Instant, ms: number, hours: ClockHours): Instant {
  if (hours === 'always') return fromMs(toMs(from) + ms);
  let opens = midnightBefore(toMs(from)) + OPENS_MS;
  let at = Math.max(toMs(from), opens);
  let left = ms;
  for (;;) {
    const closes = opens + OPEN_MS;
    if (at + left <= closes) return fromMs(at + left);
    left -= closes - at;
    opens += DAY_MS;
    at = opens;
  }
}

/** How many counted ms lie between two instants; 0 where `to` is not after `from`. */
export function workingMsBetween(from: Instant, to: Instant, hours: ClockHours): number {
  const [start, end] = [toMs(from), toMs(to)];
  if (end <= start) return 0;
  if (hours === 'always') return end - start;
  let counted = 0;
  for (let midnight = midnightBefore(start); midnight < end; midnight += DAY_MS) {
    const opens = midnight + OPENS_MS;
    counted += Math.max(0, Math.min(end, midnight + DAY_MS) - Math.max(start, opens));
  }
  return counted;
}
