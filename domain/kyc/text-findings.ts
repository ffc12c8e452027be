import { comparableName, glyphsOf, readPersonName, sameName } from '../person-name';
import type { TextMatch } from '../ports/identity-check';
import { confirm, type Finding, type KycEvidence, officer, wasNamedBefore } from './evidence';
import type { KycPolicy } from './policy';

/**
 * Name and address: the only fields that a customer may type. A text counts only as far as the picture bears it out: as many glyphs as
 * printed, and likely under the recogniser; else an officer looks, or a forged card's name could be typed away.
 */
export function textFindings(evidence: KycEvidence, policy: KycPolicy): Finding[] {
  return [...nameFindings(evidence, policy), ...addressFindings(evidence, policy)];
}

function nameFindings(evidence: KycEvidence, policy: KycPolicy): Finding[] {
  const { declared, typed } = evidence;
  const typedMatch = matchOf(evidence.reading.typed, 'name');
  if (typed?.name !== undefined && typedMatch) {
    if (!isBorneOut(typedMatch, comparableName(typed.name), policy)) return [officer('RN_TYPED_UNLIKELY', 'name')];
    // The order names somebody else: the picture may well be right, but a machine does not rename a holder.
    return sameName(typed.name, declared.name) ? unusual(typed.name) : [officer('RN_FIELD_CONFLICT', 'name')];
  }
  const match = matchOf(evidence.reading.declared, 'name');
  if (match && isBorneOut(match, comparableName(declared.name), policy)) return unusual(declared.name);
  if (wasNamedBefore(evidence, 'RN_CONFIRM_NAME')) return [officer('RN_FIELD_CONFLICT', 'name')];
  const conflict = evidence.reading.fields.name.doubtful ? [] : [confirm('RN_FIELD_CONFLICT', 'name')];
  return [confirm('RN_CONFIRM_NAME', 'name'), ...conflict];
}

function addressFindings(evidence: KycEvidence, policy: KycPolicy): Finding[] {
  const { typed, reading } = evidence;
  const typedMatch = matchOf(reading.typed, 'address');
  if (typed?.address !== undefined && typedMatch) {
    return isBorneOut(typedMatch, typed.address, policy) ? [] : [officer('RN_TYPED_UNLIKELY', 'address')];
  }
  const { value, doubtful } = reading.fields.address;
  if (value !== null && !doubtful) return [];
  return wasNamedBefore(evidence, 'RN_CONFIRM_ADDRESS')
    ? [officer('RN_TYPED_UNLIKELY', 'address')]
    : [confirm('RN_CONFIRM_ADDRESS', 'address')];
}

const matchOf = (matches: readonly TextMatch[], field: TextMatch['field']): TextMatch | undefined =>
  matches.find((match) => match.field === field);

/** An address has room for some unsure glyphs, so its limit grows with its length; a name has none. */
function isBorneOut(
  { field, logLikelihood, glyphCountFits, sameAsRead }: TextMatch,
  text: string,
  policy: KycPolicy,
): boolean {
  if (!glyphCountFits) return false;
  const length = glyphsOf(text).length;
  const limit = field === 'name' ? policy.minTextLogLikelihood : policy.minTextLogLikelihood * Math.max(1, length / 8);
  return logLikelihood * length >= limit || (sameAsRead && field === 'address');
}

function unusual(name: string): Finding[] {
  const reading = readPersonName(name);
  const isUnusual = !reading.ok || reading.remarks.includes('PRIVATE_USE_CHARACTER');
  return isUnusual ? [officer('RN_NAME_UNUSUAL', 'name')] : [];
}
