import type { FieldReading } from '../../../domain/ports/identity-check';
import { labelLogProbability } from '../ocr/ctc';
import { engineReading, labelOf, lineOf, NOTHING_READ, type CardSide } from './reading';

const LEAST_CONFIDENCE = 0.9;
/** A line that is neither: no word of two choices may be made of a smudge. */
const LEAST_LOG_PROBABILITY = -6;

/** 男 or 女, whichever the line makes likelier. */
export async function readSexField(side: CardSide): Promise<FieldReading> {
  const male = labelOf(side.recogniser, '男');
  const female = labelOf(side.recogniser, '女');
  if (!male || !female) return NOTHING_READ;
  const seen = await side.recogniser.read(lineOf(side, 'sex').image);
  const likelihoods = [
    labelLogProbability(seen.probabilities, male),
    labelLogProbability(seen.probabilities, female),
  ] as const;
  const value = likelihoods[0] >= likelihoods[1] ? '男' : '女';
  const confidence = 1 / (1 + Math.exp(-Math.abs(likelihoods[0] - likelihoods[1])));
  const isSeen = Math.max(...likelihoods) >= LEAST_LOG_PROBABILITY;
  const readings = [engineReading(side.recogniser.version, seen)];
  return { value: isSeen ? value : null, confidence, doubtful: !isSeen || confidence < LEAST_CONFIDENCE, readings };
}
