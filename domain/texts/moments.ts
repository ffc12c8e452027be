import { HOUR_MS } from '../time';

/** `11-29 23:59` in Asia/Shanghai, for sentences; the exact instant stands beside them. */
export function shanghaiMinute(at: string): string {
  const local = new Date(Date.parse(at) + 8 * HOUR_MS).toISOString();
  return `${local.slice(5, 10)} ${local.slice(11, 16)}`;
}

/** `192 **** 0888` is for people; a card number of the pool is stock and shown whole: `192 0000 0888`. */
export const spacedNumber = (number: string): string =>
  number.length === 11 ? `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}` : number;
