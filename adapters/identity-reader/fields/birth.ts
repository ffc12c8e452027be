import type { FieldReading } from '../../../domain/ports/identity-check';
import type { LineReading } from '../ocr/ctc';
import { printedDay } from './dates';
import { engineReading, lineOf, readNarrowed, type CardSide, type EngineReading } from './reading';

const CHARACTERS = '0123456789年月日';
const SQUEEZE = 0.65;
const SCALES = [1.3, 0.9] as const;
const LEAST_CONFIDENCE = 0.85;

/** The printed date of birth, read for its own sake: it is held against the number, not filled in from it. */
export async function readBirthField(side: CardSide): Promise<FieldReading> {
  const charset = side.recogniser.charset(CHARACTERS);
  const isDay = (text: string): boolean => dayOf(text) !== null;
  const first = await readNarrowed(side, lineOf(side, 'birth'), SQUEEZE, { charset, accept: isDay });
  const readings: EngineReading[] = [engineReading(side.recogniser.version, first)];
  const seen: LineReading[] = [first];
  if (!isSure(first)) {
    for (const scale of SCALES) {
      const again = await side.recogniser.read(lineOf(side, 'birth', scale).image, { charset });
      readings.push(engineReading(`${side.recogniser.version} ×${scale}`, again));
      seen.push(again);
      if (isSure(again)) break;
    }
  }
  const best = seen.filter(({ text }) => isDay(text)).sort((a, b) => b.confidence - a.confidence)[0];
  if (!best) return { value: null, confidence: 0, doubtful: true, readings };
  return { value: dayOf(best.text), confidence: best.confidence, doubtful: !isSure(best), readings };
}

const isSure = ({ text, confidence }: LineReading): boolean => confidence >= LEAST_CONFIDENCE && dayOf(text) !== null;

function dayOf(text: string): string | null {
  const match = /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/.exec(text);
  return match ? printedDay(match[1] ?? '', match[2] ?? '', match[3] ?? '') : null;
}
