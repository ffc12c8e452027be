export type NameProblem = 'EMPTY' | 'SEPARATOR_POSITION' | 'NOT_HAN' | 'TOO_LONG';

/** Remarks let a name pass and send it to an officer's eye. */
export type NameRemark = 'SINGLE_CHARACTER' | 'OVER_25_CHARACTERS' | 'PRIVATE_USE_CHARACTER';

export type NameReading =
  | { readonly ok: true; readonly name: string; readonly remarks: readonly NameRemark[] }
  | { readonly ok: false; readonly problem: NameProblem };

/** The one separator of names of minority peoples (民委发〔2016〕33号): U+00B7. */
export const NAME_SEPARATOR = '·';
const SEPARATOR_LOOK_ALIKES = /[•・．.‧∙⋅･]/gu;
const HAN_OR_PRIVATE = /^[\p{Script=Han}〇\uE000-\uF8FF\u{F0000}-\u{10FFFD}]+$/u;
const PRIVATE_USE = /[\uE000-\uF8FF\u{F0000}-\u{10FFFD}]/u;
/** The name field of the standard holds 25 characters; past twice that it is no name. */
const USUAL_LENGTH = 25;
const LARGEST_LENGTH = 50;

/** Characters as a reader counts them: code points, so that rare characters beyond the first plane are one each. */
export const glyphsOf = (text: string): readonly string[] => Array.from(text);

/** Inner spaces go where both neighbours are Han characters, outer ones always. Everything else is kept as written. */
export function tidyName(raw: string): string {
  return raw.trim().replace(/(?<=\p{Script=Han})[\s\u3000]+(?=\p{Script=Han})/gu, '');
}

/** Parses the name of a resident ID card. The original spelling is kept: traditional forms are other names, never folded. */
export function readPersonName(raw: string): NameReading {
  const name = tidyName(raw);
  if (name === '') return { ok: false, problem: 'EMPTY' };
  const comparable = comparableName(name);
  const parts = comparable.split(NAME_SEPARATOR);
  if (parts.some((part) => part === '')) return { ok: false, problem: 'SEPARATOR_POSITION' };
  if (!parts.every((part) => HAN_OR_PRIVATE.test(part))) return { ok: false, problem: 'NOT_HAN' };
  const length = glyphsOf(comparable).length;
  if (length > LARGEST_LENGTH) return { ok: false, problem: 'TOO_LONG' };
  const remarks: NameRemark[] = [];
  if (length === 1) remarks.push('SINGLE_CHARACTER');
  if (length > USUAL_LENGTH) remarks.push('OVER_25_CHARACTERS');
  if (PRIVATE_USE.test(name)) remarks.push('PRIVATE_USE_CHARACTER');
  return { ok: true, name, remarks };
}

/** For comparison only: look-alike separators become U+00B7, inner spaces go. */
export const comparableName = (name: string): string => tidyName(name).replace(SEPARATOR_LOOK_ALIKES, NAME_SEPARATOR);

export const sameName = (a: string, b: string): boolean => comparableName(a) === comparableName(b);
