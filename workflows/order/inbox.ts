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
  readonly at: (story: string) => void;
}

export function openInbox(): Inbox {
  const seen = new Set<number>();
  const arrived: string[] = [];
  let story = 'verifying';
  let waiting: WaitId | null = null;
  let moved: { waitId: WaitId; dueInMs: number } | null = null;

  setHandler(fact, ({ seq, kind }) => {
    if (seen.has(seq)) return;
    seen.add(seq);
    arrived.push(kind);
  });
  setHandler(waitMoved, (move) => {
    if (move.waitId === waiting) moved = move;
  });
  setHandler(orderProgress, () => ({ at: story, waitId: waiting, facts: arrived.length }));

  return {
    mark: () => arrived.length,
    at: (name) => {
      story = name;
    },
    async waitFor(wait, kinds, mark) {
      const news = (): boolean => arrived.slice(mark).some((kind) => kinds.includes(kind));
      waiting = wait.waitId;
      moved = null;
      for (let leftMs = wait.dueInMs; ;) {
        const woken = await condition(() => news() || moved !== null, Math.max(1, leftMs));
        // Decide on the state, not on what woke us: one task may carry a fact and a move together.
        const move = takeMove();
        if (news() || !woken || move === null) {
          waiting = null;
          return news();
        }
        leftMs = move.dueInMs;
      }
    },
  };

  function takeMove(): { waitId: WaitId; dueInMs: number } | null {
    const taken = moved;
    moved = null;
    return taken;
  }
}
