import { Refused, Unreachable } from './client';

/** Waits between attempts; their number plus one is how often a thing is tried before the customer is asked. */
const WAITS_MS = [600, 2_000, 5_000] as const;

/**
 * Repeats what may be repeated (reads and idempotent writes) while the network or the server is only away for a moment.
 * A refusal that time does not cure is thrown at once, the last error when patience ends.
 */
export async function withPatience<T>(attempt: () => Promise<T>, onRetry: () => void = () => undefined): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error)) throw error;
      onRetry();
      await pause(wait);
    }
  }
  return attempt();
}

export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refused && error.passing);
}

/** Ends early when the phone says it is back in the net. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
  });
}
