import type { Pool } from 'pg';
import type { ClockPort } from '../../domain/ports/clock';

const LONGEST_SLEEP_MS = 60_000;

/**
 * Calls `release` when the earliest hold runs out. It sleeps until then, looks again when the clock is moved, and once
 * a minute, because a hold made meanwhile always ends later than that.
 */
export function watchHolds(settings: {
  pool: Pool;
  clock: ClockPort;
  release: () => Promise<number>;
  onError: (error: unknown) => void;
}): { nudge: () => void; close: () => Promise<void> } {
  const stop = new AbortController();
  let wake: () => void = () => undefined;

  async function sleepMs(): Promise<number> {
    const found = await settings.pool.query<{ at: string | null }>(
      `select min(n.held_until) as at from numbers n join orders o on o.id = n.order_id
       where n.state = 'held' and (o.stage in ('received', 'verifying') or o.status = 'awaiting-number')`,
    );
    const at = found.rows[0]?.at;
    return at ? Math.min(LONGEST_SLEEP_MS, Math.max(50, Date.parse(at) - settings.clock.nowMs())) : LONGEST_SLEEP_MS;
  }

  const loop = (async () => {
    while (!stop.signal.aborted) {
      let pause = 1_000;
      try {
        await settings.release();
        pause = await sleepMs();
      } catch (error) {
        settings.onError(error);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
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
