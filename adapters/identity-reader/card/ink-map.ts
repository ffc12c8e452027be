import type { GreyImage, RgbImage } from '../image';
import { scratch } from './scratch';

/** Paper level: the value that a fifth of the pixels nearby exceed. */
const PAPER_SHARE = 0.2;
const DARKEST_PAPER = 24;
const WHITE = 0.88;
const DARKEST_INK_SHARE = 0.012;
const LARGEST_INK = 0.62;
/** Strokes under glare are pale: they are stretched against the darkest strokes nearby, but never as if this bright were ink. */
const PALEST_LOCAL_INK = 0.5;
const LOCAL_INK_SHARE = 0.02;

/**
 * Flattens the light and drops coloured print: each channel is divided by the paper level nearby and the brightest channel kept, so that
 * the coloured guilloche turns white and black ink stays. White paper is 255, ink near 0. `block` is the neighbourhood in pixels.
 */
export function inkMap(image: RgbImage, block: number): GreyImage {
  const { width, height } = image;
  const cell = Math.max(8, 2 * Math.round(block / 2));
  const flat = scratch.floats('flattened', width * height);
  flatten(image.data, paperLevels(image, cell), flat, width, height, cell);
  const darkest = darkestInk(flat);
  const levels = inkLevels(flat, width, height, cell * 2, darkest);
  const data = new Uint8Array(width * height);
  stretch(flat, levels, data, width, height, cell * 2);
  return { data, width, height };
}

interface Levels {
  readonly values: Float32Array;
  readonly columns: number;
  readonly rows: number;
}

/** Three planes of paper levels, one value a cell, from a window of two cells' width. */
function paperLevels({ data, width, height }: RgbImage, cell: number): Levels {
  const columns = Math.max(1, Math.ceil(width / cell));
  const rows = Math.max(1, Math.ceil(height / cell));
  const values = new Float32Array(3 * columns * rows);
  const histogram = new Uint16Array(256);
  for (let channel = 0; channel < 3; channel++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const level = paperLevel(data, width, height, channel, column * cell, row * cell, cell, histogram);
        values[(channel * rows + row) * columns + column] = level;
      }
    }
  }
  return { values, columns, rows };
}

function paperLevel(
  data: Uint8Array,
  width: number,
  height: number,
  channel: number,
  left: number,
  top: number,
  cell: number,
  histogram: Uint16Array,
): number {
  histogram.fill(0);
  let count = 0;
  const lastX = Math.min(width, left + cell * 1.5);
  const lastY = Math.min(height, top + cell * 1.5);
  for (let y = Math.max(0, top - cell / 2); y < lastY; y += 2) {
    for (let x = Math.max(0, left - cell / 2); x < lastX; x += 2, count++) {
      const value = data[(y * width + x) * 3 + channel] ?? 0;
      histogram[value] = (histogram[value] ?? 0) + 1;
    }
  }
  let level = 255;
  for (let above = 0; level > 0; level--) {
    above += histogram[level] ?? 0;
    if (above >= count * PAPER_SHARE) break;
  }
  return Math.max(DARKEST_PAPER, level);
}

function flatten(
  data: Uint8Array,
  paper: Levels,
  out: Float32Array,
  width: number,
  height: number,
  cell: number,
): void {
  const { values, columns, rows } = paper;
  const plane = columns * rows;
  for (let y = 0; y < height; y++) {
    const gridY = Math.min(rows - 1, Math.max(0, (y + 0.5) / cell - 0.5));
    const upper = gridY | 0;
    const lower = Math.min(rows - 1, upper + 1);
    const fy = gridY - upper;
    for (let x = 0; x < width; x++) {
      const gridX = Math.min(columns - 1, Math.max(0, (x + 0.5) / cell - 0.5));
      const left = gridX | 0;
      const right = Math.min(columns - 1, left + 1);
      const fx = gridX - left;
      const at = (y * width + x) * 3;
      const upperLeft = upper * columns + left;
      const upperRight = upper * columns + right;
      const lowerLeft = lower * columns + left;
      const lowerRight = lower * columns + right;
      let brightest = 0;
      for (let channel = 0; channel < 3; channel++) {
        const base = channel * plane;
        const above = (values[base + upperLeft] ?? 1) * (1 - fx) + (values[base + upperRight] ?? 1) * fx;
        const below = (values[base + lowerLeft] ?? 1) * (1 - fx) + (values[base + lowerRight] ?? 1) * fx;
        const value = (data[at + channel] ?? 0) / (above * (1 - fy) + below * fy);
        if (value > brightest) brightest = value;
      }
      out[y * width + x] = brightest;
    }
  }
}

