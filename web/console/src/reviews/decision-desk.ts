import type { ReviewCase, ReviewDecision, ReviewOutcome } from '../../../../api/schemas/review';
import { ApiProblem } from '../api/client';
import { type DraftStore, NO_STORE } from './draft-store';

export type Decision = ReviewDecision['decision'];
export type Option = ReviewCase['options'][number];

/** What the officer has composed so far; lives until it was sent, whatever happens to page, lease, session or network. */
export interface Draft {
  readonly decision: Decision | null;
  readonly reasonCode: string | null;
  readonly note: string;
}

export interface Held {
  readonly reviewId: string;
  readonly body: ReviewDecision;
  /** Real time in milliseconds at which it is sent. */
  readonly until: number;
  readonly phase: 'held' | 'sending';
}

export type Notice =
  | { readonly kind: 'undone'; readonly reviewId: string }
  | { readonly kind: 'sent'; readonly reviewId: string; readonly decision: Decision; readonly settled: boolean }
  | { readonly kind: 'failed'; readonly reviewId: string; readonly decision: Decision; readonly code: string };

export interface DeskState {
  readonly held: Held | null;
  readonly notice: Notice | null;
  readonly drafts: ReadonlyMap<string, Draft>;
  /** By review id: why the last decision was not taken; cleared by the next claim or edit. */
  readonly refusals: ReadonlyMap<string, string>;
}

export interface DecisionDesk {
  readonly state: () => DeskState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly edit: (reviewId: string, change: Partial<Draft>) => void;
  /** Holds a decision for ten seconds, then sends it. One that was still held goes out at once. */
  readonly submit: (reviewId: string, body: ReviewDecision) => void;
  readonly undo: () => void;
  /** Sends at once what is still held: on signing out, or when the page goes away (`keepalive`). */
  readonly flush: (keepalive?: boolean) => Promise<void>;
  readonly refuse: (reviewId: string, code: string) => void;
  readonly forgive: (reviewId: string) => void;
  readonly dismiss: () => void;
}

export const UNDO_MS = 10_000;
export const NO_DRAFT: Draft = { decision: null, reasonCode: null, note: '' };

type Send = (reviewId: string, body: ReviewDecision, keepalive: boolean) => Promise<ReviewOutcome | null>;

/**
 * Where decisions wait their ten seconds. It belongs to the signed-in session, not to a page: the officer may already
 * read the next case while the last decision can still be taken back.
 */
export function decisionDesk(
  send: Send,
  onSettled: (reviewId: string) => void,
  store: DraftStore = NO_STORE,
): DecisionDesk {
  let state: DeskState = { held: null, notice: null, drafts: store.load(), refusals: new Map() };
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();

  const become = (change: Partial<DeskState>): void => {
    state = { ...state, ...change };
    if (change.drafts) store.save(state.drafts);
    for (const listener of listeners) listener();
  };
  const without = <T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> =>
    new Map([...map].filter(([each]) => each !== key));
  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  const flush = async (keepalive = false): Promise<void> => {
    stopTimer();
    const { held } = state;
    if (held?.phase !== 'held') return;
    const { reviewId, body } = held;
    become({ held: { ...held, phase: 'sending' } });
    // A later submission may take the place of this one while it is on its way.
    const stillShown = (): boolean => state.held?.reviewId === reviewId && state.held.phase === 'sending';
    try {
      const outcome = await send(reviewId, body, keepalive);
      become({
        drafts: without(state.drafts, reviewId),
        refusals: without(state.refusals, reviewId),
        notice: { kind: 'sent', reviewId, decision: body.decision, settled: outcome?.state === 'decided' },
        ...(stillShown() ? { held: null } : {}),
      });
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : 'Unknown';
      become({
        refusals: new Map(state.refusals).set(reviewId, code),
        notice: { kind: 'failed', reviewId, decision: body.decision, code },
        ...(stillShown() ? { held: null } : {}),
      });
    }
    onSettled(reviewId);
  };

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    edit: (reviewId, change) => {
      const draft = { ...(state.drafts.get(reviewId) ?? NO_DRAFT), ...change };
      become({ drafts: new Map(state.drafts).set(reviewId, draft) });
    },
    submit: (reviewId, body) => {
      void flush();
      stopTimer();
      become({
        held: { reviewId, body, until: Date.now() + UNDO_MS, phase: 'held' },
        notice: null,
        refusals: without(state.refusals, reviewId),
      });
      timer = setTimeout(() => void flush(), UNDO_MS);
    },
    undo: () => {
      if (state.held?.phase !== 'held') return;
      stopTimer();
      become({ held: null, notice: { kind: 'undone', reviewId: state.held.reviewId } });
    },
    flush,
    refuse: (reviewId, code) => {
      become({ refusals: new Map(state.refusals).set(reviewId, code) });
    },
    forgive: (reviewId) => {
      become({ refusals: without(state.refusals, reviewId) });
    },
    dismiss: () => {
      become({ notice: null });
    },
  };
}
