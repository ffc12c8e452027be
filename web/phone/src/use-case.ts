import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SelfServiceState } from '../../../api/schemas/self-service';
import { watchChanges } from './api/changes';
import { readState, Refused } from './api/client';
import { openLink } from './api/link';
import { withPatience } from './api/patience';

/** Why there is nothing to show. `traceId` lets support find the request. */
export interface Closed {
  readonly why: 'link' | 'none' | 'over' | 'trouble' | 'offline';
  readonly traceId: string | null;
}

export interface Case {
  readonly state: SelfServiceState | null;
  readonly closed: Closed | null;
  /** What is shown may be old: the last question for it got no answer. */
  readonly stale: boolean;
  /** Asks the server how things stand; never rejects. */
  readonly refresh: () => Promise<void>;
  /** From the link on, as on the first visit. */
  readonly reopen: () => void;
}

function isSomebodyElsesTurn({ step, result }: SelfServiceState): boolean {
  return step === 'checking' || (step === 'done' && result?.outcome !== 'rejected' && result?.outcome !== 'active');
}

/** The customer's case as the server sees it. The server alone knows the step; the page keeps only what is being typed. */
export function useCase(): Case {
  const [state, setState] = useState<SelfServiceState | null>(null);
  const [closed, setClosed] = useState<Closed | null>(null);
  const [stale, setStale] = useState(false);
  const [visit, setVisit] = useState(0);
  const askedRef = useRef(0);
  const wasOpenRef = useRef(false);

  const refresh = useCallback(async (): Promise<void> => {
    const asked = ++askedRef.current;
    try {
      const fresh = await withPatience(readState);
      if (asked !== askedRef.current) return; // A later question is under way and its answer is newer.
      wasOpenRef.current = true;
      setState(fresh);
      setStale(false);
    } catch (error) {
      if (asked !== askedRef.current) return;
      if (error instanceof Refused && !error.passing) {
        setState(null);
        setClosed({ why: wasOpenRef.current ? 'over' : 'none', traceId: error.traceId });
      } else {
        setStale(true);
        setClosed({ why: navigator.onLine ? 'trouble' : 'offline', traceId: null });
      }
    }
  }, []);

  useEffect(() => {
    const open = async (): Promise<void> => {
      try {
        await openLink();
      } catch (error) {
        const link = error instanceof Refused && !error.passing;
        setClosed({
          why: link ? 'link' : navigator.onLine ? 'trouble' : 'offline',
          traceId: error instanceof Refused ? error.traceId : null,
        });
        return;
      }
      await refresh();
    };
    void open();
  }, [visit, refresh]);

  // Only where the next step is somebody else's does the page listen; elsewhere the customer's own acts move it.
  const listening = state !== null && isSomebodyElsesTurn(state);
  useEffect(() => {
    if (!listening) return undefined;
    return watchChanges(() => void refresh());
  }, [listening, refresh]);

  useEffect(() => {
    const again = (): void => {
      if (document.visibilityState === 'visible') void refresh();
    };
    window.addEventListener('online', again);
    window.addEventListener('pageshow', onPageShow);
    function onPageShow(event: PageTransitionEvent): void {
      if (event.persisted) again(); // Restored from the browser's memory, perhaps days later.
    }
    return () => {
      window.removeEventListener('online', again);
      window.removeEventListener('pageshow', onPageShow);
    };
  }, [refresh]);

  const reopen = useCallback(() => {
    setClosed(null);
    setVisit((n) => n + 1);
  }, []);
  // A newer message tapped while the page is open only changes what stands behind the #.
  useEffect(() => {
    const onHash = (): void => {
      if (location.hash !== '') reopen();
    };
    window.addEventListener('hashchange', onHash);
    return () => {
      window.removeEventListener('hashchange', onHash);
    };
  }, [reopen]);

  return { state, closed, stale, refresh, reopen };
}
