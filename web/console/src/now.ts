import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { clockQuery, sessionQuery } from './api/queries';

let second = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Date.now();
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

const snapshot = (): number => second;
const minute = (): number => second - (second % 60_000);

/** Real time, once a second for all who ask: leases and the undo run on it. */
export function useRealNow(): number {
  return useSyncExternalStore(subscribe, snapshot);
}

/** Business time: what deadlines and journal entries are in. Moves once a second, or once a minute for long lists. */
export function useBusinessNow(grain: 'second' | 'minute' = 'second'): number {
  const now = useSyncExternalStore(subscribe, grain === 'second' ? snapshot : minute);
  return now + useBusinessOffset();
}

/** Business time minus real time in milliseconds; 0 in production. */
export function useBusinessOffset(): number {
  const { data: session } = useQuery(sessionQuery);
  const { data: clock } = useQuery({ ...clockQuery, enabled: session?.sandbox === true });
  return clock?.offsetMs ?? 0;
}
