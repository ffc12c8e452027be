import { queryOptions } from '@tanstack/react-query';
import type {
  OrderCommission,
  PayoutList,
  PayoutPage,
  PayoutsMade,
  PayoutView,
  StatementList,
  StatementPage,
} from '../../../../api/schemas/commission';
import { call, read } from './client';

export const commissionQuery = (order: string) =>
  queryOptions({
    queryKey: ['commission', order],
    queryFn: ({ signal }) => read<OrderCommission>(`/v1/orders/${encodeURIComponent(order)}/commission`, signal),
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

export const releasePayout = (id: string): Promise<PayoutView | null> =>
  call<PayoutView>(`/v1/payouts/${encodeURIComponent(id)}/release`, { method: 'POST' });
