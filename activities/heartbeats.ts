import { heartbeat } from '@temporalio/activity';

/** How often a running activity says that it lives, in ms; several times within the shortest heartbeat timeout. */
const BEAT_MS = 3_000;

/** Reports while `work` runs, so that only a process that died loses its activity, and soon. */
export async function withHeartbeats<T>(work: () => Promise<T>, everyMs = BEAT_MS): Promise<T> {
  heartbeat();
  const timer = setInterval(() => {
    heartbeat();
  }, everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
