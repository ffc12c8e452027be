import type { TicketId, UserId } from '../brand';
import { DomainError } from '../errors';
import type { SealingPort } from '../ports/sealing';
import type { SealedWords, TicketRecord } from '../ports/stores/tickets';
import type { TicketDecisionPort, TicketStanding } from '../ports/tickets';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { leadsSkill, maySkill } from '../ticket';
import { byStaff } from '../ticket-events';
import { pickColleague } from '../ticket-routing';
import { type MessagePorts, messageWithOrderLink } from './customer-messages';
import { beginInquiry } from './solve-stuck-parcel';
import {
  acted,
  closeTicket,
  firstAnswered,
  giveTo,
  inHand,
  pause,
  resume,
  route,
  sealWords,
  takeBack,
  wake,
  wakeUnassigned,
} from './ticket-changes';
import { alignWaits } from './ticket-waits';

export interface DecideTicketPorts extends MessagePorts {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
}

/** What people of ours do with tickets. Whatever they do counts as a sign of life. */
export function decideTicket(ports: DecideTicketPorts): TicketDecisionPort {
  /** Runs `change` on the ticket that `by` has in hand, brings its waits in line and wakes its workflow. */
  const inHandDo = (
    id: TicketId,
    by: UserId,
    change: (tx: Tx, ticket: TicketRecord) => Promise<TicketRecord>,
  ): Promise<TicketStanding> =>
    ports.work.inTransaction(async (tx) => settled(tx, by, await change(tx, await inHand(tx, id, by))));

  /**
   * As `inHandDo`, with words, once a key: said again, because the reply was lost or the button was pressed twice, it is
   * answered by how the ticket stands now, closed or in other hands.
   */
  const sayOnce = async (
    key: string,
    { id, by, text }: { readonly id: TicketId; readonly by: UserId; readonly text: string },
    say: (tx: Tx, ticket: TicketRecord, words: SealedWords) => Promise<TicketRecord>,
  ): Promise<TicketStanding> => {
    // The party is looked up first: sealing asks the key store, which belongs outside a transaction.
    const found = await ports.work.inTransaction((tx) => tx.tickets.lock(id));
    if (!found) throw new DomainError('TicketNotFound', `no ticket ${id}`);
    const words = await sealWords(ports, found.partyId, text);
    return ports.work.inTransaction(async (tx) => {
      const known = await tx.tickets.lock(id);
      if (known && (await tx.tickets.byKey(key)) !== null) return standing(known);
      const ticket = await inHand(tx, id, by);
      await tx.tickets.bindKey(ticket, key);
      return settled(tx, by, await say(tx, ticket, words));
    });
  };

  return {
    claim: (id, by, roles) =>
      ports.work.inTransaction(async (tx) => {
        const found = await tx.tickets.lock(id);
        if (!found) throw new DomainError('TicketNotFound', `no ticket ${id}`);
        if (!maySkill(roles, found.skill)) throw new DomainError('NotAllowed', `${id} is for ${found.skill}`);
        if (found.state === 'closed') throw new DomainError('TicketClosed', `${id} is closed`);
        if (found.assignee === by) return standing(found);
        if (found.state === 'acting' || (found.assignee !== null && !leadsSkill(roles, found.skill))) {
          throw new DomainError('TicketHeld', `${id} is in other hands`);
        }
        if (!(await tx.duty.isOn(by))) throw new DomainError('NotOnDuty', 'go on duty first');
        return settled(tx, by, await giveTo(tx, found, by, 'claimed', byStaff(by)));
      }),

    answer: (id, by, text, waits, key) =>
      sayOnce(`answer/${id}/${by}/${key}`, { id, by, text }, async (tx, ticket, words) => {
        const told = await tx.tickets.save(ticket, { givenAt: null, state: waits ? 'waiting-customer' : 'open' });
        await tx.tickets.append(told, { kind: 'answered', waits }, byStaff(by), words);
        await firstAnswered(tx, told);
        await (waits ? pause : resume)(tx, told);
        await messageWithOrderLink(tx, ports, told.purchaseRow, 'ticket-answered', words.eventId, {});
        return told;
      }),

    note: (id, by, text, key) =>
      sayOnce(`note/${id}/${by}/${key}`, { id, by, text }, async (tx, ticket, words) => {
        // The customer reads nothing of it: whoever has the ticket still owes an answer.
        const noted = await tx.tickets.save(ticket, {});
        await tx.tickets.append(noted, { kind: 'noted' }, byStaff(by), words);
        return noted;
      }),

    close: (id, by, outcome) =>
      inHandDo(id, by, async (tx, ticket) => {
        const closed = await closeTicket(tx, ticket, outcome, byStaff(by));
        const key = `${closed.id}-${String(closed.round)}`;
        await messageWithOrderLink(tx, ports, closed.purchaseRow, 'ticket-closed', key, {});
        return closed;
      }),

    askCourier: (id, by) =>
      inHandDo(id, by, async (tx, ticket) => {
        if (ticket.state === 'acting') return ticket;
        await resume(tx, ticket);
        return beginInquiry(tx, ticket, byStaff(by));
      }),

    handover: (id, by, to) =>
      inHandDo(id, by, async (tx, ticket) => {
        if (to === null) return route(tx, await takeBack(tx, ticket, 'given-back', byStaff(by)), [by]);
        const able = (await tx.duty.people()).filter((one) => one.userId === to);
        if (pickColleague(able, ticket.skill, [by]) === null)
          throw new DomainError('NotOnDuty', `${to} cannot take it now`);
        return giveTo(tx, ticket, to, 'handed-over', byStaff(by));
      }),

    setDuty: (user, onDuty) =>
      ports.work.inTransaction(async (tx) => {
        await tx.duty.set(user, onDuty);
        if (!onDuty) {
          for (const ticket of await tx.tickets.inHandOf(user)) {
            // What waits for the customer stays theirs: it comes back to whoever is there when the customer replies.
            if (ticket.state === 'open') await wake(tx, await takeBack(tx, ticket, 'off-duty'));
          }
          return;
        }
        for (const skill of ['support', 'compliance'] as const) await wakeUnassigned(tx, skill);
      }),
  };

  async function settled(tx: Tx, by: UserId, ticket: TicketRecord): Promise<TicketStanding> {
    if (ticket.state !== 'closed') await alignWaits(tx, ticket);
    await wake(tx, ticket);
    await acted(tx, by, ticket);
    return standing(ticket);
  }
}

const standing = ({ id, state, assignee }: TicketRecord): TicketStanding => ({ ticketId: id, state, assignee });
