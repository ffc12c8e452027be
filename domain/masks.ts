import { glyphsOf, NAME_SEPARATOR } from './person-name';

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

const DISTRICT = /^.*?(?:省|自治区|市|特别行政区)(?:.*?(?:市|州|盟|地区))??.*?(?:区|县|旗|市)/u;

/** Down to the district, the rest as three stars. An address without a recognisable district shows nothing but its first two characters. */
export function maskAddress(text: string): string {
  const match = DISTRICT.exec(text);
  return `${match ? match[0] : glyphsOf(text).slice(0, 2).join('')}***`;
}
