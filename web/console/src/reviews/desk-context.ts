import { createContext, use, useSyncExternalStore } from 'react';
import type { DecisionDesk, DeskState } from './decision-desk';

export const DeskContext = createContext<DecisionDesk | null>(null);

export function useDesk(): DecisionDesk {
  const desk = use(DeskContext);
  if (desk === null) throw new Error('outside of the signed-in shell');
  return desk;
}

export function useDeskState(): DeskState {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, desk.state);
}
