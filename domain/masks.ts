import { glyphsOf, NAME_SEPARATOR } from './person-name';
import { REGIONS } from './region';

/** `张*`, `张*丰`, `买***孙`: the first glyph, from three glyphs on the last too. At most three stars, so that the length stays hidden. */
export function maskName(name: string): string {
  const glyphs = glyphsOf(name).filter((glyph) => glyph !== NAME_SEPARATOR);
  const [first] = glyphs;
  if (first === undefined) return '';
  if (glyphs.length < 3) return `${first}*`;
  return `${first}${'*'.repeat(Math.min(3, glyphs.length - 2))}${glyphs[glyphs.length - 1] ?? ''}`;
}

/** `110***********0017`: three characters in front, four behind; anything shorter is hidden whole. */
export function maskIdNumber(text: string): string {
  return text.length < 12
    ? '*'.repeat(text.length)
    : `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`;
}

/** `192****0888`. */
export function maskPhone(text: string): string {
  return text.length < 11
    ? '*'.repeat(text.length)
    : `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`;
}

/** Down to the district, the rest as three stars. Where no district of GB/T 2260 begins the address, only its first two characters. */
export function maskAddress(text: string): string {
  const start = REGIONS.reduce(
    (longest, { full }) => (full.length > longest.length && text.startsWith(full) ? full : longest),
    '',
  );
  return `${start === '' ? glyphsOf(text).slice(0, 2).join('') : start}***`;
}
