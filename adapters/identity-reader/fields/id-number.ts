import type { Day } from '../../../domain/brand';
import { readIdNumber } from '../../../domain/id-number';
import type { FieldReading } from '../../../domain/ports/identity-check';
import type { LineReading } from '../ocr/ctc';
import { engineReading, lineOf, readNarrowed, type CardSide, type EngineReading, type Measure } from './reading';

const CHARACTERS = '0123456789X';
const LENGTH = 18;
/** With fewer characters seen some are covered, or this is not the place: no other scale brings them out. */
const LEAST_SEEN = 16;
const SQUEEZE = 0.6;
const SCALES = [1.3, 0.9, 1.6] as const;
/** With every glyph this sure, a wrong check digit is what stands on the card and not a slip of reading. */
const PRINTED_SO = 0.9;
/** A number that only came out at another scale is never as sure as one read at once. */
const RE_READ_CONFIDENCE = 0.9;
const LEAST_CONFIDENCE = 0.8;

/**
 * Reads the number. A check digit that does not fit causes other readings and is never computed away, or a forged number would be
 * laundered: what is clearly printed wrong stays wrong.
 */
export async function readIdNumberField(side: CardSide, asOf: Day, measure: Measure): Promise<FieldReading> {
  const charset = side.recogniser.charset(CHARACTERS);
  const isValid = (text: string): boolean => readIdNumber(text, asOf).ok;
  const first = await readNarrowed(side, lineOf(side, 'idNumber'), SQUEEZE, { charset, accept: isValid });
  measure(first);
  const readings: EngineReading[] = [engineReading(side.recogniser.version, first)];
  if (isValid(first.text)) return { ...valueOf(first), doubtful: first.confidence < LEAST_CONFIDENCE, readings };
  if (isPrintedSo(first)) return { ...valueOf(first), doubtful: false, readings };
  if (first.text.length < LEAST_SEEN) return { ...valueOf(first), doubtful: true, readings };

  const valid: LineReading[] = [];
  for (const scale of SCALES) {
    const again = await side.recogniser.read(lineOf(side, 'idNumber', scale).image, { charset });
    readings.push(engineReading(`${side.recogniser.version} ×${scale}`, again));
    if (isValid(again.text)) valid.push(again);
    else if (isPrintedSo(again)) return { ...valueOf(again), doubtful: false, readings };
  }
  const [found] = valid;
  if (!found) return { ...valueOf(first), doubtful: true, readings };
  const agree = valid.every(({ text }) => text === found.text);
  return { value: found.text, confidence: Math.min(RE_READ_CONFIDENCE, found.confidence), doubtful: !agree, readings };
}

const valueOf = ({ text, confidence }: LineReading): { value: string | null; confidence: number } => ({
  value: text === '' ? null : text,
  confidence,
});

const isPrintedSo = ({ text, glyphs }: LineReading): boolean =>
  text.length === LENGTH && glyphs.every(({ probability }) => probability >= PRINTED_SO);
