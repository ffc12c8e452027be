import { SIDE_LABELS } from './card/layout';
import { halfTurn, quarterTurn } from './card/orientation';
import { locateCard, MAP_WIDTHS, type LocatedCard } from './card/locate';
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

/** Places tried before the photo is turned. */
const LIKELY = 2;
/** Log-likelihood a glyph that the printed label must reach. Found on labelled cards, see docs/models.md. */
const LEAST_LABEL_LIKELIHOOD = -2.5;

/**
 * Finds out which side a picture shows and which way up, by the printed labels 住址 and 有效期限: at the places where the card may lie,
 * likely ones first, as photographed, upside down and with the photo turned on its side. Null where no label can be read anywhere. Only
 * asked where the expected side did not read as itself, for it costs as much as reading the card again. A card on its side is looked for
 * early in an upright photo only: in a level one it is rarer than a card that something else outshines.
 */
export async function findSide(
  photo: RgbImage,
  located: readonly LocatedCard[],
  recogniser: Recogniser,
): Promise<FoundSide | null> {
  const lookTurned = (): Promise<FoundSide | null> => {
    const turned = quarterTurn(photo);
    return sideAmong(turned, locateCard(turned).slice(0, LIKELY), recogniser);
  };
  const lookFurther = (): Promise<FoundSide | null> => sideAmong(photo, located.slice(LIKELY), recogniser);
  const isUpright = photo.height > photo.width;
  return (
    (await sideAmong(photo, located.slice(0, LIKELY), recogniser)) ??
    (await (isUpright ? lookTurned() : lookFurther())) ??
    (await (isUpright ? lookFurther() : lookTurned())) ??
    sideAmong(photo, locateCard(photo, MAP_WIDTHS.fine), recogniser)
  );
}

async function sideAmong(
  photo: RgbImage,
  located: readonly LocatedCard[],
  recogniser: Recogniser,
): Promise<FoundSide | null> {
  for (const { quad } of located)
    for (const way of [quad, halfTurn(quad)]) {
      const found = await sideAt(photo, way, recogniser);
      if (found) return found;
    }
  return null;
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
