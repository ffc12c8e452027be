import { queryOptions } from '@tanstack/react-query';
import type { ConflictCase, ConflictList, ConflictResolution } from '../../../../api/schemas/conflict';
import type { OrderList, OrderPage } from '../../../../api/schemas/order';
import type { InterceptionView } from '../../../../api/schemas/parcel';
import type { ReviewCase, ReviewDecision, ReviewOutcome, ReviewQueue } from '../../../../api/schemas/review';
import type { SessionView, SignIn } from '../../../../api/schemas/session';
import type { InterceptionReason, ResumeReason } from '../../../../api/schemas/words';
import { ApiProblem, call, read, rememberSession } from './client';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  /** null = nobody is signed in; that is an answer, not a failure. */
  queryFn: async ({ signal }): Promise<SessionView | null> => {
    try {
      const session = await read<SessionView>('/v1/session', signal);
      rememberSession(session);
      return session;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export async function signIn(credentials: SignIn): Promise<void> {
  await call('/v1/session', { method: 'POST', body: credentials });
}

export async function signOut(): Promise<void> {
  await call('/v1/session', { method: 'DELETE' });
}

/** `search` is the address's own query string: only what `orderListQuery` names is passed on. */
export const ordersQuery = (search: string) =>
  queryOptions({
    queryKey: ['orders', search],
    queryFn: ({ signal }) => read<OrderList>(`/v1/console/orders?${search}`, signal),
  });

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) => read<OrderPage>(`/v1/console/orders/${encodeURIComponent(id)}`, signal),
  });

/** What the navigation counts, and the page opens with. */
export const OPEN_CONFLICTS = 'limit=50&state=open';

export const conflictsQuery = (search: string) =>
  queryOptions({
    queryKey: ['conflicts', search],
    queryFn: ({ signal }) => read<ConflictList>(`/v1/conflict-cases?${search}`, signal),
  });

export const conflictQuery = (id: string) =>
  queryOptions({
    queryKey: ['conflict', id],
    queryFn: ({ signal }) => read<ConflictCase>(`/v1/conflict-cases/${encodeURIComponent(id)}`, signal),
  });

export async function settleConflict(id: string, body: ConflictResolution): Promise<void> {
  await call(`/v1/conflict-cases/${encodeURIComponent(id)}/resolution`, { method: 'POST', body });
}

/** A new one-time link for the customer; it goes to them alone. */
export async function sendLink(orderId: string): Promise<void> {
  await call(`/v1/orders/${encodeURIComponent(orderId)}/links`, { method: 'POST' });
}

/** Said again for the same wait it changes nothing. */
export async function resumeOrder(
  orderId: string,
  body: { readonly waitId: string; readonly reasonCode: ResumeReason },
): Promise<void> {
  await call(`/v1/orders/${encodeURIComponent(orderId)}/resumption`, { method: 'POST', body });
}

/** Said again it changes nothing, until the courier says no. */
export async function interceptParcel(
  orderId: string,
  reasonCode: InterceptionReason,
): Promise<InterceptionView | null> {
  const path = `/v1/orders/${encodeURIComponent(orderId)}/interception`;
  return call<InterceptionView>(path, { method: 'POST', body: { reasonCode } });
}

/** The queue from the most urgent case on, or from a case on where a page further down is looked at. */
export const queueQuery = (after: string | null = null) =>
  queryOptions({
    queryKey: ['reviews', after],
    queryFn: ({ signal }) =>
      read<ReviewQueue>(
        `/v1/reviews?state=open&limit=50${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
        signal,
      ),
  });

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['review', id],
    queryFn: ({ signal }) => read<ReviewCase>(reviewPath(id), signal),
  });

const reviewPath = (id: string, rest = ''): string => `/v1/reviews/${encodeURIComponent(id)}${rest}`;

export const imagePath = (id: string, part: string): string => reviewPath(id, `/images/${part}`);

/** The most urgent open case, now held by this officer; null when the queue is empty. */
export async function claimNext(): Promise<string | null> {
  return (await call<{ reviewId: string }>('/v1/reviews/next', { method: 'POST' }))?.reviewId ?? null;
}

export async function claim(id: string): Promise<void> {
  await call(reviewPath(id, '/claim'), { method: 'POST' });
}

export async function renewLease(id: string): Promise<void> {
  await call(reviewPath(id, '/lease'), { method: 'POST' });
}

export async function giveBack(id: string): Promise<void> {
  await call(reviewPath(id, '/lease'), { method: 'DELETE' });
}

export async function decide(id: string, body: ReviewDecision, keepalive: boolean): Promise<ReviewOutcome | null> {
  return call<ReviewOutcome>(reviewPath(id, '/decision'), { method: 'POST', body, keepalive });
}

export interface BusinessClock {
  /** Business time minus real time; 0 in production. */
  readonly offsetMs: number;
}

export const clockQuery = queryOptions({
  queryKey: ['clock'],
  staleTime: 10_000,
  queryFn: async ({ signal }): Promise<BusinessClock> => {
    const { businessNow } = await read<{ businessNow: string }>('/sandbox/quiet', signal);
    const offsetMs = Date.parse(businessNow) - Date.now();
    return { offsetMs: Math.abs(offsetMs) < 5_000 ? 0 : offsetMs };
  },
});
