import type { EdgePorts } from '../../api/edge';
import { accrualId, day, decisionId, orderId, payoutId, statementId, type UserId, userId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type {
  AccrualFacts,
  DecisionFacts,
  HoldWaitFacts,
  PayoutFacts,
  StatementFacts,
  WaitingState,
} from '../../domain/ports/commission-desk';

export const STATEMENT = statementId('stm_000000000001');
export const OTHER_STATEMENT = statementId('stm_000000000002');
export const PAYOUT = payoutId('pay_000000000001');
export const DECISION = decisionId('dec_000000000001');

const AG01 = { code: 'AG01', name: '粤东通讯' };
const at = '2026-03-01T02:00:00.000Z' as StatementFacts['settledAt'];

const condition = (
  code: AccrualFacts['conditions'][number]['code'],
  value: boolean | null,
  zh: string,
  en: string,
): AccrualFacts['conditions'][number] => ({ code, value, text: { zh, en }, evidence: {}, at });

/** Activated by the holder, but where is not known: held until somebody finds out. */
export const accrual: AccrualFacts = {
  id: accrualId('acc_000000000001'),
  rule: { code: 'NEXT_MONTH', version: 1 },
  type: 'order',
  period: '2026-02',
  agent: AG01,
  amountFen: 8_000,
  state: 'accrued',
  dueOn: day('2026-03-30'),
  dueProvisional: false,
  conditions: [
    condition('PERSON', true, '由登记的机主本人激活', 'the registered holder activated it'),
    condition('PLACE', null, '激活地或收货地不明', 'where it was activated or delivered is not known'),
  ],
  statementId: null,
  payoutId: null,
};

const statement = (id: StatementFacts['id'], state: StatementFacts['state'] = 'ready'): StatementFacts => ({
  id,
  agent: AG01,
  businessDate: day('2026-03-01'),
  state,
  lines: 2,
  openingFen: 0,
  accruedFen: 16_000,
  clawedBackFen: 8_000,
  setAsideFen: 0,
  paidFen: 0,
  closingFen: 8_000,
  payableFen: 8_000,
  leftOut: { lines: 0, amountFen: 0 },
  payoutId: null,
  settledAt: at,
});

interface Waiting {
  readonly id: AccrualFacts['id'];
  readonly state: WaitingState;
  readonly accrual: AccrualFacts;
  readonly wait: HoldWaitFacts | null;
}

/** Held for nobody says where it was activated, and finance has to; another one is asked about by the system. */
const waiting = (): Waiting[] =>
  (['acc_000000000001', 'acc_000000000002'] as const).map((id, index) => ({
    id: accrualId(id),
    state: 'held',
    accrual: { ...accrual, id: accrualId(id), state: 'held' },
    wait:
      index > 0
        ? null
        : {
            what: 'commission-evidence',
            ownerKind: 'finance',
            openedAt: at,
            dueAt: '2026-04-20T02:00:00.000Z' as StatementFacts['settledAt'],
            escalatedAt: null,
            thenWhat: 'escalate',
          },
  }));

export interface Money {
  accruals: AccrualFacts[];
  readonly waiting: readonly Waiting[];
  readonly decisions: DecisionFacts[];
  readonly statements: StatementFacts[];
  readonly payouts: PayoutFacts[];
  /** Who released what. */
  readonly released: { readonly id: string; readonly by: UserId }[];
}

export const money = (): Money => ({
  accruals: [accrual],
  waiting: waiting(),
  decisions: [],
  statements: [statement(OTHER_STATEMENT), statement(STATEMENT)],
  payouts: [],
  released: [],
});

/** Two statements, and payouts that are made of them and released by the port's own rules. */
export function commissionDesk(m: Money, order: string): EdgePorts['commissionDesk'] {
  const page = <T extends { readonly id: string; readonly state: string }>(
    all: readonly T[],
    listing: { readonly state?: string; readonly after?: string; readonly limit: number },
  ) => {
    const matching = all.filter(({ state }) => listing.state === undefined || state === listing.state);
    const from = listing.after === undefined ? 0 : matching.findIndex(({ id }) => id === listing.after) + 1;
    const rows = matching.slice(from, from + listing.limit);
    const more = from + listing.limit < matching.length;
    return { rows, next: more ? ((rows.at(-1)?.id ?? null) as T['id'] | null) : null, counts: { ready: all.length } };
  };
  const change = (id: string, next: Partial<PayoutFacts>): PayoutFacts => {
    const index = m.payouts.findIndex((each) => each.id === id);
    const found = m.payouts[index];
    if (!found) throw new DomainError('PayoutNotFound', `no payout ${id}`);
    return (m.payouts[index] = { ...found, ...next });
  };
  const decided = (id: string): DecisionFacts => {
    const found = m.decisions.find((each) => each.id === id);
    if (!found) throw new DomainError('DecisionNotFound', `no decision ${id}`);
    return found;
  };
  return {
    decisions: {
      propose: (id, words, maker) => {
        if (id !== order) return Promise.reject(new DomainError('OrderNotFound', `no order ${id}`));
        if (words.conditions.join() !== 'PLACE') return Promise.reject(new DomainError('EvidenceChanged', 'PLACE'));
        const made = {
          ...words,
          id: DECISION,
          state: 'proposed',
          maker: { id: maker, name: '许青' },
          madeAt: at,
        } as const;
        m.decisions.push({ ...made, checker: null, withdrawnBy: null, withdrawReason: null, endedAt: null });
        return Promise.resolve(DECISION);
      },
      confirm: async (id, checker) => {
        await Promise.resolve();
        const found = decided(id);
        if (found.maker.id === checker) throw new DomainError('MakerMayNotConfirm', 'another person');
        if (found.state !== 'proposed') throw new DomainError('DecisionClosed', found.state);
        Object.assign(found, { state: 'confirmed', checker: { id: checker, name: '韩雪' }, endedAt: at });
        return orderId(order);
      },
      withdraw: async (id, by, reason) => {
        await Promise.resolve();
        const found = decided(id);
        if (found.state !== 'proposed') throw new DomainError('DecisionClosed', found.state);
        Object.assign(found, {
          state: 'withdrawn',
          withdrawnBy: { id: by, name: '许青' },
          withdrawReason: reason,
          endedAt: at,
        });
        return orderId(order);
      },
    },
    ofOrder: (id, only) =>
      Promise.resolve(
        id === order && (only?.channel ?? 'demo') === 'demo'
          ? {
              orderId: orderId(order),
              none:
                m.accruals.length > 0
                  ? null
                  : { code: 'NO_AGENT', text: { zh: '订单没有代理', en: 'no agent sold this order' } },
              accruals: m.accruals,
              wait: m.waiting[0]?.wait ?? null,
              decidable: m.decisions.length === 0 ? ['PLACE' as const] : [],
              decisions: m.decisions,
            }
          : null,
      ),
    commissions: (listing) => {
      const { rows, next } = page(m.waiting, listing);
      return Promise.resolve({
        rows: rows.map(({ accrual: facts, wait }) => ({ orderId: orderId(order), accrual: facts, wait })),
        next,
        counts: { held: m.waiting.filter(({ state }) => state === 'held').length, due: 0 },
      });
    },
    statements: (listing) => Promise.resolve(page(m.statements, listing)),
    statement: (id) => Promise.resolve(m.statements.find((each) => each.id === id) ?? null),
    statementLines: (_id, { limit }) =>
      Promise.resolve({
        rows: [
          {
            accrualId: accrual.id,
            orderId: orderId(order),
            type: 'order' as const,
            amountFen: 8_000,
            state: 'settled' as const,
            leftOut: false,
          },
        ].slice(0, limit),
        next: null,
      }),
    payouts: (listing) => Promise.resolve(page(m.payouts, listing)),
    payout: (id) => Promise.resolve(m.payouts.find((each) => each.id === id) ?? null),
    create: (ids, maker) => {
      const chosen = m.statements.filter(({ id }) => ids.includes(id));
      if (chosen.length < ids.length) return Promise.reject(new DomainError('StatementNotFound', 'no such statement'));
      if (chosen.some(({ state }) => state !== 'ready'))
        return Promise.reject(new DomainError('StatementNotReady', 'in another payout'));
      for (const each of chosen)
        m.statements[m.statements.indexOf(each)] = { ...each, state: 'in-payout', payoutId: PAYOUT };
      m.payouts.push({
        id: PAYOUT,
        agent: AG01,
        state: 'created',
        amountFen: chosen.reduce((sum, { payableFen }) => sum + payableFen, 0),
        statementIds: ids,
        maker: { id: maker, name: '许青' },
        checker: null,
        createdAt: at,
        releasedAt: null,
        endedAt: null,
        bankReference: null,
        bankTransferNo: null,
        bankText: null,
        cancelledBy: null,
        cancelReason: null,
        held: [],
      });
      return Promise.resolve([PAYOUT]);
    },
    release: (id, checker, seenFen) => {
      const found = m.payouts.find((each) => each.id === id);
      if (!found) return Promise.reject(new DomainError('PayoutNotFound', `no payout ${id}`));
      if (found.maker.id === checker)
        return Promise.reject(new DomainError('MakerMayNotRelease', 'whoever made a payout does not release it'));
      if (found.state !== 'created') return Promise.reject(new DomainError('PayoutClosed', 'released before'));
      if (found.amountFen !== seenFen)
        return Promise.reject(
          new DomainError('PayoutAmountChanged', 'lowered', [
            { pointer: '/amountFen', detail: String(found.amountFen) },
          ]),
        );
      m.released.push({ id, by: checker });
      const { state, amountFen } = change(id, {
        state: 'released',
        checker: { id: userId(checker), name: '韩雪' },
        releasedAt: at,
        bankReference: 'R1',
      });
      return Promise.resolve({ state, amountFen });
    },
    cancel: (id, by, reason) => {
      const found = m.payouts.find((each) => each.id === id);
      if (!found) return Promise.reject(new DomainError('PayoutNotFound', `no payout ${id}`));
      if (found.state !== 'created') return Promise.reject(new DomainError('PayoutClosed', 'decided before'));
      change(id, { state: 'cancelled', cancelledBy: { id: userId(by), name: '许青' }, cancelReason: reason });
      return Promise.resolve();
    },
  };
}
