import { glyphsOf, NAME_SEPARATOR } from '../../../domain/person-name';
import type { FieldReading } from '../../../domain/ports/identity-check';
import { GLYPH_PITCH } from '../card/layout';
import type { TextLine } from '../card/text-lines';
import { settleTwins } from '../ocr/twins';
import { engineReading, lineOf, type Measure, NOT_HAN, type CardSide, type EngineReading } from './reading';

/** Without the second reader's agreement the recogniser must be this sure. Found on labelled cards, see docs/models.md. */
const SURE_ALONE = 0.97;
const SURE_TOGETHER = 0.6;
/** The outermost strokes stand a little inside their glyph's square. */
const EDGE_GAP = 2;

/** True where a text has as many glyphs as the print is wide. The recogniser drops characters it does not know without a trace. */
export function glyphCountFits(text: string, line: TextLine): boolean {
  // A separator takes half a square or a whole one, depending on the printer.
  const separators = glyphsOf(text).filter((glyph) => glyph === NAME_SEPARATOR).length;
  const count = glyphsOf(text).length;
  const measured = Math.round((line.inkWidth + EDGE_GAP) / GLYPH_PITCH.name);
  return measured <= count && measured >= count - separators;
}

/** Reads the name line, with both engines where the first is not sure alone. Names are never repaired from a dictionary. */
export async function readNameField(side: CardSide, measure: Measure): Promise<FieldReading> {
  const line = lineOf(side, 'name');
  const seen = await side.recogniser.read(line.image);
  measure(seen);
  const settled = settleTwins(seen, side.recogniser);
  const name = cleanName(settled.text);
  const readings: EngineReading[] = [engineReading(side.recogniser.version, seen)];
  const fits = name !== '' && glyphCountFits(name, line);
  const isSureAlone = seen.confidence >= SURE_ALONE && !settled.undecided;
  // What the second reader sees could not change this outcome, and its look costs as much as a tenth of the card.
  if (fits && isSureAlone) return { value: name, confidence: seen.confidence, doubtful: false, readings };
  const second = await side.secondReader?.read(line.ink);
  if (second && side.secondReader) readings.push(engineReading(side.secondReader.version, second));
  const agrees = second !== undefined && cleanName(second.text) === name;
  const isSure = isSureAlone || (agrees && seen.confidence >= SURE_TOGETHER);
  const doubtful = !fits || !isSure;
  return { value: name === '' ? null : name, confidence: seen.confidence, doubtful, readings };
}

/** Han characters and inner separators; everything else on this line is dirt or guilloche. */
export function cleanName(text: string): string {
  return text
    .replace(/[•・．.‧∙⋅,，]/gu, NAME_SEPARATOR)
    .split(NAME_SEPARATOR)
    .map((part) => part.replace(NOT_HAN, ''))
    .filter((part) => part !== '')
    .join(NAME_SEPARATOR);
}
