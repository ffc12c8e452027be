import type { OrderRow } from '../../../api/schemas/order';
import type {
  DutyView,
  TicketEntry,
  TicketList,
  TicketRow,
  TicketStanding,
  TicketView,
} from '../../../api/schemas/ticket';
import { TICKET_RULES, type TicketKind } from '../../../domain/ticket';
import { describeTicketEvent, ticketTitle } from '../../../domain/texts/tickets';

interface Person {
  readonly id: string;
  readonly name: string;
}

interface FakeTicket {
  row: TicketRow;
  readonly order: OrderRow;
  readonly entries: TicketEntry[];
}

const MINUTE = 60_000;
const SAID: readonly (readonly [kind: TicketKind, minutesAgo: number, text: string])[] = [
  ['T-SUS-1', 506, '说我涉诈停机了，我什么都没干'],
  ['T-LOG-3', 192, '显示昨天签收了，可是我没有收到卡，也没有人给我打电话。'],
  ['T-ACT-1', 175, '激活页面打不开'],
  ['T-PLAN-2', 300, '充值 50 元没到账'],
  ['T-LOG-1', 4, '我的卡到哪了？'],
  ['T-CAN-1', 90, '不想要了，怎么退'],
];

/** Tickets in memory, with the answers of the real API. */
export class FakeTickets {
  readonly tickets: FakeTicket[];
  readonly done: { readonly id: string; readonly action: string; readonly body: unknown }[] = [];
  onDuty = true;
  #entry = 0;

