import { labelLogProbability, type LineReading } from './ctc';
import type { Recogniser } from './recogniser';
import { standardTwin } from './twin-characters';

/**
 * How much likelier (in log units) the traditional form must be to be believed. On drawn cards a printed 昇 led by 16 and more, a 黃 read
 * where 黄 is printed by 3 at most; see docs/models.md.
 */
const CLEAR_LEAD = 6;

export interface SettledText {
  readonly text: string;
  /** True where a traditional and a standard form were too close to call; the standard one was taken. */
  readonly undecided: boolean;
}

/**
 * The recogniser likes to write 黃 for 黄. Where a traditional twin won, both whole lines are compared: a clear lead keeps it, otherwise
 * the standard form stands, in doubt. Must be called before the recogniser reads the next line.
 */
export function settleTwins(reading: LineReading, recogniser: Recogniser): SettledText {
  const characters = reading.glyphs.map(({ character }) => character);
  let undecided = false;
  characters.forEach((character, index) => {
    const standard = standardTwin(character);
    if (standard === undefined) return;
    const lead =
      logProbability(characters, reading, recogniser) -
      logProbability(withGlyph(characters, index, standard), reading, recogniser);
    if (!isUnclearLead(lead)) return;
    characters[index] = standard;
    undecided = true;
  });
  return { text: characters.join(''), undecided };
}

/**
 * The text as the recogniser may have written it: its own twins in place of the standard characters they stand for. Null where it wrote
 * no twin of this text.
 */
export function asWrittenInTwins(text: string, { glyphs }: LineReading): string | null {
  const characters = Array.from(text);
  if (characters.length !== glyphs.length) return null;
  const written = characters.map((character, index) => {
    const seen = glyphs[index]?.character ?? character;
    return standardTwin(seen) === character ? seen : character;
  });
  const result = written.join('');
  return result === text ? null : result;
}

/** True where a lead of the traditional form is too small to mean that it is printed. */
export const isUnclearLead = (lead: number): boolean => lead < CLEAR_LEAD;

/** For addresses and offices, which are written in standard characters only. */
export const inStandardCharacters = (text: string): string =>
  Array.from(text, (character) => standardTwin(character) ?? character).join('');

const withGlyph = (characters: readonly string[], index: number, glyph: string): string[] =>
  characters.map((character, position) => (position === index ? glyph : character));

function logProbability(
  characters: readonly string[],
  { probabilities }: LineReading,
  { classOf }: Recogniser,
): number {
  const label = characters.map((character) => classOf(character) ?? -1);
  return label.includes(-1) ? -Infinity : labelLogProbability(probabilities, label);
}
