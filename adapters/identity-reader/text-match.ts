import { comparableName, glyphsOf } from '../../domain/person-name';
import type { FieldReading, TextMatch } from '../../domain/ports/identity-check';
import { glyphCountFits } from './fields/name';
import { labelOf, lineOf, linesOf, type CardSide } from './fields/reading';
import { labelLogProbability, type LineReading } from './ocr/ctc';
import type { Recogniser } from './ocr/recogniser';
import { asWrittenInTwins, isUnclearLead } from './ocr/twins';

/** For a text with a character that the network cannot write: no measure is possible, which must not look like a good one. */
export const UNMEASURABLE = -20;

/**
 * Mean log-likelihood a glyph that a line just read says this text. A traditional twin that the recogniser wrote without a clear lead
 * speaks for its standard form: it cannot tell the two apart. Valid only until the recogniser reads again.
 */
export const likelihoodOn =
  (recogniser: Recogniser, seen: LineReading) =>
  (text: string): number => {
    const own = lineLikelihood(recogniser, seen, text);
    const twins = asWrittenInTwins(text, seen);
    if (own === null || twins === null) return own === null ? UNMEASURABLE : perGlyph(own, text);
    const written = lineLikelihood(recogniser, seen, twins) ?? own;
    return perGlyph(isUnclearLead(written - own) ? Math.max(own, written) : own, text);
  };

/** log P(text | line), null where the network cannot write the text. */
function lineLikelihood(recogniser: Recogniser, { probabilities }: LineReading, text: string): number | null {
  const label = labelOf(recogniser, text);
  return label && label.length > 0 ? labelLogProbability(probabilities, label) : null;
}

const perGlyph = (logProbability: number, text: string): number =>
  Math.max(UNMEASURABLE, logProbability / glyphsOf(text).length);

/** Holds a name against the name line, `logLikelihood` measured while it was read. */
export function matchName(side: CardSide, text: string, read: FieldReading, logLikelihood: number): TextMatch {
  const name = comparableName(text);
  return {
    field: 'name',
    logLikelihood,
    glyphCountFits: glyphCountFits(name, lineOf(side, 'name')),
    sameAsRead: read.value !== null && comparableName(read.value) === name,
  };
}

export function matchIdNumber(text: string, read: FieldReading, logLikelihood: number): TextMatch {
  return { field: 'idNumber', logLikelihood, glyphCountFits: text.length === 18, sameAsRead: read.value === text };
}

/** Holds an address of several lines against the print. Reads the lines again: only corrections from the phone page come here. */
export async function matchAddress(side: CardSide, text: string, read: FieldReading): Promise<TextMatch> {
  const address = text.replace(/[\s\u3000]/gu, '');
  const likelihood = await likeliestSplit(side, address);
  return {
    field: 'address',
    logLikelihood: likelihood ?? UNMEASURABLE,
    glyphCountFits: likelihood !== null,
    sameAsRead: read.value === address,
  };
}

/** How far from the length read a line may end, in glyphs. */
const SPLIT_FREEDOM = 2;

/** Mean log-likelihood a glyph for the best way to spread the text over the printed lines; null where no way fits. */
async function likeliestSplit(side: CardSide, text: string): Promise<number | null> {
  const glyphs = glyphsOf(text);
  // best[n]: the likeliest way to put the first n glyphs on the lines so far.
  let best = new Map<number, number>([[0, 0]]);
  for (const line of linesOf(side, 'address')) {
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
