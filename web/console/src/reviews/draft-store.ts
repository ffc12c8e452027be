import type { Draft } from './decision-desk';

/** Where drafts outlive the page: a session that ends while somebody writes must not take the note with it. */
export interface DraftStore {
  readonly load: () => ReadonlyMap<string, Draft>;
  readonly save: (drafts: ReadonlyMap<string, Draft>) => void;
  readonly clear: () => void;
}

export const NO_STORE: DraftStore = { load: () => new Map(), save: () => undefined, clear: () => undefined };

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && 'note' in value && typeof value.note === 'string';

/** In this tab and for this person only: the browser forgets it with the tab, a colleague who signs in here sees nothing of it. */
export function sessionDrafts(userId: string, storage: Storage = sessionStorage): DraftStore {
  const key = `cardflow-drafts/${userId}`;
  return {
    load: () => {
      try {
        const kept = JSON.parse(storage.getItem(key) ?? '{}') as Record<string, unknown>;
        return new Map(Object.entries(kept).flatMap(([id, draft]) => (isDraft(draft) ? [[id, draft] as const] : [])));
      } catch {
        return new Map();
      }
    },
    save: (drafts) => {
      try {
        if (drafts.size === 0) storage.removeItem(key);
        else storage.setItem(key, JSON.stringify(Object.fromEntries(drafts)));
      } catch {
        // A full or forbidden storage costs the comfort, not the work: the desk itself still has the draft.
      }
    },
    clear: () => {
      storage.removeItem(key);
    },
  };
}
