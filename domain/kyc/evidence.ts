import type { Day } from '../brand';
import type { IdentityReading } from '../ports/identity-check';
import type { ReasonCode } from './reasons';

/** What the identity source said about name and number. `down` is no answer and never stored as one. */
export type AuthorityAnswer =
  { readonly kind: 'answered'; readonly code: string } | { readonly kind: 'down' } | { readonly kind: 'notAsked' };

/** Everything a verdict rests on. With the policy it gives the same verdict for as long as it exists. */
export interface KycEvidence {
  readonly reading: Omit<IdentityReading, 'portraitJpeg'>;
  readonly declared: { readonly name: string; readonly idNumber: string };
  /** What the customer typed for doubtful fields in this round. */
  readonly typed?: { readonly name?: string; readonly address?: string };
  readonly authority: AuthorityAnswer;
  readonly asOf: Day;
  readonly minAge: number;
  readonly maxAge: number;
  readonly round: number;
  readonly faceRetriesToday: number;
  readonly documentRetriesToday: number;
  /** Reasons of the earlier rounds of this case: some are forgiven once only. */
  readonly earlier?: readonly ReasonCode[];
}

export type PicturePart = 'front' | 'back' | 'selfie';
export type ConfirmableField = 'name' | 'address';

/** A reason of a verdict; holds no personal data. */
export interface Reason {
  readonly code: ReasonCode;
  readonly part?: PicturePart;
  /** A field's name or a partner's raw code, never a value. */
  readonly detail?: string;
}

/** What a reason asks for. */
export type Consequence =
  | { readonly kind: 'redo'; readonly parts: readonly PicturePart[]; readonly counts: 'face' | 'document' }
  | { readonly kind: 'confirm'; readonly field: ConfirmableField }
  | { readonly kind: 'officer'; readonly approvals: 1 | 2 }
  | { readonly kind: 'wait'; readonly until: 'sourceBack' | 'tomorrow' }
  | { readonly kind: 'reject' };

export interface Finding {
  readonly reason: Reason;
  readonly consequence: Consequence;
}

export const redo = (code: ReasonCode, part: PicturePart, detail?: string): Finding => ({
  reason: detail === undefined ? { code, part } : { code, part, detail },
  consequence: { kind: 'redo', parts: [part], counts: part === 'selfie' ? 'face' : 'document' },
});

export const confirm = (code: ReasonCode, field: ConfirmableField): Finding => ({
  reason: { code, part: 'front', detail: field },
  consequence: { kind: 'confirm', field },
});

export const officer = (code: ReasonCode, detail?: string, approvals: 1 | 2 = 1): Finding => ({
  reason: detail === undefined ? { code } : { code, detail },
  consequence: { kind: 'officer', approvals },
});

export const reject = (code: ReasonCode): Finding => ({ reason: { code }, consequence: { kind: 'reject' } });

export const waitFor = (code: ReasonCode, until: 'sourceBack' | 'tomorrow'): Finding => ({
  reason: { code },
  consequence: { kind: 'wait', until },
});

/** True where an earlier round already named the reason: it is not put to the customer a second time. */
export const wasNamedBefore = ({ earlier = [] }: KycEvidence, code: ReasonCode): boolean => earlier.includes(code);
