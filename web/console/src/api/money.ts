import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  DecisionCommand,
  OrderCommission,
  PayoutList,
  PayoutPage,
  PayoutsMade,
  PayoutView,
  StatementList,
  StatementPage,
  WaitingList,
} from '../../../../api/schemas/commission';
import { call, read } from './client';

export const commissionQuery = (order: string) =>
  queryOptions({
    queryKey: ['commission', order],
    queryFn: ({ signal }) => read<OrderCommission>(`/v1/orders/${encodeURIComponent(order)}/commission`, signal),
  });

export const waitingQuery = (search: string) =>
  queryOptions({
    queryKey: ['commissions', search],
    queryFn: ({ signal }) => read<WaitingList>(`/v1/commissions?${search}`, signal),
  });

/** `search` is the address's own query string: only what `statementListQuery` names is passed on. */
export const statementsQuery = (search: string) =>
  queryOptions({
    queryKey: ['statements', search],
    queryFn: ({ signal }) => read<StatementList>(`/v1/statements?${search}`, signal),
  });

export const statementQuery = (id: string, search: string) =>
  queryOptions({
    queryKey: ['statement', id, search],
    queryFn: ({ signal }) => read<StatementPage>(`/v1/statements/${encodeURIComponent(id)}?${search}`, signal),
  });

export const payoutsQuery = (search: string) =>
  queryOptions({
    queryKey: ['payouts', search],
    queryFn: ({ signal }) => read<PayoutList>(`/v1/payouts?${search}`, signal),
  });

export const payoutQuery = (id: string) =>
  queryOptions({
    queryKey: ['payout', id],
    queryFn: ({ signal }) => read<PayoutPage>(`/v1/payouts/${encodeURIComponent(id)}`, signal),
  });

export async function makePayouts(statementIds: readonly string[]): Promise<PayoutsMade['payouts']> {
  const made = await call<PayoutsMade>('/v1/payouts', { method: 'POST', body: { statementIds } });
  return made?.payouts ?? [];
}

/** `amountFen` is what the checker read: another amount by now is refused. */
export const releasePayout = (id: string, amountFen: number): Promise<PayoutView | null> =>
  call<PayoutView>(`/v1/payouts/${encodeURIComponent(id)}/release`, { method: 'POST', body: { amountFen } });

export const cancelPayout = (id: string, reason: string): Promise<PayoutView | null> =>
  call<PayoutView>(`/v1/payouts/${encodeURIComponent(id)}/cancellation`, { method: 'POST', body: { reason } });

export const proposeDecision = (order: string, body: DecisionCommand): Promise<OrderCommission | null> =>
  call<OrderCommission>(`/v1/orders/${encodeURIComponent(order)}/commission/decisions`, { method: 'POST', body });

export const confirmDecision = (id: string): Promise<OrderCommission | null> =>
  call<OrderCommission>(`/v1/commission-decisions/${encodeURIComponent(id)}/confirmation`, { method: 'POST' });

export const withdrawDecision = (id: string, reason: string): Promise<OrderCommission | null> =>
  call<OrderCommission>(`/v1/commission-decisions/${encodeURIComponent(id)}/withdrawal`, {
    method: 'POST',
    body: { reason },
  });

/** Everything that shows this payout or its statements is read afresh. */
export const moneyChanged = (queries: QueryClient, payout: string): Promise<unknown> =>
  Promise.all(
    [['payout', payout], ['payouts'], ['statements'], ['statement']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
