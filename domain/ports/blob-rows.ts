import type { BlobId, PurchaseId } from '../brand';
import type { KeyOwner } from './key-store';
import type { DocumentPart } from './uploads';

/** A sealed picture on its way into the tables. */
export interface NewBlob {
  readonly id: BlobId;
  readonly part: DocumentPart;
  readonly owner: KeyOwner;
  readonly blobKey: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

/** Rows of pictures; the bytes are in the blob store before a row names them. */
export interface BlobRowsPort {
  /** An upload of a channel that no order names yet. */
  keepForChannel: (channel: string, blob: NewBlob) => Promise<void>;
  /**
   * Whose key seals the next picture of this purchase. Throws `StepRefused` unless the round is open, asks for this
   * part, and every required consent was given.
   */
  openPart: (purchase: PurchaseId, part: DocumentPart) => Promise<{ readonly owner: KeyOwner }>;
  /**
   * Puts the picture into the open round under the case's lock; throws `StepRefused` when the round was handed in
   * meanwhile. Returns the blob key of the picture it replaced, which nothing names any more.
   */
  replaceDocument: (purchase: PurchaseId, blob: NewBlob) => Promise<{ readonly replacedBlobKey: string | null }>;
}
