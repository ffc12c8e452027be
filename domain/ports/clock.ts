import type { Instant } from '../brand';

/**
 * Business time: real time plus an offset that is 0 in production. Facts, due dates, holds, links and deadlines use it;
 * signatures, log-in sessions, review leases and rate limits stay on real time.
 */
export interface ClockPort {
  now: () => Instant;
  nowMs: () => number;
  /** Real time in ms since the epoch, for the few things that a jump must not touch. */
  realMs: () => number;
}
