import type { OrderRow } from '../../../api/schemas/order';
import type {
  AccrualView,
  DecisionCommand,
  DecisionView,
  OrderCommission,
  PayoutList,
  PayoutListQuery,
  PayoutPage,
  PayoutView,
  StatementList,
  StatementListQuery,
  StatementPage,
  StatementView,
  WaitingList,
  WaitingListQuery,
  WaitingView,
} from '../../../api/schemas/commission';
import { describeOwner, describeWhat, waitSentence } from '../../../domain/texts/waits';
import { fakeCommission } from './fake-commission';
import { Refused, type User } from './refused';

const DAY = 86_400_000;

export const AGENTS = [
  { code: 'AG01', name: '粤东通讯' },
  { code: 'AG00', name: '星联总代' },
  { code: 'AG02', name: '锡林郭勒盟正镶白旗明安图镇通讯器材经销部' },
] as const;

const MAKER = { id: 'usr_00000finance1', name: '许*' };
const CHECKER = { id: 'usr_00000finance2', name: '韩*' };

const day = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
const id = (prefix: string, n: number): string => `${prefix}_${String(n).padStart(12, '0')}`;

/** Statements of the last weeks, newest first: the newest wait to be paid, the oldest are paid. */
function fakeStatements(now: number): StatementView[] {
  return Array.from({ length: 66 }, (_, index): StatementView => {
    const at = now - Math.floor(index / 3) * DAY - 9 * 3_600_000;
    const lines = 1 + ((index * 7) % 23);
    const clawedBackFen = index % 5 === 1 ? 8_000 : 0;
    // One line of the fifth one was left out because a case is open.
    const leftOut = index === 4 ? { lines: 1, amountFen: 8_000 } : { lines: 0, amountFen: 0 };
    const accruedFen = lines * 8_000 + clawedBackFen;
    const payableFen = accruedFen - clawedBackFen - leftOut.amountFen;
    const paid = index >= 5;
    return {
      id: id('stm', 900 - index),
      agent: AGENTS[index % 3] ?? AGENTS[0],
      businessDate: day(at),
      state: paid ? 'paid' : 'ready',
      lines,
      openingFen: paid ? 0 : 12_000,
      accruedFen,
      clawedBackFen,
      setAsideFen: leftOut.amountFen,
      paidFen: paid ? payableFen : 0,
      closingFen: paid ? 0 : 12_000 + payableFen,
      payableFen,
      leftOut,
      payoutId: paid ? id('pay', 900 - index) : null,
      settledAt: new Date(at).toISOString(),
    };
  });
}

function paidPayout(statement: StatementView, index: number): PayoutView {
  const at = Date.parse(statement.settledAt) + 3_600_000;
  const refused = index === 3;
  return {
    id: statement.payoutId ?? '',
    agent: statement.agent,
    state: refused ? 'refused' : 'paid',
    amountFen: statement.payableFen,
    statementIds: [statement.id],
    maker: MAKER,
    checker: CHECKER,
    createdAt: new Date(at).toISOString(),
    releasedAt: new Date(at + 600_000).toISOString(),
    endedAt: new Date(at + 612_000).toISOString(),
    bankReference: `${String(1_000_000 + index)}ABCDEFT01`,
    bankTransferNo: refused ? null : `B${String(index + 1).padStart(10, '0')}`,
    bankText: refused ? '收款账户状态异常' : null,
    cancelledBy: null,
    cancelReason: null,
    held: [],
  };
}

/** Statements, payouts and commissions in memory, with the rule of the two persons. */
export class FakeMoney {
  readonly statements: StatementView[];
  readonly payouts: PayoutView[];
  #made = 0;
  readonly #decisions: { readonly order: string; readonly decision: DecisionView }[] = [];

  constructor(
    private readonly orders: readonly OrderRow[],
    private readonly now: () => number,
    private readonly tell: (change: { kind: 'payout'; id: string }) => void,
  ) {
    this.statements = fakeStatements(now());
    this.payouts = this.statements.filter(({ state }) => state === 'paid').map(paidPayout);
  }

  commission(order: string): OrderCommission {
    const index = this.orders.findIndex((each) => each.id === order);
    const found = this.orders[index];
    if (found === undefined) throw new Refused(404, 'OrderNotFound');
    const commission = fakeCommission(found, index, this.now());
    if (commission.accruals[0]?.state !== 'held') return commission;
    const decisions = this.#decisions.filter((each) => each.order === order).map(({ decision }) => decision);
    const open = decisions.find(({ state }) => state === 'proposed' || state === 'confirmed');
    const what = open === undefined ? 'commission-evidence' : 'commission-decision';
    return {
      ...commission,
      wait: open?.state === 'confirmed' ? null : holdWait(what, this.now()),
      decidable: open === undefined ? ['PLACE'] : [],
      decisions: decisions.toReversed(),
    };
  }

