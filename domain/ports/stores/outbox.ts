import type { Json } from './row';

export interface OutboxStore {
  /** Once per dedupe key. */
  put: (topic: string, dedupeKey: string, body: Json) => Promise<void>;
}
