import type { FieldReading } from '../../../domain/ports/identity-check';
import { REGIONS, type Region } from '../../../domain/region';
import { inStandardCharacters } from '../ocr/twins';
import type { Recogniser } from '../ocr/recogniser';
import { editDistance } from './edit-distance';
import { engineReading, linesOf, readNarrowed, type CardSide, type EngineReading } from './reading';

const SQUEEZE = 0.75;
const NOT_ADDRESS = /[^\u3007\u3400-\u9fff\u{20000}-\u{3ffff}0-9A-Za-z\-－—()（）]/gu;
/** A full line of eleven glyphs; a shorter one before the last means that print was missed. */
const FULL_LINE = 343;
const LEAST_CONFIDENCE = 0.85;
const MOST_EDITS = 3;
const MOST_EDIT_SHARE = 0.34;
/** The card's own region is this many edits likelier than another one. */
const HOME_BONUS = 1.2;
const OTHER_LENGTH_COST = 0.3;

export interface AddressReading {
  readonly field: FieldReading;
  /** The region at the address' beginning, null where none is near. */
  readonly region: Region | null;
}

/** Reads the address and repairs its beginning (never its end) against GB/T 2260, the number's own region first. */
export async function readAddressField(side: CardSide, homeCode: string | null): Promise<AddressReading> {
  const lines = linesOf(side, 'address');
  let text = '';
  let confidence = 1;
  for (const line of lines) {
    const seen = await readNarrowed(side, line, SQUEEZE);
    text += seen.text;
    confidence = Math.min(confidence, seen.confidence);
  }
  const readings: EngineReading[] = [engineReading(side.recogniser.version, { text, confidence })];
  const printed = inStandardCharacters(text).replace(/[－—]/gu, '-').replace(NOT_ADDRESS, '');
  const { address, region } = repairRegion(printed, homeCode, side.recogniser);
  const isBroken = lines.slice(0, -1).some((line) => line.inkWidth < FULL_LINE);
  const doubtful = region === null || isBroken || confidence < LEAST_CONFIDENCE;
  return { field: { value: address === '' ? null : address, confidence, doubtful, readings }, region };
}

/** Puts the nearest region's name in front where the reading is close to one; otherwise leaves the text alone. */
export function repairRegion(
  text: string,
  homeCode: string | null,
  recogniser: Recogniser,
): { address: string; region: Region | null } {
  const exact = exactRegion(text, homeCode);
  if (exact) return { address: text, region: exact };
  const glyphs = Array.from(text);
  let best: { region: Region; length: number; edits: number } | null = null;
  let least = Infinity;
  for (const region of REGIONS) {
    const start = region.full;
    if (glyphs[0] !== start[0] && glyphs[1] !== start[1] && glyphs[2] !== start[2]) continue;
    const bonus = region.code === homeCode ? HOME_BONUS : 0;
    for (const length of [start.length, start.length - 1, start.length + 1]) {
      const edits = editDistance(
        glyphs.slice(0, length).join(''),
        start,
        (c) => recogniser.classOf(c) !== undefined,
        MOST_EDITS,
      );
      if (edits > MOST_EDITS) continue;
      const cost =
        edits - bonus + (length === start.length ? 0 : OTHER_LENGTH_COST) + (region.former ? OTHER_LENGTH_COST : 0);
      if (cost >= least) continue;
      least = cost;
      best = { region, length, edits };
    }
  }
  if (!best || best.edits > Math.max(1, Math.floor(best.region.full.length * MOST_EDIT_SHARE)))
    return { address: text, region: null };
  return { address: best.region.full + glyphs.slice(best.length).join(''), region: best.region };
}

/** The region whose full name the text begins with; the number's own one where names are shared, else the longest. */
function exactRegion(text: string, homeCode: string | null): Region | null {
  let best: Region | null = null;
  for (const region of REGIONS) {
    if (!text.startsWith(region.full)) continue;
    if (region.code === homeCode) return region;
    if (!best || region.full.length > best.full.length) best = region;
  }
  return best;
}
