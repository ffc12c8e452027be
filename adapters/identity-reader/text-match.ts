import { comparableName, glyphsOf } from '../../domain/person-name';
import type { FieldReading, TextMatch } from '../../domain/ports/identity-check';
import type { TextLine } from './card/text-lines';
import { glyphCountFits } from './fields/name';
import { labelOf, lineOf, linesOf, type CardSide } from './fields/reading';
import { labelLogProbability } from './ocr/ctc';

/** For a text with a character that the network cannot write: no measure is possible, which must not look like a good one. */
export const UNMEASURABLE = -20;

/** Holds a name against the printed line: how likely the recogniser finds that the line says this. */
export async function matchName(side: CardSide, text: string, read: FieldReading): Promise<TextMatch> {
  const line = lineOf(side, 'name');
  const name = comparableName(text);
  return {
    field: 'name',
    logLikelihood: await lineLikelihood(side, line, name),
    glyphCountFits: glyphCountFits(name, line),
    sameAsRead: read.value !== null && comparableName(read.value) === name,
  };
}

export async function matchIdNumber(side: CardSide, text: string, read: FieldReading): Promise<TextMatch> {
  return {
    field: 'idNumber',
    logLikelihood: await lineLikelihood(side, lineOf(side, 'idNumber'), text),
    glyphCountFits: text.length === 18,
    sameAsRead: read.value === text,
  };
}

/** An address of several lines is split where the printed lines end, which the reading of each line tells best. */
export async function matchAddress(side: CardSide, text: string, read: FieldReading): Promise<TextMatch> {
  const address = text.replace(/[\s\u3000]/gu, '');
  const lines = linesOf(side, 'address');
  const split = await likeliestSplit(side, lines, address);
  return {
    field: 'address',
    logLikelihood: split ?? UNMEASURABLE,
    glyphCountFits: split !== null,
    sameAsRead: read.value === address,
  };
}

/** How far from the length read a line may end, in glyphs. */
const SPLIT_FREEDOM = 2;

/** Mean log-likelihood a glyph for the best way to spread the text over the lines; null where no way fits. */
async function likeliestSplit(side: CardSide, lines: readonly TextLine[], text: string): Promise<number | null> {
  const glyphs = glyphsOf(text);
  // best[n]: the likeliest way to put the first n glyphs on the lines so far.
  let best = new Map<number, number>([[0, 0]]);
  for (const line of lines) {
    const seen = await side.recogniser.read(line.image);
    const length = glyphsOf(seen.text).length;
    const next = new Map<number, number>();
    for (const [start, sum] of best) {
      for (let count = Math.max(1, length - SPLIT_FREEDOM); count <= length + SPLIT_FREEDOM; count++) {
        const label = labelOf(side.recogniser, glyphs.slice(start, start + count).join(''));
        if (start + count > glyphs.length || !label) continue;
        const total = sum + labelLogProbability(seen.probabilities, label);
        if (total > (next.get(start + count) ?? -Infinity)) next.set(start + count, total);
      }
    }
    best = next;
  }
  const total = best.get(glyphs.length);
  return total === undefined ? null : Math.max(UNMEASURABLE, total / glyphs.length);
}

/** Mean log-likelihood a glyph of a text on one line. */
async function lineLikelihood({ recogniser }: CardSide, line: TextLine, text: string): Promise<number> {
  const label = labelOf(recogniser, text);
  if (!label || label.length === 0) return UNMEASURABLE;
  const { probabilities } = await recogniser.read(line.image);
  return Math.max(UNMEASURABLE, labelLogProbability(probabilities, label) / label.length);
}
