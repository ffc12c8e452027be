import { ETHNIC_GROUPS, ethnicGroup } from '../../../domain/ethnicity';
import type { FieldReading } from '../../../domain/ports/identity-check';
import { labelLogProbability, type LineReading } from '../ocr/ctc';
import type { Recogniser } from '../ocr/recogniser';
import { inStandardCharacters } from '../ocr/twins';
import { engineReading, labelOf, lineOf, NOT_HAN, type CardSide } from './reading';

const LEAST_CONFIDENCE = 0.8;

/** One of the 56 groups: the one read, else the one that the line makes likeliest. */
export async function readEthnicityField(side: CardSide): Promise<FieldReading> {
  const seen = await side.recogniser.read(lineOf(side, 'ethnicity').image);
  const readings = [engineReading(side.recogniser.version, seen)];
  const group = ethnicGroup(inStandardCharacters(seen.text.replace(NOT_HAN, '')));
  if (group)
    return { value: group.name, confidence: seen.confidence, doubtful: seen.confidence < LEAST_CONFIDENCE, readings };
  const { name, confidence } = likeliestGroup(seen, side.recogniser);
  return { value: name, confidence, doubtful: confidence < LEAST_CONFIDENCE, readings };
}

function likeliestGroup(seen: LineReading, recogniser: Recogniser): { name: string | null; confidence: number } {
  const ranked = ETHNIC_GROUPS.map(({ name }) => {
    const label = labelOf(recogniser, name);
    return { name, logProbability: label ? labelLogProbability(seen.probabilities, label) : -Infinity };
  }).sort((a, b) => b.logProbability - a.logProbability);
  const [best, next] = ranked;
  if (!best || !next || best.logProbability === -Infinity) return { name: null, confidence: 0 };
  const lead = 1 / (1 + Math.exp(next.logProbability - best.logProbability));
  return { name: best.name, confidence: lead * Math.min(1, Math.exp(best.logProbability / 4)) };
}
