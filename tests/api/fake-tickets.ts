import type { EdgePorts } from '../../api/edge';
import { DomainError } from '../../domain/errors';
import type { OrderFacts } from '../../domain/ports/reading';
import type { CustomerDeskFacts, TicketRowFacts } from '../../domain/ports/ticket-desk';

export const TICKET = 'tkt_000000000001';

export const ticketRowFacts: TicketRowFacts = {
  id: TICKET,
  kind: 'T-LOG-1',
  source: 'customer',
  priority: 1,
  tags: ['工信部'],
  skill: 'support',
  state: 'open',
  outcome: null,
  round: 1,
  orderId: 'ord_000000000001',
  holder: '张*丰',
  assignee: { id: 'usr_00000support1', name: '周客服', mine: true },
  openedAt: '2026-03-02T01:00:00.000Z',
  updatedAt: '2026-03-02T01:00:00.000Z',
  closedAt: null,
  alarmAt: null,
  escalatedAt: null,
  clocks: [{ kind: 'first', dueAt: '2026-03-02T01:10:00.000Z', leftMs: null, metAt: null, missedAt: null }],
  wait: { what: 'ticket-answer', dueAt: '2026-03-02T01:10:00.000Z' },
};

/** What was asked of the ticket ports. */
export interface TicketsAsked {
  readonly listings: unknown[];
  readonly done: unknown[];
}

type TicketPorts = Pick<EdgePorts, 'ticketDesk' | 'ticketDecisions' | 'customerTickets'>;

/** Ticket ports that answer from one ticket and note what was asked. */
export function ticketPorts(asked: TicketsAsked, order: OrderFacts): TicketPorts {
  const parcel = {
    company: 'shunfeng',
    waybill: 'SF0012345678',
    state: 'in-transit',
    trouble: null,
    signedBy: null,
    signedAt: null,
    activateBy: null,
    interception: null,
    newsAt: '2026-03-02T00:30:00.000Z',
    dispatchedAt: '2026-03-01T00:30:00.000Z',
  } as const;
  const desk: CustomerDeskFacts = {
    planName: '星联畅享 29',
    orders: [
      {
        id: 'ord_000000000001',
        stage: 'shipping',
        status: 'in-transit',
        reasonCode: null,
        number: '19300000001',
        createdAt: '2026-03-01T00:00:00.000Z',
        parcel,
      },
    ],
    tickets: [
      {
        id: TICKET,
        kind: 'T-LOG-1',
        state: 'closed',
        outcome: 'solved',
        openedAt: '2026-02-20T01:00:00.000Z',
        closedAt: '2026-02-22T01:00:00.000Z',
        entries: [
          { at: '2026-02-20T01:00:00.000Z', from: 'customer', event: 'customerSaid', words: '我的卡到哪了' },
          { at: '2026-02-21T01:00:00.000Z', from: 'system', event: 'deadlineMissed', words: null },
          { at: '2026-02-22T01:00:00.000Z', from: 'support', event: 'closed', words: null },
        ],
      },
    ],
  };
  const standing = { ticketId: TICKET, state: 'open', assignee: null } as never;
  const done = (...what: unknown[]) => {
    asked.done.push(what);
    return Promise.resolve(standing);
  };
  return {
    ticketDesk: {
      list: (listing) => {
        asked.listings.push(listing);
        return Promise.resolve({
          rows: [ticketRowFacts],
          next: null,
          counts: {
            mine: 1,
            told: 0,
            unassigned: 0,
            open: 1,
            waiting: 0,
            acting: 0,
            closed: 0,
            all: 1,
            overdue: 0,
            alarms: 0,
          },
        });
      },
      ticket: (id) =>
        id === TICKET
          ? Promise.resolve({
              row: ticketRowFacts,
              clear: true,
              entries: [
                {
                  id: 'tev_000000000001',
                  at: '2026-03-02T01:00:00.000Z',
                  round: 1,
                  event: 'customerSaid',
                  actorKind: 'customer',
                  actorName: null,
                  body: { thanks: false },
                  hasWords: true,
                  words: '我的卡到哪了',
                },
              ],
              order,
              parcel,
              kycState: 'passed',
              others: [],
            })
          : Promise.reject(new DomainError('TicketNotFound', `no ticket ${id}`)),
      duty: () =>
        Promise.resolve({
          onDuty: true,
          since: '2026-03-02T01:00:00.000Z',
          silent: false,
          colleagues: [
            { id: 'usr_00000support2', name: '李客服', roles: ['support_agent'], onDuty: true, silent: false, open: 2 },
          ],
        }),
      customer: () => Promise.resolve(desk),
    },
    ticketDecisions: {
      claim: (...input) => done('claim', ...input),
      answer: (...input) => done('answer', ...input),
      note: (...input) => done('note', ...input),
      close: (...input) => done('close', ...input),
      askCourier: (...input) => done('askCourier', ...input),
      handover: (...input) => done('handover', ...input),
      setDuty: async (...input) => {
        await done('duty', ...input);
      },
    },
    customerTickets: {
      ask: (...input) => done('ask', ...input),
      reply: (...input) => done('reply', ...input),
    },
  };
}
