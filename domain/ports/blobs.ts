import type { KeyOwner } from './key-store';

export interface StoredBlob {
  /** Name of the blob: 64 lower-case hex characters, the SHA-256 of its ciphertext. */
  readonly blobKey: string;
  readonly sha256OfCiphertext: string;
  /** Bytes of the ciphertext. */
  readonly size: number;
}

export interface OpenBlob {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** No blob of this name, or its bytes are not those it was named after. Not retryable. */
export class BlobUnreadable extends Error {
  readonly code = 'BlobUnreadable';

  constructor(
    readonly blobKey: string,
    why: 'missing' | 'damaged',
  ) {
    super(`blob ${blobKey} is ${why}`);
    this.name = 'BlobUnreadable';
  }
}

/** Images and documents, sealed under their owner's key and named by the hash of what is stored. */
export interface BlobPort {
  /** Durable when it resolves. The same bytes twice are two blobs, since each sealing differs. */
  put: (blob: {
    readonly owner: KeyOwner;
    readonly klass: 'images';
    readonly bytes: Uint8Array;
    readonly contentType: string;
  }) => Promise<StoredBlob>;

  /** Rejects with `BlobUnreadable`, or with `KeyDestroyed` once the owner's images were erased. */
  get: (blobKey: string) => Promise<OpenBlob>;

  exists: (blobKey: string) => Promise<boolean>;

  /** Afterwards there is no such blob; removing one that is not there is fine. */
  remove: (blobKey: string) => Promise<void>;
}

export interface ImageLimits {
  /** Width × height of the upload; a picture above it is refused before it is decoded. */
  readonly maxPixels: number;
  /** The longer side of the result; larger pictures are scaled down, smaller ones stay. */
  readonly maxSide: number;
  /** Bytes of the upload; 8 MiB when absent. */
  readonly maxBytes?: number;
}

export interface ReencodedImage {
  /** JPEG without any metadata, upright. */
  readonly bytes: Uint8Array;
  readonly contentType: 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

export type ImageRefusal = 'NotAnImage' | 'ImageTooLarge' | 'TooManyPixels';

/** The upload cannot be taken as a picture; the customer is told why and sends another. */
export class ImageRefused extends Error {
  constructor(readonly code: ImageRefusal) {
    super(`image refused: ${code}`);
    this.name = 'ImageRefused';
  }
}

/**
 * Decodes an untrusted JPEG, PNG or WebP and writes it anew as JPEG: turned upright, metadata gone. Rejects with
 * `ImageRefused`. The upload itself must never be stored or handed on.
 */
export type ReencodeImage = (bytes: Uint8Array, limits: ImageLimits) => Promise<ReencodedImage>;
