import { SIDE_LABELS } from './card/layout';
import { halfTurn, quarterTurn } from './card/orientation';
import { locateCard } from './card/locate';
import { warpRegion } from './card/warp';
import { labelOf } from './fields/reading';
import type { Quad, RgbImage } from './image';
import { labelLogProbability } from './ocr/ctc';
import type { Recogniser } from './ocr/recogniser';

export type SideName = 'front' | 'back';

/** A card whose side and upright position are known. */
export interface FoundSide {
  readonly side: SideName;
  readonly photo: RgbImage;
  readonly quad: Quad;
}

/** Log-likelihood a glyph that the printed label must reach. Found on labelled cards, see docs/models.md. */
const LEAST_LABEL_LIKELIHOOD = -2.5;

/**
 * Finds out which side a picture shows and which way up, by the printed labels 住址 and 有效期限: as photographed, upside down, and with
 * the photo lying on its side. Null where no label can be read anywhere. Only asked where the expected side did not read as itself.
 */
export async function findSide(photo: RgbImage, quad: Quad | null, recogniser: Recogniser): Promise<FoundSide | null> {
  const upright =
    quad && ((await sideAt(photo, quad, recogniser)) ?? (await sideAt(photo, halfTurn(quad), recogniser)));
  if (upright) return upright;
  const turned = quarterTurn(photo);
  const lying = locateCard(turned);
  if (!lying) return null;
  return (await sideAt(turned, lying.quad, recogniser)) ?? sideAt(turned, halfTurn(lying.quad), recogniser);
}

async function sideAt(photo: RgbImage, quad: Quad, recogniser: Recogniser): Promise<FoundSide | null> {
  let best: { side: SideName; likelihood: number } | null = null;
  for (const side of ['front', 'back'] as const) {
    const { region, text } = SIDE_LABELS[side];
    const label = labelOf(recogniser, text);
    if (!label) continue;
    const { probabilities } = await recogniser.read(warpRegion(photo, quad, region));
    const likelihood = labelLogProbability(probabilities, label) / label.length;
    if (!best || likelihood > best.likelihood) best = { side, likelihood };
  }
  return best && best.likelihood >= LEAST_LABEL_LIKELIHOOD ? { side: best.side, photo, quad } : null;
}
