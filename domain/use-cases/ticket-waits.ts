import type { Instant } from '../brand';
import type { SlaClock, TicketRecord } from '../ports/stores/tickets';
import type { WaitRecord } from '../ports/stores/waits';
import type { Tx } from '../ports/unit-of-work';
import { ticketWorkflowId } from '../references';
import type { WaitOwner } from '../stages';
import { CUSTOMER_SILENCE_MS, NOBODY_MS, SKILL_LEADS } from '../ticket';
import { rungMoments } from '../ticket-ladder';
import { plusMs } from '../time';
import { WAIT_RULES, type WaitKind, type WaitThen } from '../waits';
import { answerDue } from './ticket-changes';
import { wholeMs } from './ticket-promises';

interface Wanted {
  readonly what: WaitKind;
  readonly owner: WaitOwner;
  readonly ownerId: string | null;
  readonly dueAt: Instant;
  /** Looked at then too: rungs of the ladder. */
  readonly reminders?: readonly Instant[];
  readonly then?: WaitThen;
}

/**
 * Opens, moves and closes the ticket's waits until they say what its row says. Returns the ms to the next moment; null
 * where none is left, for everybody was told.
 */
export async function alignWaits(tx: Tx, ticket: TicketRecord): Promise<number | null> {
  const subject = { kind: 'ticket' as const, row: ticket.row };
  const open = await tx.waits.openOf(subject);
  const wanted = wantedWaits(tx, ticket, await tx.tickets.clocks(ticket), open);
  for (const wait of open) {
    // Waits of the acting part are opened and closed by what acts.
    if (ticket.state === 'acting' && (wait.what === 'parcel-moves' || wait.what === 'courier-back')) continue;
    const still = wanted.find((one) => one.what === wait.what);
    // Another owner or deadline is another wait: its row keeps who was waited for until when.
    const isSame = still?.dueAt === wait.dueAt && (still.then ?? WAIT_RULES[wait.what].then) === wait.then;
    if (!isSame) await tx.waits.close(subject, wait.what, 'moved');
    else if (wait.nextReminderAt !== null && wait.nextReminderAt <= tx.now) await tx.waits.reminded(wait);
  }
  for (const one of wanted) {
    await tx.waits.open({
      subject,
      workflowId: ticketWorkflowId(ticket.id, ticket.round),
      ...one,
      reminders: one.reminders ?? [],
      then: one.then ?? WAIT_RULES[one.what].then,
      detail: {},
    });
  }
  const left = (await tx.waits.openOf(subject)).filter((wait) => wait.then !== 'stay-overdue');
  return left.length === 0 ? null : Math.min(...left.map((wait) => wait.dueInMs));
}

function wantedWaits(
  tx: Tx,
  ticket: TicketRecord,
  clocks: readonly SlaClock[],
  open: readonly WaitRecord[],
): readonly Wanted[] {
  const owner: WaitOwner = ticket.skill === 'compliance' ? 'officer' : 'support';
  switch (ticket.state) {
    case 'closed':
    case 'acting':
      return [];
    case 'waiting-customer':
      return [
        {
          what: 'ticket-customer',
          owner: 'customer',
          ownerId: null,
          // From the answer on: a note of ours meanwhile gives the customer no other limit.
          dueAt: open.find((wait) => wait.what === 'ticket-customer')?.dueAt ?? plusMs(tx.now, CUSTOMER_SILENCE_MS),
        },
      ];
    case 'open': {
      const waits: Wanted[] = [];
      if (ticket.assignee === null) {
        const dueAt = plusMs(ticket.alarmAt ?? tx.now, NOBODY_MS);
        waits.push({ what: 'ticket-nobody', owner, ...upwards(ticket, dueAt <= tx.now), dueAt });
      } else if (ticket.givenAt !== null) {
        waits.push({
          what: 'ticket-answer',
          owner,
          ownerId: ticket.assignee,
          dueAt: answerDue(ticket, ticket.givenAt),
        });
      }
      const resolve = clocks.find((clock) => clock.kind === 'resolve');
      if (resolve?.metAt === null) {
        const isMissed = resolve.missedAt !== null;
        waits.push({
          what: 'ticket-done',
          owner,
          ...(isMissed ? upwards(ticket, true) : { ownerId: null }),
          dueAt: resolve.dueAt,
          reminders: isMissed ? [] : rungsBefore(tx, ticket, clocks, resolve.dueAt),
        });
      }
      return waits;
    }
  }
}

/** A lead has it; once everybody above was told, that is how it stays. */
const upwards = (
  ticket: TicketRecord,
  everybodyTold: boolean,
): { readonly ownerId: string; readonly then?: WaitThen } => ({
  ownerId: SKILL_LEADS[ticket.skill],
  ...(everybodyTold ? { then: 'stay-overdue' } : {}),
});

/** When a promise is told upwards, before the last deadline. */
const rungsBefore = (tx: Tx, ticket: TicketRecord, clocks: readonly SlaClock[], dueAt: Instant): readonly Instant[] =>
  clocks
    .flatMap((clock) => rungMoments(clock, wholeMs(ticket, clock.kind), tx.now))
    .filter((at) => at < dueAt)
    .sort();
