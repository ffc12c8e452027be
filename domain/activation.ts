import type { Instant } from './brand';
import { DAY_MS, nextShanghaiDay, plusMs, toMs } from './time';

/** What the order's policy says of shipping and activation; versioned data, pinned at intake. */
export interface FulfilmentPolicy {
  /** Natural days to activate, counted from the day after signing (`DOMAIN.md` 6). */
  readonly activateWithinDays: number;
  /** Nudges by SMS, in hours after signing. */
  readonly nudgeHours: readonly number[];
  /** Hours without news of a parcel until the courier is asked. */
  readonly parcelSilentHours: number;
}

export const DEFAULT_FULFILMENT_POLICY: FulfilmentPolicy = {
  activateWithinDays: 30,
  nudgeHours: [24, 72, 168, 480],
  parcelSilentHours: 72,
};

/** Reads a published policy of any version: what it does not say has the value of today's default. */
export function fulfilmentPolicy(body: Readonly<Record<string, unknown>> | null): FulfilmentPolicy {
  const number = (value: unknown, otherwise: number): number =>
    typeof value === 'number' && value > 0 ? value : otherwise;
  const { activateWithinDays, nudgeHours, parcelSilentHours } = body ?? {};
  return {
    activateWithinDays: number(activateWithinDays, DEFAULT_FULFILMENT_POLICY.activateWithinDays),
    nudgeHours: Array.isArray(nudgeHours)
      ? nudgeHours.filter((hour): hour is number => typeof hour === 'number' && hour > 0)
      : DEFAULT_FULFILMENT_POLICY.nudgeHours,
    parcelSilentHours: number(parcelSilentHours, DEFAULT_FULFILMENT_POLICY.parcelSilentHours),
  };
}

export interface Area {
  readonly province: string;
  readonly city: string;
}

/** What the carrier said of an activation when it was asked, beside what we knew: commission is judged on it. */
export interface ActivationEvidence {
  readonly activatedAt: Instant;
  /** L2: the carrier confirmed it when queried (`DOMAIN.md` 6). */
  readonly confirmedBy: 'L2';
  /** Whether the carrier found the holder activating; null where it does not say. */
  readonly personMatches: boolean | null;
  readonly area: Area | null;
  readonly deliveryArea: Area | null;
  /** End of the window, not included. */
  readonly dueAt: Instant;
}

/**
 * The first moment that is too late: signed on 1 November with 30 days, 1 December is the last day and 2 December
 * 00:00 in Shanghai is too late.
 */
export const activationEnds = (signedAt: Instant, days: number): Instant =>
  plusMs(nextShanghaiDay(signedAt), days * DAY_MS);

/** A second before the end counts, the end itself does not. */
export const isInWindow = (activatedAt: Instant, dueAt: Instant): boolean => toMs(activatedAt) < toMs(dueAt);