function darkestInk(flat: Float32Array): number {
  const histogram = new Uint32Array(512);
  // Not for…of, which makes an object of every number.
  for (let i = 0; i < flat.length; i++) {
    const bin = Math.min(511, ((flat[i] ?? 0) * 256) | 0);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  let bin = 0;
  for (let below = 0; bin < 200; bin++) {
    below += histogram[bin] ?? 0;
    if (below >= flat.length * DARKEST_INK_SHARE) break;
  }
  return Math.min(LARGEST_INK, bin / 256);
}

function inkLevels(flat: Float32Array, width: number, height: number, cell: number, darkest: number): Levels {
  const columns = Math.max(1, Math.ceil(width / cell));
  const rows = Math.max(1, Math.ceil(height / cell));
  const values = new Float32Array(columns * rows);
  const histogram = new Uint16Array(200);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const local = inkLevel(flat, width, height, column * cell, row * cell, cell, histogram);
      values[row * columns + column] = Math.max(darkest, Math.min(PALEST_LOCAL_INK, local));
    }
  }
  return { values, columns, rows };
}

function inkLevel(
  flat: Float32Array,
  width: number,
  height: number,
  left: number,
  top: number,
  cell: number,
  histogram: Uint16Array,
): number {
  histogram.fill(0);
  let count = 0;
  const lastX = Math.min(width, left + cell * 1.5);
  const lastY = Math.min(height, top + cell * 1.5);
  for (let y = Math.max(0, top - cell / 2); y < lastY; y++) {
    for (let x = Math.max(0, left - cell / 2); x < lastX; x++, count++) {
      const bin = Math.min(199, ((flat[y * width + x] ?? 0) * 200) | 0);
      histogram[bin] = (histogram[bin] ?? 0) + 1;
    }
  }
  let bin = 0;
  for (let below = 0; bin < 199; bin++) {
    below += histogram[bin] ?? 0;
    if (below >= count * LOCAL_INK_SHARE) break;
  }
  return bin / 200;
}

function stretch(flat: Float32Array, ink: Levels, out: Uint8Array, width: number, height: number, cell: number): void {
  const { values, columns, rows } = ink;
  for (let y = 0; y < height; y++) {
    const gridY = Math.min(rows - 1, Math.max(0, (y + 0.5) / cell - 0.5));
    const upper = gridY | 0;
    const lower = Math.min(rows - 1, upper + 1);
    const fy = gridY - upper;
    for (let x = 0; x < width; x++) {
      const gridX = Math.min(columns - 1, Math.max(0, (x + 0.5) / cell - 0.5));
      const left = gridX | 0;
      const right = Math.min(columns - 1, left + 1);
      const fx = gridX - left;
      const above = (values[upper * columns + left] ?? 0) * (1 - fx) + (values[upper * columns + right] ?? 0) * fx;
      const below = (values[lower * columns + left] ?? 0) * (1 - fx) + (values[lower * columns + right] ?? 0) * fx;
      const darkest = above * (1 - fy) + below * fy;
      const value = (((flat[y * width + x] ?? 0) - darkest) * 255) / (WHITE - darkest);
      out[y * width + x] = Math.min(255, Math.max(0, value));
    }
  }
}
