import type { BlobId, PurchaseId } from '../brand';

export const DOCUMENT_PARTS = ['front', 'back', 'selfie'] as const;
export type DocumentPart = (typeof DOCUMENT_PARTS)[number];

/** A picture that came before its order: sealed under an owner of its own, taken over by the purchase at intake. */
export interface ChannelUploadsPort {
  /** Durable when it resolves. Throws `ImageRefused` (422) for what is no usable picture. */
  store: (channel: string, part: DocumentPart, upload: Uint8Array) => Promise<BlobId>;
}

export type UploadHint = 'NOT_AN_IMAGE' | 'TOO_LARGE' | 'TOO_MANY_PIXELS' | 'TOO_SMALL';

/** The customer's own picture. The same part again replaces the one before, as long as the round is not handed in. */
export interface CustomerUploadsPort {
  store: (
    purchaseId: PurchaseId,
    part: DocumentPart,
    upload: Uint8Array,
  ) => Promise<{ readonly accepted: boolean; readonly hints: readonly UploadHint[] }>;
}
