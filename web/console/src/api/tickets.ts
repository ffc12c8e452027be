import { queryOptions } from '@tanstack/react-query';
import type { DutyView, TicketList, TicketStanding, TicketView } from '../../../../api/schemas/ticket';
import { call, read } from './client';

/** `search` is the address's own query string: only what `ticketListQuery` names is passed on. */
export const ticketsQuery = (search: string) =>
  queryOptions({
    queryKey: ['tickets', search],
    queryFn: ({ signal }) => read<TicketList>(`/v1/tickets?${search}`, signal),
  });

export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: ['ticket', id],
    queryFn: ({ signal }) => read<TicketView>(path(id), signal),
  });

export const dutyQuery = queryOptions({
  queryKey: ['duty'],
  queryFn: ({ signal }) => read<DutyView>('/v1/session/duty', signal),
});

const path = (id: string, rest = ''): string => `/v1/tickets/${encodeURIComponent(id)}${rest}`;

export const setDuty = (onDuty: boolean): Promise<DutyView | null> =>
  call<DutyView>('/v1/session/duty', { method: 'PUT', body: { onDuty } });

export type TicketCommand =
  | { readonly do: 'claim' | 'courier-inquiry' }
  | { readonly do: 'answer'; readonly text: string; readonly waits: boolean; readonly key: string }
  | { readonly do: 'note'; readonly text: string; readonly key: string }
  | { readonly do: 'close'; readonly outcome: 'solved' | 'cannot-help' }
  | { readonly do: 'handover'; readonly to?: string };

export function command(id: string, { do: action, ...body }: TicketCommand): Promise<TicketStanding | null> {
  return call<TicketStanding>(path(id, `/${action}`), {
    method: 'POST',
    ...(action === 'claim' || action === 'courier-inquiry' ? {} : { body }),
  });
}
