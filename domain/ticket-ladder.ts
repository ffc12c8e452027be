import type { Instant } from './brand';
import type { Role } from './stages';
import type { TicketSkill } from './ticket';
import { type ClockHours, plusWorkingMs, workingMsBetween } from './working-time';

/** A promise is told upwards at half of its counted time, at four fifths, and when it ran out (`DOMAIN.md` 8.2). */
export const RUNG_SHARES = [50, 80, 100] as const;
export type Rung = 0 | 1 | 2;
export const RUNGS: readonly Rung[] = [0, 1, 2];

/** What somebody can be told of a ticket: a promise of its, or that nobody on duty can take it. */
export type ToldPromise = 'first' | 'resolve' | 'nobody';

/** Whom each rung reaches. Above the last one nobody is left to tell: the ticket stays overdue, with its owner. */
export const LADDERS = {
  support: ['support_agent', 'support_lead', 'compliance_lead'],
  compliance: ['compliance_officer', 'compliance_lead', 'admin'],
} as const satisfies Record<TicketSkill, readonly [Role, Role, Role]>;

/** A promise as the ladder sees it. */
export interface Promised {
  readonly hours: ClockHours;
  readonly dueAt: Instant;
  /** Counted ms left where the clock stands; null while it runs. */
  readonly leftMs: number | null;
  readonly metAt: Instant | null;
  /** How many rungs have been told. */
  readonly rungs: number;
}

/** The rungs that are reached by now and not told yet, the lowest first; none while the clock stands or once it is kept. */
export function rungsToTell(promised: Promised, wholeMs: number, now: Instant): readonly Rung[] {
  if (promised.metAt !== null || promised.leftMs !== null) return [];
  const left = workingMsBetween(now, promised.dueAt, promised.hours);
  return untold(promised).filter((rung) => (rung === 2 ? promised.dueAt <= now : left <= leftAt(rung, wholeMs)));
}

/** The moments of the rungs that are still to come, the first one first. */
export function rungMoments(promised: Promised, wholeMs: number, now: Instant): readonly Instant[] {
  if (promised.metAt !== null || promised.leftMs !== null) return [];
  const left = workingMsBetween(now, promised.dueAt, promised.hours);
  return untold(promised)
    .map((rung) =>
      rung === 2 ? promised.dueAt : plusWorkingMs(now, Math.max(0, left - leftAt(rung, wholeMs)), promised.hours),
    )
    .filter((at) => at > now);
}

const untold = ({ rungs }: Promised): readonly Rung[] => RUNGS.filter((rung) => rung >= rungs);

const leftAt = (rung: Rung, wholeMs: number): number => Math.floor((wholeMs * (100 - RUNG_SHARES[rung])) / 100);
