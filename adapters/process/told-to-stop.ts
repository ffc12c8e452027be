export interface StoppingSettings {
  /** Whether the parent holds the other end of standard input. */
  readonly endsWithParent: boolean;
  /** Longest that putting everything down may take, ms. */
  readonly withinMs?: number;
}

/** A connection to a server that died with our parent may never end: what was said over it is done or lost already. */
const WITHIN_MS = 8_000;

/**
 * Calls `stop` once: at SIGINT, at SIGTERM, or when the parent's pipe closes, which is how an orphan learns that its
 * supervisor is gone. A process that has not ended by itself in time ends with code 1: an orphan would keep its folder busy.
 */
export function whenToldToStop(own: NodeJS.Process, settings: StoppingSettings, stop: () => void): void {
  let told = false;
  const once = (): void => {
    if (told) return;
    told = true;
    // Does not keep the process: one that has nothing left to do ends before.
    setTimeout(() => own.exit(1), settings.withinMs ?? WITHIN_MS).unref();
    stop();
  };
  own.once('SIGINT', once);
  own.once('SIGTERM', once);
  if (!settings.endsWithParent) return;
  own.stdin.once('end', once).once('close', once).once('error', once).resume();
}
