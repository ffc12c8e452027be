import { condition, setHandler } from '@temporalio/workflow';
import type { WaitId } from '../../domain/brand';
import { fact, orderProgress, waitMoved } from '../order.messages';

/** A wait of this order as its row was written: business time left, worked out beside the row. */
export interface Wait {
  readonly waitId: WaitId;
  readonly dueInMs: number;
}

/** What reached this order so far. Handlers only assign; the stories look. */
export interface Inbox {
  /** A mark of what has arrived; a step that begins now has seen everything up to it. */
  readonly mark: () => number;
  /** Resolves when a fact of one of the kinds arrived after the mark (true), or the wait's moment came (false). */
  readonly waitFor: (wait: Wait, kinds: readonly string[], mark: number) => Promise<boolean>;
  /** Whether a fact of this kind arrived after the mark. */
  readonly has: (kind: string, mark: number) => boolean;
  readonly at: (story: string) => void;
}

export function openInbox(): Inbox {
  const seen = new Set<number>();
  const arrived: string[] = [];
  let story = 'verifying';
  let waiting: WaitId | null = null;
  // Kept by wait, also before it is waited for: a row is committed before the step that wrote it has answered.
  const moves = new Map<WaitId, number>();

  setHandler(fact, ({ seq, kind }) => {
    if (seen.has(seq)) return;
    seen.add(seq);
    arrived.push(kind);
  });
  setHandler(waitMoved, ({ waitId, dueInMs }) => {
    moves.set(waitId, dueInMs);
  });
  setHandler(orderProgress, () => ({ at: story, waitId: waiting, facts: arrived.length }));

  return {
    mark: () => arrived.length,
    has: (kind, mark) => arrived.slice(mark).includes(kind),
    at: (name) => {
      story = name;
    },
    async waitFor(wait, kinds, mark) {
      const news = (): boolean => arrived.slice(mark).some((kind) => kinds.includes(kind));
      waiting = wait.waitId;
      // A move that came first may be older than the row: the earlier of both is right or too early, and too early is
      // only looked at again.
      for (let leftMs = Math.min(wait.dueInMs, moves.get(wait.waitId) ?? Infinity); ;) {
        moves.clear();
        const woken = await condition(() => news() || moves.has(wait.waitId), Math.max(1, leftMs));
        // Decide on the state, not on what woke us: one task may carry a fact and a move together.
        const moved = moves.get(wait.waitId);
        if (news() || !woken || moved === undefined) {
          waiting = null;
          return news();
        }
        leftMs = moved;
      }
    },
  };
}
