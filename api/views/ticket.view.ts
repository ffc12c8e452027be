import type { CustomerDeskFacts, TicketEntryFacts, TicketFacts, TicketRowFacts } from '../../domain/ports/ticket-desk';
import { REOPEN_MS } from '../../domain/ticket';
import { shanghaiMinute } from '../../domain/texts/moments';
import { orderStanding } from '../../domain/texts/order-standing';
import { answerTemplates, describeTicketEvent, ticketEventForCustomer, ticketTitle } from '../../domain/texts/tickets';
import { describeWhat } from '../../domain/texts/waits';
import type { CustomerDesk, TicketEntry, TicketRow, TicketView } from '../schemas/ticket';
import { orderView } from './order.view';
import { parcelView } from './parcel.view';

export const ticketRow = ({ wait, ...facts }: TicketRowFacts): TicketRow => ({
  ...facts,
  title: ticketTitle(facts.kind),
  tags: [...facts.tags],
  clocks: [...facts.clocks],
  wait: wait === null ? null : { what: describeWhat(wait.what), dueAt: wait.dueAt },
});

const ticketEntry = ({ actorKind, actorName, body, ...entry }: TicketEntryFacts): TicketEntry => ({
  ...entry,
  actor: { kind: actorKind, name: actorName },
  text: describeTicketEvent(entry.event, body),
});

/** `now` is business time, ISO. */
export function ticketView(facts: TicketFacts, now: string): TicketView {
  const parcel = facts.parcel === null ? null : parcelView(facts.parcel);
  return {
    ticket: ticketRow(facts.row),
    serverNow: now,
    clear: facts.clear,
    entries: facts.entries.map(ticketEntry),
    order: orderView(facts.order, now),
    parcel,
    kycState: facts.kycState,
    others: facts.others.map(ticketRow),
    templates: answerTemplates({
      waybill: parcel?.waybill ?? null,
      company: parcel?.company?.zh ?? null,
      parcelState: (parcel?.trouble ?? parcel?.state)?.zh ?? null,
      activateBy: facts.parcel?.activateBy ? shanghaiMinute(facts.parcel.activateBy) : null,
    }).map((template) => ({ ...template })),
  };
}

export const customerDesk = (facts: CustomerDeskFacts, now: string): CustomerDesk => ({
  planName: facts.planName,
  serverNow: now,
  orders: facts.orders.map(({ id, stage, status, reasonCode, number, parcel }) => ({
    id,
    stage,
    status,
    number,
    ...orderStanding({ stage, status, reasonCode }),
    parcel: parcel === null ? null : parcelView(parcel),
  })),
  tickets: facts.tickets.map(({ id, kind, state, openedAt, closedAt, entries }) => ({
    id,
    title: ticketTitle(kind),
    state,
    openedAt,
    closedAt,
    canReply: closedAt === null || Date.parse(now) - Date.parse(closedAt) < REOPEN_MS,
    entries: entries.flatMap(({ at, from, event, words }) => {
      const text = words === null ? ticketEventForCustomer(event) : null;
      return words === null && text === null ? [] : [{ at, from, text, words }];
    }),
  })),
});
