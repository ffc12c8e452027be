import type { Day } from '../brand';
import { addDays, businessDays, type Calendar, dueDay } from '../calendar';
import { DomainError } from '../errors';
import type { SettledBatch } from '../ports/stores/settlements';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { shanghaiDay } from '../time';
import { alignHolds, rulesOf } from './align-holds';

/** How many accruals one transaction settles: large enough to be cheap, small enough to be repeated. */
export const SETTLE_BATCH = 5_000;

export interface SettlementPlan {
  /** Business days up to now that are not done, oldest first. */
  readonly days: readonly Day[];
  /** The first day that was refused because no calendar is published for it; null where all are known. */
  readonly unknownFrom: Day | null;
  /** The last announced day, when it is less than 30 days away: time to publish the next calendar. */
  readonly calendarEnds: Day | null;
}

const ALARM_DAYS = 30;

/**
 * What is to be settled now: every business day since the last one done, up to today. Days on which nothing was due
 * yet are written off as done. Provisional due dates whose days were announced since are worked out again first, and
 * held commission that should have been decided by now is told upwards.
 */
export function planSettlement(ports: { readonly work: UnitOfWork }): () => Promise<SettlementPlan> {
  return () =>
    ports.work.inTransaction(async (tx) => {
      await tx.holds.escalateOverdue();
      const calendar = await tx.calendars.inForce();
      await redate(tx, calendar);
      const today = shanghaiDay(tx.now);
      const until = calendar && calendar.to < today ? calendar.to : today;
      const unknownFrom = calendar === null ? today : calendar.to < today ? addDays(calendar.to, 1) : null;
      const running = await tx.settlements.running();
      const earliest = await tx.settlements.earliestDue();
      const lastDone = await tx.settlements.lastDone();
      const from = lastDone === null ? earliest : addDays(lastDone, 1);
      const open =
        calendar && from !== null ? businessDays(calendar, from < calendar.from ? calendar.from : from, until) : [];
      const empty = open.filter((on) => earliest === null || on < earliest).filter((on) => !running.includes(on));
      await tx.settlements.skipped(empty);
      const days = [...new Set([...running, ...open.filter((on) => !empty.includes(on))])].sort();
      return {
        days,
        unknownFrom: earliest !== null && unknownFrom !== null && earliest <= today ? unknownFrom : null,
        calendarEnds: calendar && calendar.announcedTo < addDays(today, ALARM_DAYS) ? calendar.announcedTo : null,
      };
    });
}

/** A calendar that was published since may move what was only provisional. */
async function redate(tx: Tx, calendar: Calendar | null): Promise<void> {
  if (calendar === null) return;
  const groups = await tx.commission.provisional(calendar.announcedTo);
  if (groups.length === 0) return;
  const rules = await rulesOf(tx);
  const dates = groups.flatMap((group) => {
    const found = rules.find(({ version, rule }) => version === group.policyVersion && rule.code === group.ruleCode);
    if (!found) return [];
    const due = dueDay(calendar, group.activatedOn, found.rule.payAfter);
    return [{ ...group, dueOn: due.on, provisional: due.provisional }];
  });
  await tx.commission.redate(dates);
}

/**
 * Settles the next batch of a business day; `looked` 0 says that the day has no more. Each batch commits with its place:
 * whoever comes again goes on behind it, so that every fen is posted once. Throws `CalendarNotLoaded` for a day nobody
 * knows.
 */
export function settleBatch(ports: {
  readonly work: UnitOfWork;
}): (input: { day: Day; size?: number }) => Promise<SettledBatch> {
  return ({ day, size = SETTLE_BATCH }) =>
    ports.work.inTransaction(async (tx) => {
      const [business] = businessDays(await tx.calendars.inForce(), day, day);
      if (business === undefined) throw new DomainError('BodyInvalid', `${day} is no business day`);
      return tx.settlements.batch(day, await rulesOf(tx), size);
    });
}

/**
 * Closes a day once nothing of it is left: its statements are ready to be paid, what is held because the carrier did not
 * say enough is asked about before the next one, and what only a person can end waits for one by name. Doing it again
 * changes nothing.
 */
export function closeSettlement(ports: {
  readonly work: UnitOfWork;
}): (input: { day: Day }) => Promise<{ readonly statements: number }> {
  return ({ day }) =>
    ports.work.inTransaction(async (tx) => {
      const closed = await tx.settlements.close(day);
      if (closed === null) return { statements: 0 };
      await tx.commission.askAgain(day);
      await alignHolds(tx, 'all');
      return closed;
    });
}
