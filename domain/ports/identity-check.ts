import type { Day } from '../brand';

/** What one person handed in for one round, as re-encoded image bytes (JPEG, PNG or WebP). */
export interface IdentityImages {
  readonly front: Uint8Array;
  readonly back: Uint8Array;
  readonly selfie: Uint8Array;
}

/** Names of the printed fields of both card sides. */
export type CardField =
  'name' | 'sex' | 'ethnicity' | 'birth' | 'address' | 'idNumber' | 'authority' | 'validFrom' | 'validTo';

export interface FieldReading {
  /** Normalised value (dates `YYYY-MM-DD`, validTo may be `长期`, id number upper case), or null when nothing was read. */
  readonly value: string | null;
  /** 0..1, calibrated where a table exists. */
  readonly confidence: number;
  /** True where neither the confidence gate nor the agreement of both engines holds. */
  readonly doubtful: boolean;
  /** What each engine read, for the evidence. */
  readonly readings: readonly { readonly engine: string; readonly text: string; readonly confidence: number }[];
}

export interface SideReading {
  /** False when no card of this side was found in the picture. */
  readonly found: boolean;
  /** Which side the picture shows, so that a swapped upload gets its own reason. */
  readonly side: 'front' | 'back' | 'unknown';
  /** Sharpness of the rectified card, larger is sharper; compared with the policy's limit. */
  readonly sharpness: number;
  /** Sharpness of the whole photo, on a scale of its own; given only where no card was found in it. */
  readonly photoSharpness?: number;
  /** Corners TL, TR, BR, BL in pixels of the picture. */
  readonly quad: readonly (readonly [number, number])[] | null;
}

export interface FaceReading {
  readonly faces: number;
  /** Box of the face taken, in pixels of its picture; null when none was found. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;
  readonly score: number;
}

/** A typed or declared text held against the picture: never trusted, only measured. */
export interface TextMatch {
  readonly field: 'name' | 'address' | 'idNumber';
  /** Mean log-likelihood a glyph of this text under the recogniser; 0 is certain, more negative is less likely. */
  readonly logLikelihood: number;
  readonly glyphCountFits: boolean;
  readonly sameAsRead: boolean;
}

/** Everything the models saw. Holds personal data: kept sealed, never logged, never in Temporal. */
export interface IdentityReading {
  readonly front: SideReading;
  readonly back: SideReading;
  readonly fields: Readonly<Record<CardField, FieldReading>>;
  readonly portrait: FaceReading;
  readonly selfie: FaceReading;
  /** Face-api distance on the level chip (smaller is more alike), null when one face is missing. */
  readonly faceDistance: number | null;
  /** True where the customer did not consent to face recognition: no face was looked for in any picture. */
  readonly faceDeclined?: boolean;
  readonly declared: readonly TextMatch[];
  readonly typed: readonly TextMatch[];
  /** JPEG of the portrait cut from the card, for the officer's side-by-side view; null when the card was not found. */
  readonly portraitJpeg: Uint8Array | null;
  /** Model names with version or hash, and the version of the reading code. */
  readonly versions: Readonly<Record<string, string>>;
  readonly milliseconds: Readonly<Record<string, number>>;
}

export interface IdentityReadRequest {
  readonly images: IdentityImages;
  readonly declared: { readonly name?: string; readonly idNumber?: string };
  /** Confirmed on the phone page for doubtful fields of an earlier round. */
  readonly typed: { readonly name?: string; readonly address?: string };
  /** Business day, for plausibility of dates while reading. */
  readonly asOf: Day;
  /** True: no face network runs on these pictures. */
  readonly faceDeclined?: boolean;
}

/** Reads card and faces. Rejects when the engine itself fails (retryable); a bad picture is an answer, not an error. */
export interface IdentityReaderPort {
  read: (
    request: IdentityReadRequest,
    onStage?: (stage: string) => void,
    signal?: AbortSignal,
  ) => Promise<IdentityReading>;
  close: () => Promise<void>;
}
