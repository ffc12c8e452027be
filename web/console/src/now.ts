import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { clockQuery, sessionQuery } from './api/queries';

const MINUTE = 60_000;

let second = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  // Nobody may have asked for a while.
  if (listeners.size === 0) second = Date.now();
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
/** Real time, once a second for all who ask: leases and the undo run on it. */
export function useRealNow(): number {
  return useSyncExternalStore(subscribe, snapshot);
}

/** Business time: what deadlines and journal entries are in. Moves once a second, or once a minute for long lists. */
export function useBusinessNow(grain: 'second' | 'minute' = 'second'): number {
  const offset = useBusinessOffset();
  // Rounded after the offset: a jump goes to the second, and the minute before it would still be yesterday.
  return useSyncExternalStore(subscribe, () => {
    const now = second + offset;
    return grain === 'second' ? now : now - (now % MINUTE);
  });
}

/** Business time minus real time in milliseconds; 0 in production. */
export function useBusinessOffset(): number {
  const { data: session } = useQuery(sessionQuery);
  const { data: clock } = useQuery({ ...clockQuery, enabled: session?.sandbox === true });
  return clock?.offsetMs ?? 0;
}
