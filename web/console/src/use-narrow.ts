import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 720px)');

const subscribe = (listener: () => void): (() => void) => {
  narrow.addEventListener('change', listener);
  return () => {
    narrow.removeEventListener('change', listener);
  };
};

/** Whether a table has no room and its rows are better drawn as a list. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches);