  constructor(
    orders: readonly OrderRow[],
    private readonly now: () => number,
  ) {
    this.tickets = SAID.flatMap(([kind, minutesAgo, text], index) => {
      const order = orders[index];
      return order === undefined ? [] : [this.#open(index, kind, minutesAgo * MINUTE, text, order)];
    });
    const [, , , , fresh, waiting] = this.tickets;
    if (fresh) fresh.row = { ...fresh.row, assignee: null };
    if (waiting) {
      waiting.row = {
        ...waiting.row,
        state: 'waiting-customer',
        clocks: waiting.row.clocks.map((clock) =>
          clock.kind === 'first' ? { ...clock, metAt: clock.dueAt } : { ...clock, leftMs: 60 * MINUTE },
        ),
      };
    }
  }

  list(view: string, user: Person, limit: number): TicketList {
    const rows = this.tickets.map(({ row }) => seenBy(row, user));
    const of = (name: string): TicketRow[] =>
      rows.filter((row) => {
        switch (name) {
          case 'mine':
            return row.state !== 'closed' && row.assignee?.mine === true;
          case 'unassigned':
            return row.state === 'open' && row.assignee === null;
          case 'waiting':
            return row.state === 'waiting-customer';
          case 'all':
            return true;
          default:
            return row.state === name;
        }
      });
    return {
      rows: of(view).slice(0, limit),
      next: null,
      counts: {
        mine: of('mine').length,
        unassigned: of('unassigned').length,
        open: of('open').length,
        waiting: of('waiting').length,
        acting: 0,
        overdue: rows.filter((row) =>
          row.clocks.some(
            (clock) => clock.metAt === null && clock.leftMs === null && Date.parse(clock.dueAt) < this.now(),
          ),
        ).length,
        alarms: 0,
      },
      serverNow: this.#at(),
    };
  }

  view(id: string, user: Person): TicketView {
    const ticket = this.#ticket(id);
    const row = seenBy(ticket.row, user);
    const clear = row.assignee?.mine === true;
    return {
      ticket: row,
      serverNow: this.#at(),
      clear,
      entries: ticket.entries.map((entry) => (clear ? entry : { ...entry, words: null })),
      order: ticket.order,
      parcel: {
        company: { zh: '顺丰', en: 'SF Express' },
        waybill: 'SF2041773509188',
        state: { zh: '运输中', en: 'in transit' },
        trouble: null,
        signedBy: null,
        signedAt: null,
        activateBy: null,
        dispatchedAt: new Date(this.now() - 60 * 60 * MINUTE).toISOString(),
        interception: ticket.order.status === 'returning' ? 'intercepted' : null,
        interceptable: ticket.order.stage === 'shipping' && ticket.order.status === 'in-transit',
        newsAt: new Date(this.now() - 40 * 60 * MINUTE).toISOString(),
      },
      kycState: 'passed',
      others: this.tickets
        .filter((each) => each !== ticket && each.order.holder === ticket.order.holder)
        .map((each) => seenBy(each.row, user)),
      templates: [
        {
          code: 'where',
          title: { zh: '卡到哪了', en: 'Where the card is' },
          text: '您的卡已由顺丰寄出，运单尾号 9188，目前运输中。',
        },
      ],
    };
  }

  act(id: string, action: string, body: Readonly<Record<string, unknown>>, user: Person): TicketStanding {
    this.done.push({ id, action, body });
    const ticket = this.#ticket(id);
    const said = typeof body['text'] === 'string' ? body['text'] : null;
    switch (action) {
      case 'claim':
        ticket.row = { ...ticket.row, assignee: { ...user, mine: true } };
        this.#say(ticket, 'assigned', user, { why: 'claimed', userName: user.name }, null);
        break;
      case 'answer':
        ticket.row = {
          ...ticket.row,
          state: body['waits'] === true ? 'waiting-customer' : 'open',
          clocks: ticket.row.clocks.map((clock) =>
            clock.kind === 'first'
              ? { ...clock, metAt: this.#at() }
              : { ...clock, leftMs: body['waits'] === true ? 9_000 : null },
          ),
        };
        this.#say(ticket, 'answered', user, { waits: body['waits'] }, said);
        break;
      case 'courier-inquiry':
        ticket.row = { ...ticket.row, state: 'acting' };
        this.#say(ticket, 'courierWanted', user, {}, null);
        break;
      case 'note':
        this.#say(ticket, 'noted', user, {}, said);
        break;
      case 'close':
        ticket.row = { ...ticket.row, state: 'closed', outcome: 'solved', closedAt: this.#at(), wait: null };
        this.#say(ticket, 'closed', user, { outcome: body['outcome'] }, null);
        break;
      default:
        ticket.row = { ...ticket.row, assignee: null };
    }
    return { ticketId: id, state: ticket.row.state, assignee: ticket.row.assignee?.id ?? null };
  }

  duty(): DutyView {
    return {
      onDuty: this.onDuty,
      since: this.#at(),
      silent: false,
      colleagues: [
        { id: 'usr_00000support2', name: '李*', roles: ['support_agent'], onDuty: true, silent: false, open: 2 },
      ],
    };
  }

  #ticket(id: string): FakeTicket {
    const found = this.tickets.find(({ row }) => row.id === id);
    if (found === undefined) throw new Error(`no ticket ${id}`);
    return found;
  }

  #at(): string {
    return new Date(this.now()).toISOString();
  }

  #open(index: number, kind: TicketKind, ageMs: number, text: string, order: OrderRow): FakeTicket {
    const rule = TICKET_RULES[kind];
    const openedMs = this.now() - ageMs;
    const at = new Date(openedMs).toISOString();
    const due = (ms: number): string => new Date(openedMs + ms).toISOString();
    const answered = ageMs > rule.firstMs;
    const ticket: FakeTicket = {
      order,
      entries: [],
      row: {
        id: `tkt_00000000000${String(index)}`,
        kind,
        title: ticketTitle(kind),
        source: 'customer',
        priority: rule.priority,
        tags: [],
        skill: 'support',
        state: 'open',
        outcome: null,
        round: 1,
        orderId: order.id,
        holder: order.holder,
        assignee: { id: 'usr_00000support1', name: '周*', mine: true },
        openedAt: at,
        updatedAt: at,
        closedAt: null,
        alarmAt: null,
        escalatedAt: null,
        clocks: [
          {
            kind: 'first',
            dueAt: due(rule.firstMs),
            leftMs: null,
            metAt: answered ? due(MINUTE) : null,
            missedAt: null,
          },
          { kind: 'resolve', dueAt: due(rule.doneMs), leftMs: null, metAt: null, missedAt: null },
        ],
        wait: { what: { zh: '客服答复客户', en: 'support to answer the customer' }, dueAt: due(rule.firstMs) },
      },
    };
    const user = { id: 'usr_00000support1', name: '周*' };
    this.#say(ticket, 'opened', null, { ticketKind: kind, priority: rule.priority, tags: [] }, null, at);
    this.#say(ticket, 'customerSaid', null, { thanks: false }, text, at);
    this.#say(ticket, 'assigned', null, { why: 'routed', userName: user.name }, null, at);
    if (answered)
      this.#say(ticket, 'answered', user, { waits: false }, '我们正在向快递核实，今天内给您答复。', due(MINUTE));
    if (kind === 'T-LOG-3')
      this.#say(ticket, 'noted', user, {}, '传达室座机已接通，包裹在 2 号柜，未拆。', due(60 * MINUTE));
    return ticket;
  }

  #say(
    ticket: FakeTicket,
    event: string,
    user: Person | null,
    body: Readonly<Record<string, unknown>>,
    words: string | null,
    at = this.#at(),
  ): void {
    this.#entry += 1;
    ticket.entries.push({
      id: `tev_${String(this.#entry).padStart(12, '0')}`,
      at,
      round: 1,
      event,
      actor: user
        ? { kind: 'staff', name: user.name }
        : { kind: event === 'customerSaid' ? 'customer' : 'system', name: null },
      text: describeTicketEvent(event, body),
      hasWords: words !== null,
      words,
    });
  }
}

const seenBy = (row: TicketRow, user: Person): TicketRow =>
  row.assignee === null ? row : { ...row, assignee: { ...row.assignee, mine: row.assignee.id === user.id } };
