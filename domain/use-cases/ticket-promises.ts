import type { UserId } from '../brand';
import type { SlaClock, TicketRecord } from '../ports/stores/tickets';
import type { Tx } from '../ports/unit-of-work';
import type { Role } from '../stages';
import { SKILL_ROLES, ticketRule } from '../ticket';
import { BY_SYSTEM } from '../ticket-events';
import { LADDERS, RUNG_SHARES, type Rung, rungsToTell, type ToldPromise } from '../ticket-ladder';

/** The whole counted time of a promise. */
export const wholeMs = (ticket: Pick<TicketRecord, 'kind'>, kind: SlaClock['kind']): number => {
  const { firstMs, doneMs } = ticketRule(ticket.kind);
  return kind === 'first' ? firstMs : doneMs;
};

/**
 * Tells upwards what is due of the promises: each rung once, nobody twice for the same promise. Above the last rung the
 * ticket is overdue and stays with its owner.
 */
export async function tellPromises(tx: Tx, ticket: TicketRecord): Promise<TicketRecord> {
  let now = ticket;
  if (ticket.state === 'closed') return ticket;
  for (const clock of await tx.tickets.clocks(ticket)) {
    for (const rung of rungsToTell(clock, wholeMs(ticket, clock.kind), tx.now)) {
      const told = await tell(tx, now, clock.kind, rung);
      if (rung < 2) {
        await tx.tickets.setClock(ticket, clock.kind, { rungs: rung + 1 });
        const share = RUNG_SHARES[rung];
        await tx.tickets.append(now, { kind: 'promiseWarned', clock: clock.kind, share, ...told }, BY_SYSTEM);
        continue;
      }
      await tx.tickets.setClock(ticket, clock.kind, { rungs: rung + 1, missedAt: tx.now });
      await tx.tickets.append(now, { kind: 'deadlineMissed', clock: clock.kind, ...told }, BY_SYSTEM);
      if (clock.kind === 'resolve') now = await tx.tickets.save(now, { escalatedAt: now.escalatedAt ?? tx.now });
    }
  }
  return now;
}

/**
 * Tells whoever this rung reaches: first who has the ticket, then a lead, then the officer above; from the second rung
 * on the next higher one where everybody there was told before. On duty before off duty.
 */
export async function tell(
  tx: Tx,
  ticket: TicketRecord,
  promise: ToldPromise,
  rung: Rung,
): Promise<{ readonly to: Role; readonly told: number }> {
  const ladder = LADDERS[ticket.skill];
  const before = await tx.tickets.toldOf(ticket, promise);
  const fresh = (users: readonly UserId[]): readonly UserId[] => users.filter((user) => !before.includes(user));
  if (rung === 0) {
    const team = fresh(ticket.assignee === null ? await onDuty(tx, ticket) : [ticket.assignee]);
    await tx.tickets.tell(ticket, promise, rung, team);
    return { to: ladder[0], told: team.length };
  }
  for (const role of ladder.slice(rung)) {
    const holders = await tx.duty.holders(role);
    const present = fresh(holders.filter((one) => one.onDuty).map((one) => one.userId));
    const reached = present.length > 0 ? present : fresh(holders.map((one) => one.userId));
    if (reached.length === 0) continue;
    await tx.tickets.tell(ticket, promise, rung, reached);
    return { to: role, told: reached.length };
  }
  return { to: ladder[rung], told: 0 };
}

/** Everybody on duty with the skill. */
async function onDuty(tx: Tx, ticket: TicketRecord): Promise<readonly UserId[]> {
  const able: readonly Role[] = SKILL_ROLES[ticket.skill];
  const people = await tx.duty.people();
  return people.filter((one) => one.onDuty && one.roles.some((role) => able.includes(role))).map((one) => one.userId);
}
