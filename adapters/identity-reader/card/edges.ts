import type { RgbImage } from '../image';
import { scratch } from './scratch';

/** Gradients of a shrunken, slightly blurred copy of the photo. Buffers belong to the scratch set: valid until the next call. */
export interface EdgeMap {
  readonly width: number;
  readonly height: number;
  /** Photo pixels a pixel of this map. */
  readonly factor: number;
  /** The blurred copy, RGB. */
  readonly colours: Uint8Array;
  readonly gradientX: Int16Array;
  readonly gradientY: Int16Array;
  readonly magnitude: Float32Array;
  /** Magnitude that the strongest edges (about an eighth of all pixels) exceed. */
  readonly threshold: number;
}

const EDGE_SHARE = 0.12;
const LOWEST_THRESHOLD = 12;
const HISTOGRAM_SIZE = 2048;

export function edgeMap(image: RgbImage, aboutWidth: number): EdgeMap {
  const factor = Math.max(1, Math.round(image.width / aboutWidth));
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const size = width * height;
  const small = scratch.bytes('shrunken', size * 3);
  shrink(image.data, image.width, factor, small, width, height);
  const colours = scratch.bytes('blurred', size * 3);
  blur(small, scratch.bytes('half blurred', size * 3), colours, width, height);
  const gradientX = scratch.shorts('gradient x', size);
  const gradientY = scratch.shorts('gradient y', size);
  const magnitude = scratch.floats('magnitude', size);
  gradients(colours, width, height, gradientX, gradientY, magnitude);
  return { width, height, factor, colours, gradientX, gradientY, magnitude, threshold: strongEdge(magnitude) };
}

// These loops are functions of the module on purpose: as closures V8 drops their compiled code at collections (twice the CPU).

function shrink(
  source: Uint8Array,
  stride: number,
  factor: number,
  out: Uint8Array,
  width: number,
  height: number,
): void {
  const count = factor * factor;
  let target = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let row = 0; row < factor; row++) {
        let at = ((y * factor + row) * stride + x * factor) * 3;
        for (let column = 0; column < factor; column++, at += 3) {
          red += source[at] ?? 0;
          green += source[at + 1] ?? 0;
          blue += source[at + 2] ?? 0;
        }
      }
      out[target++] = red / count;
      out[target++] = green / count;
      out[target++] = blue / count;
    }
  }
}

/** [1 2 1] in both directions. */
function blur(source: Uint8Array, half: Uint8Array, out: Uint8Array, width: number, height: number): void {
  const row = width * 3;
  for (let y = 0; y < height; y++) {
    const start = y * row;
    for (let i = 0; i < row; i++) {
      const here = source[start + i] ?? 0;
      const before = i >= 3 ? (source[start + i - 3] ?? 0) : here;
      const after = i < row - 3 ? (source[start + i + 3] ?? 0) : here;
      half[start + i] = (before + 2 * here + after) >> 2;
    }
  }
  for (let y = 0; y < height; y++) {
    const start = y * row;
    const above = y > 0 ? start - row : start;
    const below = y < height - 1 ? start + row : start;
    for (let i = 0; i < row; i++)
      out[start + i] = ((half[above + i] ?? 0) + 2 * (half[start + i] ?? 0) + (half[below + i] ?? 0)) >> 2;
  }
}

/** Sobel on the channel that answers most: a red card on a grey table has no edge in luminance. */
function gradients(
  colours: Uint8Array,
  width: number,
  height: number,
  gradientX: Int16Array,
  gradientY: Int16Array,
  magnitude: Float32Array,
): void {
  const row = width * 3;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let strongest = -1;
      let bestX = 0;
      let bestY = 0;
      const start = y * row + x * 3;
      for (let channel = 0; channel < 3; channel++) {
        const p = start + channel;
        const upLeft = colours[p - row - 3] ?? 0;
        const upRight = colours[p - row + 3] ?? 0;
        const downLeft = colours[p + row - 3] ?? 0;
        const downRight = colours[p + row + 3] ?? 0;
        const dx = ((colours[p + 3] ?? 0) - (colours[p - 3] ?? 0)) * 2 + upRight - upLeft + downRight - downLeft;
        const dy = ((colours[p + row] ?? 0) - (colours[p - row] ?? 0)) * 2 + downLeft - upLeft + downRight - upRight;
        const strength = Math.abs(dx) + Math.abs(dy);
        if (strength > strongest) {
          strongest = strength;
          bestX = dx;
          bestY = dy;
        }
      }
      const i = y * width + x;
      gradientX[i] = bestX;
      gradientY[i] = bestY;
      magnitude[i] = Math.sqrt(bestX * bestX + bestY * bestY);
    }
  }
}

function strongEdge(magnitude: Float32Array): number {
  const histogram = new Uint32Array(HISTOGRAM_SIZE);
  // Not for…of, which makes an object of every number.
  for (let i = 0; i < magnitude.length; i++) {
    const bin = Math.min(HISTOGRAM_SIZE - 1, (magnitude[i] ?? 0) | 0);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  const wanted = EDGE_SHARE * magnitude.length;
  let threshold = HISTOGRAM_SIZE - 1;
  for (let count = 0; threshold > LOWEST_THRESHOLD; threshold--) {
    count += histogram[threshold] ?? 0;
    if (count >= wanted) break;
  }
  return threshold;
}
