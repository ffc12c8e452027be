import type { ClockPort } from '../../domain/ports/clock';
import { nextShanghaiDay, shanghaiDay, toMs } from '../../domain/time';

/** Longest sleep, in ms: a clock that was moved unheard is seen this much later. */
const LONGEST_MS = 60_000;
const AGAIN_MS = 1_000;

/**
 * Calls `onDay` at the start and then whenever business time enters another day in Shanghai, by itself or because the
 * clock was moved. A call that fails is made again.
 */
export function watchDays(settings: {
  readonly clock: ClockPort;
  readonly onDay: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}): { readonly nudge: () => void; readonly close: () => Promise<void> } {
  const { clock, onDay, onError } = settings;
  const stop = new AbortController();
  let wake: () => void = () => undefined;
  let seen = '';
  const loop = (async () => {
    while (!stop.signal.aborted) {
      const today = shanghaiDay(clock.now());
      let pauseMs = Math.min(LONGEST_MS, toMs(nextShanghaiDay(clock.now())) - clock.nowMs() + 1);
      try {
        if (today !== seen) await onDay();
        seen = today;
      } catch (error) {
        onError(error);
        pauseMs = AGAIN_MS;
      }
      if (shanghaiDay(clock.now()) !== today) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (stop.signal.aborted) wake();
      });
    }
  })();
  return {
    nudge: () => {
      wake();
    },
    async close() {
      stop.abort();
      wake();
      await loop;
    },
  };
}
