import type { RgbImage } from '../image';
import type { Box } from './square-input';

/** A face in pixels of its image; score 0..1. */
export interface FaceBox extends Box {
  readonly score: number;
}

/** Tiny YOLO's five anchors, in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
] as const;
const VALUES_PER_ANCHOR = 5;
const LARGEST_OVERLAP = 0.4;

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** The detector's grid as boxes in image pixels, best first, overlapping ones suppressed as face-api does it. */
export function decodeBoxes(grid: Float32Array, image: RgbImage, inputSize: number, leastScore: number): FaceBox[] {
  const cells = Math.round(Math.sqrt(grid.length / (ANCHORS.length * VALUES_PER_ANCHOR)));
  const plane = cells * cells;
  const side = Math.max(image.width, image.height);
  // face-api corrects with the ROUNDED letterboxed size, not with the exact aspect ratio.
  const correctX = inputSize / Math.round(image.width * (inputSize / side));
  const correctY = inputSize / Math.round(image.height * (inputSize / side));
  const found: FaceBox[] = [];
  for (let cell = 0; cell < plane; cell++) {
    ANCHORS.forEach(([anchorWidth, anchorHeight], anchor) => {
      const at = (value: number): number => grid[(anchor * VALUES_PER_ANCHOR + value) * plane + cell] ?? 0;
      const score = sigmoid(at(4));
      if (score <= leastScore) return;
      const width = ((Math.exp(at(2)) * anchorWidth) / cells) * correctX;
      const height = ((Math.exp(at(3)) * anchorHeight) / cells) * correctY;
      const x = (((cell % cells) + sigmoid(at(0))) / cells) * correctX - width / 2;
      const y = ((Math.floor(cell / cells) + sigmoid(at(1))) / cells) * correctY - height / 2;
      found.push({ x, y, width, height, score });
    });
  }
  return suppress(found).map((box) => ({
    x: box.x * image.width,
    y: box.y * image.height,
    width: box.width * image.width,
    height: box.height * image.height,
    score: box.score,
  }));
}

function suppress(boxes: FaceBox[]): FaceBox[] {
  const kept: FaceBox[] = [];
  for (const box of boxes.sort((p, q) => q.score - p.score))
    if (kept.every((other) => overlap(other, box) <= LARGEST_OVERLAP)) kept.push(box);
  return kept;
}

/** Intersection over union. */
function overlap(p: Box, q: Box): number {
  const width = Math.max(0, Math.min(p.x + p.width, q.x + q.width) - Math.max(p.x, q.x));
  const height = Math.max(0, Math.min(p.y + p.height, q.y + q.height) - Math.max(p.y, q.y));
  return (width * height) / (p.width * p.height + q.width * q.height - width * height);
}
