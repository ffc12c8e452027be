import { useEffect, useRef } from 'preact/hooks';

/**
 * While mounted, the phone's back button (and Escape) closes this layer instead of leaving the page. The history entry it
 * stands on is left for the next layer: taking it away would race with that layer's own.
 */
export function useBackButton(onBack: () => void): void {
  const latestRef = useRef(onBack);
  useEffect(() => {
    latestRef.current = onBack;
  });
  useEffect(() => {
    const state = history.state as { layer?: boolean } | null;
    if (state?.layer !== true) history.pushState({ layer: true }, '');
    const back = (): void => {
      latestRef.current();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') back();
    };
    window.addEventListener('popstate', back);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('popstate', back);
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
