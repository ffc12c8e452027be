import type { IdentityReading, IdentityReadRequest } from '../../domain/ports/identity-check';

/** What a thread is started with. */
export interface ThreadData {
  readonly modelsDir: string;
}

export type ToThread =
  | { readonly kind: 'read'; readonly job: number; readonly request: IdentityReadRequest }
  | { readonly kind: 'cancel'; readonly job: number };

/** Failure messages carry no personal data: engines fail on sizes and files, never on what a card says. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'stage'; readonly job: number; readonly stage: string }
  | { readonly kind: 'done'; readonly job: number; readonly reading: IdentityReading }
  | { readonly kind: 'cancelled'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string };
