import type { OrderId, PurchaseId, TicketId } from '../brand';
import { DomainError } from '../errors';
import { isEnded } from '../order';
import type { SealingPort } from '../ports/sealing';
import type { IdsPort } from '../ports/messages';
import type { OrderRecord } from '../ports/stores/orders';
import type { SealedWords, TicketRecord } from '../ports/stores/tickets';
import type { CustomerTicketPort } from '../ports/tickets';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { REOPEN_MS } from '../ticket';
import { BY_CUSTOMER } from '../ticket-events';
import { type Classified, classify, isThanks } from '../ticket-words';
import { plusMs } from '../time';
import { openTicket, raise } from './open-ticket';
import { handOn, resume, sealWords, startClocks, wake } from './ticket-changes';
import { alignWaits } from './ticket-waits';

/**
 * What the customer asks and replies, once a key: said again, because the reply was lost, it finds what it said before,
 * closed or not. Their words are sealed before the transaction and classified before that.
 */
export function askByTicket(ports: {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
  readonly ids: IdsPort;
}): CustomerTicketPort {
  return {
    async ask(purchase, text, wanted, key) {
      const dedupeKey = `asked/${purchase}/${key}`;
      const { kind, priority, tags } = classify(text);
      const about = await ports.work.inTransaction((tx) => orderOf(tx, purchase, wanted));
      const words = await sealWords(ports, about.partyId, text);
      return ports.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(about.id);
        if (!order) throw new DomainError('OrderNotFound', `no order ${about.id}`);
        const known = await tx.tickets.byKey(dedupeKey);
        if (known !== null) return { ticketId: known };
        const open = await tx.tickets.lockOpen(order.row, kind);
        if (open) {
          await tx.tickets.bindKey(open, dedupeKey);
          await said(tx, open, words, { kind, priority, tags }, false);
          return { ticketId: open.id };
        }
        const { ticketId } = await openTicket(tx, {
          kind,
          order,
          source: 'customer',
          dedupeKey,
          words,
          facts: {},
          priority,
          tags,
        });
        return { ticketId };
      });
    },

    async reply(purchase, id, text, key) {
      const dedupeKey = `replied/${id}/${key}`;
      const found = await ports.work.inTransaction((tx) => own(tx, purchase, id));
      const words = await sealWords(ports, found.partyId, text);
      return ports.work.inTransaction(async (tx) => {
        const ticket = await own(tx, purchase, id);
        if ((await tx.tickets.byKey(dedupeKey)) !== null) return { state: ticket.state };
        await tx.tickets.bindKey(ticket, dedupeKey);
        const { state } = await said(tx, ticket, words, classify(text), isThanks(text));
        return { state };
      });
    },
  };
}

/** The order a customer speaks of: the one named, else the first card that is not over, else the last one. */
async function orderOf(tx: Tx, purchase: PurchaseId, wanted: OrderId | null): Promise<OrderRecord> {
  const kyc = await tx.cases.lockByPurchase(purchase);
  if (!kyc) throw new DomainError('StepRefused', 'the order has just come in');
  const orders = await tx.orders.lockPurchase(kyc.purchaseRow);
  const order = wanted
    ? orders.find((one) => one.id === wanted)
    : (orders.find((one) => !isEnded(one.state.stage)) ?? orders.at(-1));
  if (!order) throw new DomainError('OrderNotFound', 'no such order in this purchase');
  return order;
}

/** Null-safe ownership: another purchase's ticket does not exist for this customer. */
async function own(tx: Tx, purchase: PurchaseId, id: TicketId): Promise<TicketRecord> {
  const ticket = await tx.tickets.lock(id);
  if (ticket?.purchaseId !== purchase) throw new DomainError('TicketNotFound', `no ticket ${id}`);
  return ticket;
}

/** The customer's words join the conversation: it is our turn again, and a closed ticket is open again. */
async function said(
  tx: Tx,
  ticket: TicketRecord,
  words: SealedWords,
  { priority, tags }: Classified,
  thanks: boolean,
): Promise<TicketRecord> {
  const isOver = ticket.state === 'closed';
  if (isOver && !thanks && (ticket.closedAt === null || plusMs(ticket.closedAt, REOPEN_MS) <= tx.now)) {
    throw new DomainError('TicketClosed', 'closed for more than seven days');
  }
  const now = isOver && !thanks ? await reopen(tx, ticket) : ticket;
  await tx.tickets.append(now, { kind: 'customerSaid', thanks }, BY_CUSTOMER, words);
  if (thanks) return now;
  const urgent = await raise(tx, now, tags.length > 0 ? priority : now.priority, tags);
  // Who writes gets a person, however far the system got by itself.
  const turn = urgent.state === 'acting' ? await handOn(tx, urgent, 'customer-wrote') : urgent;
  const asked = await tx.tickets.save(turn, {
    state: 'open',
    // Whoever has it is asked anew; an earlier question that lies already keeps its own moment.
    ...(turn.assignee === null ? {} : { givenAt: turn.givenAt ?? tx.now }),
  });
  await resume(tx, asked);
  const here = await stillHere(tx, asked);
  await alignWaits(tx, here);
  await wake(tx, here);
  return here;
}

async function reopen(tx: Tx, ticket: TicketRecord): Promise<TicketRecord> {
  // Asked again about the same thing meanwhile: there the conversation goes on.
  const other = await tx.tickets.lockOpen(ticket.orderRow, ticket.kind);
  if (other) throw new DomainError('TicketClosed', `it goes on in ${other.id}`);
  const reopened = await tx.tickets.save(ticket, {
    state: 'open',
    round: ticket.round + 1,
    outcome: null,
    closedAt: null,
    alarmAt: null,
    escalatedAt: null,
    silent: [],
    givenAt: ticket.assignee === null ? null : tx.now,
  });
  await tx.tickets.append(reopened, { kind: 'reopened', round: reopened.round }, BY_CUSTOMER);
  await startClocks(tx, reopened);
  return reopened;
}

/** Somebody who went home or fell silent gets no reply; the next look gives it to another. */
async function stillHere(tx: Tx, ticket: TicketRecord): Promise<TicketRecord> {
  if (ticket.assignee === null) return ticket;
  const assignee = (await tx.duty.people()).find((one) => one.userId === ticket.assignee);
  if (assignee?.onDuty === true && !assignee.silent) return ticket;
  return tx.tickets.save(ticket, { assignee: null, givenAt: null });
}
