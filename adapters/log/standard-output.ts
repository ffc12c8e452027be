import { writeSync } from 'node:fs';
import type { DestinationStream } from 'pino';

const STANDARD_OUTPUT = 1;
/** A reader that is behind gets this long before a line is given up. */
const PATIENCE_MS = 2_000;
const PAUSE_MS = 10;

/**
 * Standard output, written at once. Pino's own stream flushes at the end of a process, and where nobody reads any more it
 * does so for ever: a child whose supervisor was killed would stay. Here a reader that is gone is a line less.
 */
export function standardOutput(fd: number = STANDARD_OUTPUT): DestinationStream {
  const pausing = new Int32Array(new SharedArrayBuffer(4));
  let isGone = false;
  return {
    write(line) {
      let rest = Buffer.from(line, 'utf8');
      for (let waitedMs = 0; rest.length > 0 && !isGone && waitedMs < PATIENCE_MS;) {
        try {
          rest = rest.subarray(writeSync(fd, rest));
        } catch (error) {
          const isFull = (error as NodeJS.ErrnoException).code === 'EAGAIN';
          if (isFull) Atomics.wait(pausing, 0, 0, PAUSE_MS);
          else isGone = true;
          waitedMs += PAUSE_MS;
        }
      }
    },
  };
}
