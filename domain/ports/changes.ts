/** Something changed and whoever shows it should ask again. Carries ids only. */
export interface Change {
  readonly kind: 'order' | 'review' | 'case' | 'link' | 'ticket' | 'resync';
  readonly id: string;
  readonly purchaseId: string | null;
}

/** News from every process that writes. After a lost connection one `resync` comes: ask for everything again. */
export interface ChangesPort {
  /** Calls back until the returned function is called. */
  subscribe: (listener: (change: Change) => void) => () => void;
}
