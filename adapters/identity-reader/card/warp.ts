import type { Point, Quad, RgbImage } from '../image';
import { CARD_HEIGHT, CARD_WIDTH, type Region } from './layout';

const CARD: Quad = [
  [0, 0],
  [CARD_WIDTH, 0],
  [CARD_WIDTH, CARD_HEIGHT],
  [0, CARD_HEIGHT],
];

/** The eight free numbers (and the 1) of the perspective map that takes `from` to `to`. */
function homography(from: Quad, to: Quad): Float64Array {
  const rows: number[][] = [];
  from.forEach(([x, y]: Point, corner) => {
    const [u, v] = to[corner] ?? [0, 0];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  return Float64Array.from([...solve(rows), 1]);
}

/** Gauss-Jordan with partial pivoting on eight equations. */
function solve(rows: number[][]): number[] {
  const size = rows.length;
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++) if (Math.abs(at(row, column)) > Math.abs(at(pivot, column))) pivot = row;
    const pivotRow = rows[pivot] ?? [];
    rows[pivot] = rows[column] ?? [];
    rows[column] = pivotRow;
    for (let row = 0; row < size; row++) {
      const factor = row === column ? 0 : at(row, column) / (pivotRow[column] ?? 1);
      if (factor === 0) continue;
      rows[row] = (rows[row] ?? []).map((value, index) => value - factor * (pivotRow[index] ?? 0));
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}

/** The part `region` of the card, upright, with `scale` output pixels a card pixel. */
export function warpRegion(image: RgbImage, quad: Quad, region: Region, scale = 1): RgbImage {
  const [left, top, right, bottom] = region;
  const width = Math.round((right - left) * scale);
  const height = Math.round((bottom - top) * scale);
  const data = new Uint8Array(width * height * 3);
  sample(image, homography(CARD, quad), left, top, 1 / scale, data, width, height);
  return { data, width, height };
}

/** Bilinear sampling through the map. Apart from `warpRegion` so that V8 keeps one hot, monomorphic loop. */
function sample(
  image: RgbImage,
  map: Float64Array,
  left: number,
  top: number,
  step: number,
  out: Uint8Array,
  width: number,
  height: number,
): void {
  const { data, width: stride } = image;
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0, g = 0, h = 0] = map;
  const largestX = image.width - 1.001;
  const largestY = image.height - 1.001;
  let target = 0;
  for (let row = 0; row < height; row++) {
    const cardY = top + (row + 0.5) * step;
    for (let column = 0; column < width; column++, target += 3) {
      const cardX = left + (column + 0.5) * step;
      const depth = g * cardX + h * cardY + 1;
      const u = Math.min(largestX, Math.max(0, (a * cardX + b * cardY + c) / depth - 0.5));
      const v = Math.min(largestY, Math.max(0, (d * cardX + e * cardY + f) / depth - 0.5));
      const x = u | 0;
      const y = v | 0;
      const fx = u - x;
      const fy = v - y;
      const above = (y * stride + x) * 3;
      const below = above + stride * 3;
      out[target] = between(data, above, below, fx, fy);
      out[target + 1] = between(data, above + 1, below + 1, fx, fy);
      out[target + 2] = between(data, above + 2, below + 2, fx, fy);
    }
  }
}

/** Written out for each channel above: V8 inlines calls but does not unroll loops. */
function between(data: Uint8Array, above: number, below: number, fx: number, fy: number): number {
  const upper = (data[above] ?? 0) * (1 - fx) + (data[above + 3] ?? 0) * fx;
  const lower = (data[below] ?? 0) * (1 - fx) + (data[below + 3] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}
