import { queryOptions } from '@tanstack/react-query';
import type { CardSearch, ClearHolder } from '../../../../api/schemas/audit';
import { ApiProblem, call, read } from './client';

/** Each read is on record, so it is made once for each question and never by itself. */
export const cardQuery = (q: string) =>
  queryOptions({
    queryKey: ['audit', q],
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    queryFn: ({ signal }) => read<CardSearch>(`/v1/audit/cards?${new URLSearchParams({ q }).toString()}`, signal),
  });

export async function revealHolder(orderId: string, reason: string): Promise<ClearHolder> {
  const path = `/v1/audit/cards/${encodeURIComponent(orderId)}/reveal`;
  const shown = await call<ClearHolder>(path, { method: 'POST', body: { reason } });
  if (shown === null) throw new ApiProblem(502, 'EmptyAnswer', null, 'nothing was shown');
  return shown;
}
