import type { Quad, RgbImage } from '../image';

/** A quarter turn clockwise. */
export function quarterTurn({ data, width, height }: RgbImage): RgbImage {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = (x * height + (height - 1 - y)) * 3;
      out[to] = data[from] ?? 0;
      out[to + 1] = data[from + 1] ?? 0;
      out[to + 2] = data[from + 2] ?? 0;
    }
  }
  return { data: out, width: height, height: width };
}

/** The same card looked at upside down. */
export const halfTurn = ([p, q, r, s]: Quad): Quad => [r, s, p, q];
