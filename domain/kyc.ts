import { authorityFindings } from './kyc/authority-findings';
import { documentFindings } from './kyc/document-findings';
import type { ConfirmableField, Finding, KycEvidence, PicturePart, Reason } from './kyc/evidence';
import { faceFindings } from './kyc/face-findings';
import { pictureFindings } from './kyc/picture-findings';
import { DEFAULT_KYC_POLICY, type KycPolicy } from './kyc/policy';
import { REASONS } from './kyc/reasons';
import { textFindings } from './kyc/text-findings';
import { comparableName, tidyName } from './person-name';

export type { AuthorityAnswer, ConfirmableField, KycEvidence, PicturePart, Reason } from './kyc/evidence';
export { DEFAULT_KYC_POLICY, type KycPolicy } from './kyc/policy';
export { isReasonCode, REASONS, type ReasonCode } from './kyc/reasons';

/** How one round of a verification ends. Reasons are ordered, heaviest first, and hold no personal data. */
export type Verdict =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'retry';
      readonly redo: readonly PicturePart[];
      readonly confirm: readonly ConfirmableField[];
      readonly reasons: readonly Reason[];
    }
  | { readonly kind: 'wait'; readonly until: 'sourceBack' | 'tomorrow'; readonly reasons: readonly Reason[] }
  | { readonly kind: 'review'; readonly approvals: 1 | 2; readonly reasons: readonly Reason[] }
  | { readonly kind: 'reject'; readonly reasons: readonly Reason[] };

/**
 * Judges one round. Pure and total: the same evidence and policy give the same verdict for ever, and no evidence makes it throw.
 * A final reason wins over everything, then what the customer can put right, then waiting for the source, then the officer; nothing
 * passes without the source's consent.
 */
export function judge(evidence: KycEvidence, policy: KycPolicy = DEFAULT_KYC_POLICY): Verdict {
  const local = localFindings(evidence, policy);
  const isSourceDue = evidence.authority.kind === 'answered' || canAsk(local);
  const source = isSourceDue ? authorityFindings(evidence).map((finding) => limited(finding, evidence, policy)) : [];
  return verdictOf([...local, ...source]);
}

/** True where asking the identity source makes sense now: it was not answered yet, and nothing must be put right before. */
export function needsAuthority(evidence: KycEvidence, policy: KycPolicy = DEFAULT_KYC_POLICY): boolean {
  return evidence.authority.kind !== 'answered' && canAsk(localFindings(evidence, policy));
}

/** Name and number to ask the source about and to open the card with: as printed, the name in the spelling that the picture bears out. */
export function claimOf(evidence: KycEvidence): { name: string; idNumber: string } | null {
  const { idNumber } = evidence.reading.fields;
  const spelled = evidence.typed?.name ?? evidence.declared.name;
  return spelled === '' || idNumber.value === null
    ? null
    : { name: comparableName(tidyName(spelled)), idNumber: idNumber.value };
}

/** Findings that make the source's answer worthless: it would be asked about the wrong person, or about nobody. */
const IDENTITY_UNSETTLED = new Set<string>(['RN_TYPED_UNLIKELY', 'RN_FIELD_CONFLICT', 'RN_ID_CHECKSUM', 'RN_ID_DATE']);

function canAsk(local: readonly Finding[]): boolean {
  return local.every(
    ({ reason, consequence }) =>
      consequence.kind === 'officer' && !IDENTITY_UNSETTLED.has(reason.code) && !isPictureReason(reason),
  );
}

/** An officer's look at a picture that never got better. */
const isPictureReason = ({ code }: Reason): boolean => code.startsWith('RN_OCR_') || code.startsWith('RN_DOC_');

function localFindings(evidence: KycEvidence, policy: KycPolicy): Finding[] {
  const pictures = pictureFindings(evidence, policy);
  // What could not be read is not judged; the other side and the face are, so that the customer learns everything at once.
  const isFrontLegible = !pictures.some(({ reason }) => reason.part === 'front');
  const content = isFrontLegible ? [...documentFindings(evidence, policy), ...textFindings(evidence, policy)] : [];
  const faces = faceFindings(evidence, policy, isFrontLegible);
  return [...pictures, ...content, ...faces].map((finding) => limited(finding, evidence, policy));
}

/** Tries are not endless: what the customer could not put right in a day's tries goes to officers, two of them for a face. */
function limited(finding: Finding, evidence: KycEvidence, policy: KycPolicy): Finding {
  const { consequence } = finding;
  if (consequence.kind !== 'redo' && consequence.kind !== 'confirm') return finding;
  const isFace = consequence.kind === 'redo' && consequence.counts === 'face';
  const tries = isFace ? evidence.faceRetriesToday : evidence.documentRetriesToday;
  if (tries < policy.maxRetriesPerDay) return finding;
  return { ...finding, consequence: { kind: 'officer', approvals: isFace ? 2 : 1 } };
}

function verdictOf(findings: readonly Finding[]): Verdict {
  const reasonsOf = (kinds: readonly Finding['consequence']['kind'][]): Reason[] =>
    findings
      .filter(({ consequence }) => kinds.includes(consequence.kind))
      .map(({ reason }) => reason)
      .sort((a, b) => REASONS[b.code].weight - REASONS[a.code].weight);
  const has = (kind: Finding['consequence']['kind']): boolean =>
    findings.some(({ consequence }) => consequence.kind === kind);

  if (has('reject')) return { kind: 'reject', reasons: reasonsOf(['reject']) };
  if (has('redo') || has('confirm')) {
    const consequences = findings.map(({ consequence }) => consequence);
    const parts = new Set(
      consequences.flatMap((consequence) => (consequence.kind === 'redo' ? consequence.parts : [])),
    );
    const fields = new Set(
      consequences.flatMap((consequence) => (consequence.kind === 'confirm' ? [consequence.field] : [])),
    );
    return { kind: 'retry', redo: [...parts], confirm: [...fields], reasons: reasonsOf(['redo', 'confirm']) };
  }
  const wait = findings.find(({ consequence }) => consequence.kind === 'wait')?.consequence;
  if (wait?.kind === 'wait') return { kind: 'wait', until: wait.until, reasons: reasonsOf(['wait']) };
  if (has('officer')) {
    const needsTwo = findings.some(({ consequence }) => consequence.kind === 'officer' && consequence.approvals === 2);
    return { kind: 'review', approvals: needsTwo ? 2 : 1, reasons: reasonsOf(['officer']) };
  }
  return { kind: 'pass' };
}
