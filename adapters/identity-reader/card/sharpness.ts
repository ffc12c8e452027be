import type { RgbImage } from '../image';
import type { TextLine } from './text-lines';

/** Share of the steepest places that is averaged away as noise. */
const STEEPEST_SHARE = 0.02;

/**
 * How steep the edges of print are, 0..1: the step over two pixels at card scale that the steepest fiftieth of all places exceeds, as a
 * share of the full step from paper to ink. Ink is flattened first, so light and contrast do not count; blur does.
 */
export function sharpnessOf(lines: readonly TextLine[]): number {
  const histogram = new Uint32Array(256);
  for (const { ink } of lines) {
    const { data, width, height } = ink;
    for (let y = 0; y < height; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x;
        const step = Math.abs((data[at + 1] ?? 0) - (data[at - 1] ?? 0));
        histogram[step] = (histogram[step] ?? 0) + 1;
      }
    }
  }
  return exceededBy(histogram, STEEPEST_SHARE) / 255;
}

/** Share of a whole photo's places that print on a card covers at least. */
const PRINT_SHARE = 0.004;
/** Darkest and brightest pixels that are left out of the contrast. */
const OUTLIER_SHARE = 0.005;

/**
 * The same for a photo in which no card was found, where no line can be cut: the step over two pixels that the steepest few thousandths
 * of all places exceed, as a share of the photo's contrast. Tells "too blurred to find the card" from "no card".
 */
export function photoSharpness({ data, width, height }: RgbImage): number {
  const steps = new Uint32Array(256);
  const levels = new Uint32Array(256);
  for (let y = 0; y < height; y++) {
    for (let x = 2; x < width - 2; x++) {
      const at = (y * width + x) * 3 + 1;
      // Two neighbours each way, so that sensor noise is no edge.
      const before = (data[at - 3] ?? 0) + (data[at - 6] ?? 0);
      const after = (data[at + 3] ?? 0) + (data[at + 6] ?? 0);
      const step = Math.abs(after - before) >> 1;
      const level = data[at] ?? 0;
      steps[step] = (steps[step] ?? 0) + 1;
      levels[level] = (levels[level] ?? 0) + 1;
    }
  }
  const contrast = exceededBy(levels, OUTLIER_SHARE) - exceededBy(levels, 1 - OUTLIER_SHARE);
  return contrast > 0 ? Math.min(1, exceededBy(steps, PRINT_SHARE) / contrast) : 0;
}

/** The value that this share of all counted ones reaches. */
function exceededBy(histogram: Uint32Array, share: number): number {
  const wanted = histogram.reduce((sum, count) => sum + count, 0) * share;
  let value = histogram.length - 1;
  for (let above = 0; value > 0; value--) {
    above += histogram[value] ?? 0;
    if (above >= wanted) break;
  }
  return value;
}
