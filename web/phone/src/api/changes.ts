import { urls } from './client';

const SLOW_MS = 15_000;
const REOPEN_MS = 60_000;

/**
 * Calls `onChange` whenever the server says the case moved, after every gap in the stream, and when the page is looked at
 * again. Only while the stream cannot be had does it ask by itself, slowly. Returns how to stop.
 */
export function watchChanges(onChange: () => void): () => void {
  let source: EventSource | null = null;
  let slow: ReturnType<typeof setInterval> | undefined;
  let reopen: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    source = new EventSource(urls.events, { withCredentials: true });
    source.addEventListener('changed', onChange);
    source.onopen = () => {
      clearInterval(slow);
      slow = undefined;
      onChange(); // Something may have happened before or between connections.
    };
    source.onerror = () => {
      slow ??= setInterval(onChange, SLOW_MS);
      // The browser reconnects by itself except after an HTTP error, where it gives up for good.
      if (source?.readyState === EventSource.CLOSED) reopen = setTimeout(open, REOPEN_MS);
    };
  };
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') onChange();
  };

  open();
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    source?.close();
    clearInterval(slow);
    clearTimeout(reopen);
    document.removeEventListener('visibilitychange', onVisible);
  };
}
