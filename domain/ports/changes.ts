/** Something changed and whoever shows it should ask again. Carries ids only; a settlement's is its business date. */
export interface Change {
  readonly kind: 'order' | 'review' | 'case' | 'link' | 'ticket' | 'payout' | 'settlement' | 'resync';
  readonly id: string;
  readonly purchaseId: string | null;
  /** Whose order it is; null for every other kind. */
  readonly channel: string | null;
}

/** News from every process that writes. After a lost connection one `resync` comes: ask for everything again. */
export interface ChangesPort {
  /** Calls back until the returned function is called. */
  subscribe: (listener: (change: Change) => void) => () => void;
}
