import type { QueryClient } from '@tanstack/react-query';

export type LiveState = 'connecting' | 'live' | 'lost';

const SETTLE_MS = 400;
const MONEY = ['commissions', 'statements', 'statement', 'payouts', 'payout', 'commission'];
const CASES = ['reviews', 'review', 'conflicts', 'conflict'];
const EVERYTHING = ['orders', 'order', ...CASES, 'tickets', 'ticket', 'duty', ...MONEY];

interface Live {
  readonly subscribe: (listener: () => void) => () => void;
  readonly state: () => LiveState;
  readonly start: () => () => void;
}

/**
 * Server events turned into refetches of what they name; nothing polls. Events of a burst become one refetch. A hidden tab
 * lets go of its connection, because a browser keeps only six for one server, and reads everything afresh when it is seen again.
 */
export function liveUpdates(queries: QueryClient): Live {
  let state: LiveState = 'connecting';
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stale = new Set<string>();
  const listeners = new Set<() => void>();

  const become = (next: LiveState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const refetch = (): void => {
    timer = null;
    const keys = [...stale];
    stale.clear();
    for (const key of keys) void queries.invalidateQueries({ queryKey: key.split('/') });
    void queries.refetchQueries({ queryKey: ['clock'], stale: true }); // A jump of business time shows itself by what it wakes.
  };
  const mark = (...keys: string[]): void => {
    for (const key of keys) stale.add(key);
    timer ??= setTimeout(refetch, SETTLE_MS);
  };
  const onChanged = (event: MessageEvent<string>): void => {
    const { kind, id } = JSON.parse(event.data) as { kind: string; id: string };
    if (kind === 'order') mark('orders', `order/${id}`, `commission/${id}`);
    else if (kind === 'review') mark('reviews', `review/${id}`);
    else if (kind === 'ticket') mark('tickets', `ticket/${id}`, 'duty');
    else if (kind === 'payout' || kind === 'settlement') mark(...MONEY);
    else if (kind === 'case' && id.startsWith('cas_')) mark('conflicts', `conflict/${id}`);
    else if (kind === 'case') mark('order', 'review');
    else if (kind === 'resync') mark(...EVERYTHING);
  };
  const connect = (): void => {
    source = new EventSource('/v1/console/events');
    let opened = false;
    source.addEventListener('changed', onChanged);
    source.onopen = () => {
      if (opened || state === 'lost') mark(...EVERYTHING); // What was said meanwhile is unknown.
      opened = true;
      become('live');
    };
    source.onerror = () => {
      become('lost');
      if (source?.readyState === EventSource.CLOSED) {
        source.close();
        setTimeout(() => {
          if (source?.readyState === EventSource.CLOSED) connect();
        }, 3_000);
      }
    };
  };
  const disconnect = (): void => {
    source?.close();
    source = null;
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'hidden') disconnect();
    else if (source === null) {
      become('lost');
      connect();
    }
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    start: () => {
      connect();
      document.addEventListener('visibilitychange', onVisibility);
      return () => {
        document.removeEventListener('visibilitychange', onVisibility);
        if (timer !== null) clearTimeout(timer);
        timer = null;
        disconnect();
      };
    },
  };
}
