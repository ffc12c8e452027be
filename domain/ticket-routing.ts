import type { UserId } from './brand';
import type { Role } from './stages';
import { SKILL_ROLES, type TicketSkill } from './ticket';

/** A person who could get a ticket. */
export interface Colleague {
  readonly userId: UserId;
  readonly roles: readonly Role[];
  readonly onDuty: boolean;
  /** Let a ticket lie for its whole first-response time and has done nothing since. */
  readonly silent: boolean;
  /** Tickets in hand that wait for this person. */
  readonly open: number;
  /** When the last ticket was given, ms; null where none was. */
  readonly lastGivenMs: number | null;
}

/**
 * Who gets the next ticket: with the skill, on duty, not silent, not among `except`; the fewest in hand, among equals who
 * has been without a new one for longest. Null where nobody can.
 */
export function pickColleague(
  people: readonly Colleague[],
  skill: TicketSkill,
  except: readonly UserId[],
): UserId | null {
  const roles: readonly Role[] = SKILL_ROLES[skill];
  const able = people.filter(
    (one) =>
      one.onDuty && !one.silent && !except.includes(one.userId) && one.roles.some((owned) => roles.includes(owned)),
  );
  const [best] = [...able].sort(
    (a, b) => a.open - b.open || (a.lastGivenMs ?? 0) - (b.lastGivenMs ?? 0) || (a.userId < b.userId ? -1 : 1),
  );
  return best?.userId ?? null;
}
