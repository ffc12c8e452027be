/** Limits of the verdict, versioned data that a case pins when it starts. Distances: smaller is more alike. */
export interface KycPolicy {
  readonly version: string;
  /** Faces up to this distance are one person. Never above .48: look-alikes at .51 exist. */
  readonly acceptDistance: number;
  /** Up to this an officer decides, beyond it the customer tries again first. */
  readonly reviewDistance: number;
  readonly maxRetriesPerDay: number;
  /** Below this a side is blurred whatever was read. */
  readonly minSharpness: number;
  /** Below this blur is what made a field doubtful. */
  readonly doubtSharpness: number;
  /** Where no card was found: below this the photo is too blurred to tell. */
  readonly minPhotoSharpness: number;
  /** Log-likelihood of a whole typed or declared text under which it is not what the print says. */
  readonly minTextLogLikelihood: number;
  readonly birthdayPolicy: 'onDay' | 'dayAfter';
}

/** Found on the labelled development set; docs/models.md has the figures. */
export const DEFAULT_KYC_POLICY: KycPolicy = {
  version: '2026-11-kyc-1',
  acceptDistance: 0.45,
  reviewDistance: 0.6,
  maxRetriesPerDay: 3,
  minSharpness: 0.4,
  doubtSharpness: 0.6,
  minPhotoSharpness: 0.3,
  minTextLogLikelihood: -1.5,
  birthdayPolicy: 'onDay',
};