  propose(order: string, words: DecisionCommand, maker: User): OrderCommission {
    if (this.commission(order).decidable.join() !== words.conditions.join()) throw new Refused(409, 'EvidenceChanged');
    this.#decisions.push({
      order,
      decision: {
        ...words,
        id: id('dec', this.#decisions.length + 1),
        state: 'proposed',
        maker: { id: maker.id, name: maker.name },
        madeAt: new Date(this.now()).toISOString(),
        checker: null,
        withdrawnBy: null,
        withdrawReason: null,
        endedAt: null,
      },
    });
    return this.commission(order);
  }

  decide(wanted: string, by: User, withdrawReason: string | null): OrderCommission {
    const found = this.#decisions.find(({ decision }) => decision.id === wanted);
    if (found === undefined) throw new Refused(404, 'DecisionNotFound');
    const { decision, order } = found;
    const person = { id: by.id, name: by.name };
    if (withdrawReason === null && decision.maker.id === by.id) throw new Refused(403, 'MakerMayNotConfirm');
    if (decision.state !== 'proposed') throw new Refused(409, 'DecisionClosed');
    const endedAt = new Date(this.now()).toISOString();
    if (withdrawReason === null) Object.assign(decision, { state: 'confirmed', checker: person, endedAt });
    else Object.assign(decision, { state: 'withdrawn', withdrawnBy: person, withdrawReason, endedAt });
    return this.commission(order);
  }

  /** What is held of the made-up orders; each waits for finance. */
  waiting(query: WaitingListQuery): WaitingList {
    const all = this.orders.flatMap((order) =>
      this.commission(order.id).accruals.flatMap((share) => (share.state === 'held' ? [{ order, share }] : [])),
    );
    const { rows, next, counts } = page(
      all.map(({ order, share }) => waiting(order.id, share, this.now())),
      query,
    );
    return { rows, next, counts: { due: 0, ...counts } };
  }

  statementList(query: StatementListQuery): StatementList {
    return page(this.statements, query);
  }

  statement(wanted: string, query: { after?: string | undefined; limit: number }): StatementPage {
    const statement = this.#statement(wanted);
    const all = Array.from({ length: statement.lines }, (_, index): StatementPage['rows'][number] => ({
      accrualId: id('acc', index + 1),
      orderId: this.orders[index]?.id ?? '',
      type: statement.agent.code === 'AG00' ? 'parent' : 'order',
      amountFen: 8_000,
      state: statement.state === 'paid' ? 'paid' : index < statement.leftOut.lines ? 'held' : 'settled',
      leftOut: index < statement.leftOut.lines,
    }));
    const from = query.after === undefined ? 0 : all.findIndex(({ accrualId }) => accrualId === query.after) + 1;
    const rows = all.slice(from, from + query.limit);
    const more = from + query.limit < all.length;
    return { statement, rows, next: more ? (rows.at(-1)?.accrualId ?? null) : null };
  }

  payoutList(query: PayoutListQuery): PayoutList {
    return page(this.payouts, query);
  }

  payout(wanted: string): PayoutPage {
    const payout = this.#payout(wanted);
    return { payout, statements: payout.statementIds.map((each) => this.#statement(each)) };
  }

  make(ids: readonly string[], maker: User): PayoutView[] {
    const chosen = ids.map((each) => this.#statement(each));
    if (chosen.some(({ state }) => state !== 'ready')) throw new Refused(409, 'StatementNotReady');
    return [...new Set(chosen.map(({ agent }) => agent.code))].map((code) => {
      const mine = chosen.filter(({ agent }) => agent.code === code);
      this.#made += 1;
      const payout: PayoutView = {
        id: id('pay', 2_000 + this.#made),
        agent: mine[0]?.agent ?? AGENTS[0],
        state: 'created',
        amountFen: mine.reduce((sum, { payableFen }) => sum + payableFen, 0),
        statementIds: mine.map((each) => each.id),
        maker: { id: maker.id, name: maker.name },
        checker: null,
        createdAt: new Date(this.now()).toISOString(),
        releasedAt: null,
        endedAt: null,
        bankReference: null,
        bankTransferNo: null,
        bankText: null,
        cancelledBy: null,
        cancelReason: null,
        held: [],
      };
      for (const each of mine) Object.assign(each, { state: 'in-payout', payoutId: payout.id });
      this.payouts.unshift(payout);
      this.tell({ kind: 'payout', id: payout.id });
      return payout;
    });
  }

  release(wanted: string, checker: User, seenFen: number): PayoutView {
    const payout = this.#payout(wanted);
    if (payout.maker.id === checker.id) throw new Refused(403, 'MakerMayNotRelease');
    if (payout.state !== 'created') throw new Refused(409, 'PayoutClosed');
    if (payout.amountFen !== seenFen) throw new Refused(409, 'PayoutAmountChanged');
    Object.assign(payout, {
      state: 'released',
      checker: { id: checker.id, name: checker.name },
      releasedAt: new Date(this.now()).toISOString(),
      bankReference: `${wanted.slice(4).toUpperCase()}T01`,
    });
    this.tell({ kind: 'payout', id: wanted });
    return payout;
  }

  cancel(wanted: string, by: User, reason: string): PayoutView {
    const payout = this.#payout(wanted);
    if (payout.state !== 'created') throw new Refused(409, 'PayoutClosed');
    Object.assign(payout, {
      state: 'cancelled',
      cancelledBy: { id: by.id, name: by.name },
      cancelReason: reason,
      endedAt: new Date(this.now()).toISOString(),
    });
    for (const each of payout.statementIds) Object.assign(this.#statement(each), { state: 'ready', payoutId: null });
    this.tell({ kind: 'payout', id: wanted });
    return payout;
  }

  /** A clawback lowers what waits to be released, as whoever looks at it must see by itself. */
  clawBack(wanted: string, amountFen: number): void {
    const payout = this.#payout(wanted);
    Object.assign(payout, { amountFen: payout.amountFen - amountFen });
    this.tell({ kind: 'payout', id: wanted });
  }

  /** The bank answers: what whoever looks at the payout must see by itself. */
  bankPays(wanted: string): void {
    const payout = this.#payout(wanted);
    Object.assign(payout, {
      state: 'paid',
      bankTransferNo: 'B0000009001',
      endedAt: new Date(this.now()).toISOString(),
    });
    for (const each of payout.statementIds) Object.assign(this.#statement(each), { state: 'paid' });
    this.tell({ kind: 'payout', id: wanted });
  }

  #statement(wanted: string): StatementView {
    const found = this.statements.find((each) => each.id === wanted);
    if (found === undefined) throw new Refused(404, 'StatementNotFound');
    return found;
  }

  #payout(wanted: string): PayoutView {
    const found = this.payouts.find((each) => each.id === wanted);
    if (found === undefined) throw new Refused(404, 'PayoutNotFound');
    return found;
  }
}

function holdWait(
  what: 'commission-evidence' | 'commission-decision',
  now: number,
): NonNullable<OrderCommission['wait']> {
  const [openedAt, dueAt] = [now - 2 * DAY, now + 3 * DAY].map((at) => new Date(at).toISOString()) as [string, string];
  const wait = { what, ownerKind: 'finance', ownerName: null, dueAt, thenWhat: 'escalate' } as const;
  return {
    what: describeWhat(what),
    owner: describeOwner(wait.ownerKind),
    since: openedAt,
    dueAt,
    escalatedAt: null,
    sentence: waitSentence(wait),
  };
}

function waiting(orderId: string, share: AccrualView, now: number): WaitingView {
  const { id: accrual, rule, type, agent, amountFen, dueOn, verdict, conditions } = share;
  return {
    ...{ id: accrual, orderId, rule, type, agent, amountFen, dueOn, verdict, state: 'held' },
    open: conditions.flatMap(({ code, value, text, at }) => (value === true ? [] : [{ code, value, text, since: at }])),
    wait: holdWait('commission-evidence', now),
  };
}

interface Row {
  readonly id: string;
  readonly state: string;
  readonly agent: { readonly code: string };
}

interface Asked {
  readonly state?: string | undefined;
  readonly agent?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

function page<R extends Row>(all: readonly R[], { state, agent, after, limit }: Asked) {
  const matching = all.filter(
    (each) => (state === undefined || each.state === state) && (agent === undefined || each.agent.code === agent),
  );
  const from = after === undefined ? 0 : matching.findIndex((each) => each.id === after) + 1;
  const rows = matching.slice(from, from + limit);
  const counts: Record<string, number> = {};
  for (const each of all) counts[each.state] = (counts[each.state] ?? 0) + 1;
  return { rows, next: from + limit < matching.length ? (rows.at(-1)?.id ?? null) : null, counts };
}
