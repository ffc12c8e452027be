import type { TextLine } from './text-lines';

/** Share of the steepest places that is averaged away as noise. */
const STEEPEST_SHARE = 0.02;

/**
 * How steep the edges of print are, 0..1: the step over two pixels at card scale that the steepest fiftieth of all places exceeds, as a
 * share of the full step from paper to ink. Ink is flattened first, so light and contrast do not count; blur does.
 */
export function sharpnessOf(lines: readonly TextLine[]): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (const { ink } of lines) {
    const { data, width, height } = ink;
    for (let y = 0; y < height; y++) {
      for (let x = 1; x < width - 1; x++, count++) {
        const at = y * width + x;
        const step = Math.abs((data[at + 1] ?? 0) - (data[at - 1] ?? 0));
        histogram[step] = (histogram[step] ?? 0) + 1;
      }
    }
  }
  let step = 255;
  for (let above = 0; step > 0; step--) {
    above += histogram[step] ?? 0;
    if (above >= count * STEEPEST_SHARE) break;
  }
  return step / 255;
}
