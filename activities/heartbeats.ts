import { heartbeat } from '@temporalio/activity';

/** How often a running activity says that it lives, in ms; several times within the shortest heartbeat timeout. */
const BEAT_MS = 3_000;

/**
 * Reports while `work` runs, so that only a process that died loses its activity, and soon. The server counts from the
 * start of the activity, so what is done at once reports nothing: a heartbeat is a state transition of its workflow.
 */
export async function withHeartbeats<T>(work: () => Promise<T>, everyMs = BEAT_MS): Promise<T> {
  const timer = setInterval(() => {
    heartbeat();
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
