import { type Day, day, type Instant, instant } from './brand';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** China has had no summer time since 1991. */
const SHANGHAI_OFFSET_MS = 8 * HOUR_MS;

export const fromMs = (ms: number): Instant => instant(new Date(ms).toISOString());
export const toMs = (at: Instant): number => Date.parse(at);
export const plusMs = (at: Instant, ms: number): Instant => fromMs(toMs(at) + ms);

/** When the next calendar day begins in Asia/Shanghai. */
export const nextShanghaiDay = (at: Instant): Instant =>
  fromMs((Math.floor((toMs(at) + SHANGHAI_OFFSET_MS) / DAY_MS) + 1) * DAY_MS - SHANGHAI_OFFSET_MS);

/** The calendar day in Asia/Shanghai on which an instant falls. */
export const shanghaiDay = (at: Instant): Day =>
  day(new Date(toMs(at) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10));
