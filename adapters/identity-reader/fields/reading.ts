import type { FieldReading } from '../../../domain/ports/identity-check';
import type { LineName } from '../card/layout';
import { textLines, type TextLine } from '../card/text-lines';
import type { Quad, RgbImage } from '../image';
import type { LineReading } from '../ocr/ctc';
import type { Charset, Recogniser } from '../ocr/recogniser';
import type { SecondReader } from '../ocr/second-reader';

/** A located card side and the engines that read it. */
export interface CardSide {
  readonly photo: RgbImage;
  readonly quad: Quad;
  readonly recogniser: Recogniser;
  readonly secondReader: SecondReader | null;
  /** Lines already cut, by field and scale: several readers look at the same ones. */
  readonly cut: Map<string, TextLine[]>;
}

/** What one engine read of a field. */
export type EngineReading = FieldReading['readings'][number];

/** Called with a line's reading while its probabilities last, to hold other texts against the same print. */
export type Measure = (seen: LineReading) => void;

export const NOTHING_READ: FieldReading = { value: null, confidence: 0, doubtful: true, readings: [] };

/** Han characters of all planes and 〇. */
export const NOT_HAN = /[^\u3007\u3400-\u9fff\u{20000}-\u{3ffff}]/gu;

/** Below this a narrowed line is read again at full width. */
const FULL_WIDTH_BELOW = 0.93;

/** The printed lines of a field, cut once. */
export function linesOf({ photo, quad, cut }: CardSide, field: LineName, scale = 1): TextLine[] {
  const key = `${field} ×${String(scale)}`;
  const lines = cut.get(key) ?? textLines(photo, quad, field, scale);
  cut.set(key, lines);
  return lines;
}

/** The first line of a field; regions always give one, blank or not. */
export function lineOf(side: CardSide, field: LineName, scale = 1): TextLine {
  const [line] = linesOf(side, field, scale);
  if (!line) throw new Error(`no line cut for ${field}`);
  return line;
}

/**
 * Reads a line narrowed first, which costs a fifth less, and at full width where the narrowed reading is unsure or `accept` refuses it.
 * The better of the two counts.
 */
export async function readNarrowed(
  { recogniser }: CardSide,
  { image }: TextLine,
  squeeze: number,
  { charset, accept = () => true }: { charset?: Charset; accept?: (text: string) => boolean } = {},
): Promise<LineReading> {
  const options = charset ? { charset } : {};
  const narrow = await recogniser.read(image, { ...options, squeeze });
  if (narrow.confidence >= FULL_WIDTH_BELOW && accept(narrow.text)) return narrow;
  const full = await recogniser.read(image, options);
  const fullIsBetter =
    accept(full.text) === accept(narrow.text) ? full.confidence >= narrow.confidence : accept(full.text);
  // Both share one piece of memory, so the probabilities of the first are gone; the rare caller that wants them reads once.
  return fullIsBetter ? full : { ...narrow, probabilities: full.probabilities };
}

/** Recogniser classes of a text, or null where it holds a character that the network cannot write. */
export function labelOf(recogniser: Recogniser, text: string): number[] | null {
  const label: number[] = [];
  for (const character of text) {
    const index = recogniser.classOf(character);
    if (index === undefined) return null;
    label.push(index);
  }
  return label;
}

export const engineReading = (
  engine: string,
  { text, confidence }: { text: string; confidence: number },
): EngineReading => ({
  engine,
  text,
  confidence,
});
