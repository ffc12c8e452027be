import type { Instant } from '../brand';
import type { SlaClock, TicketRecord } from '../ports/stores/tickets';
import type { WaitRecord } from '../ports/stores/waits';
import type { Tx } from '../ports/unit-of-work';
import { ticketWorkflowId } from '../references';
import type { WaitOwner } from '../stages';
import { CUSTOMER_SILENCE_MS, NOBODY_MS, SKILL_LEADS, ticketRule } from '../ticket';
import { plusMs } from '../time';
import { WAIT_RULES, type WaitKind } from '../waits';
import { answerDue, clockOf } from './ticket-changes';

interface Wanted {
  readonly what: WaitKind;
  readonly owner: WaitOwner;
  readonly ownerId: string | null;
  readonly dueAt: Instant;
}

/** Opens, moves and closes the ticket's waits until they say what its row says. Returns the ms to the next moment. */
export async function alignWaits(tx: Tx, ticket: TicketRecord): Promise<number> {
  const subject = { kind: 'ticket' as const, row: ticket.row };
  const open = await tx.waits.openOf(subject);
  const wanted = wantedWaits(tx, ticket, await clockOf(tx, ticket, 'resolve'), open);
  for (const wait of open) {
    // Waits of the acting part are opened and closed by what acts.
    if (ticket.state === 'acting' && (wait.what === 'parcel-moves' || wait.what === 'courier-back')) continue;
    const still = wanted.find((one) => one.what === wait.what);
    // Another owner or deadline is another wait: its row keeps who was waited for until when.
    if (still?.dueAt !== wait.dueAt) await tx.waits.close(subject, wait.what, 'moved');
  }
  for (const one of wanted) {
    await tx.waits.open({
      subject,
      workflowId: ticketWorkflowId(ticket.id, ticket.round),
      ...one,
      reminders: [],
      then: WAIT_RULES[one.what].then,
      detail: {},
    });
  }
  const left = (await tx.waits.openOf(subject)).map((wait) => wait.dueInMs);
  return Math.min(...left, WAIT_RULES['ticket-customer'].dueMs);
}

function wantedWaits(
  tx: Tx,
  ticket: TicketRecord,
  resolve: SlaClock | null,
  open: readonly WaitRecord[],
): readonly Wanted[] {
  const lead = SKILL_LEADS[ticket.skill];
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
        const since = ticket.alarmAt ?? tx.now;
        waits.push({ what: 'ticket-nobody', owner, ownerId: lead, dueAt: nextAfter(since, tx.now, NOBODY_MS) });
      } else if (ticket.givenAt !== null) {
        waits.push({
          what: 'ticket-answer',
          owner,
          ownerId: ticket.assignee,
          dueAt: answerDue(ticket, ticket.givenAt),
        });
      }
      if (resolve?.metAt === null) {
        // Missed: the lead has it now, and is told again for as long as it stays open.
        const { missedAt } = resolve;
        waits.push(
          missedAt === null
            ? { what: 'ticket-done', owner, ownerId: null, dueAt: resolve.dueAt }
            : {
                what: 'ticket-done',
                owner,
                ownerId: lead,
                dueAt: nextAfter(missedAt, tx.now, ticketRule(ticket.kind).doneMs),
              },
        );
      }
      return waits;
    }
  }
}

/** The first moment after `now` of those that lie `everyMs` apart from `since` on. */
function nextAfter(since: Instant, now: Instant, everyMs: number): Instant {
  const passed = Math.max(0, Date.parse(now) - Date.parse(since));
  return plusMs(since, (Math.floor(passed / everyMs) + 1) * everyMs);
}
