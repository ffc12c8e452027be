import { createContext, use } from 'react';
import type { LiveState } from '../api/live';

export const LiveContext = createContext<LiveState>('connecting');
export const useLive = (): LiveState => use(LiveContext);
