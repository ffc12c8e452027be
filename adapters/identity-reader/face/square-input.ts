import type { RgbImage } from '../image';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const wholeOf = ({ width, height }: RgbImage): Box => ({ x: 0, y: 0, width, height });

/** The box cut at the image's borders and floored, as face-api does it. */
export function clipBox(box: Box, { width, height }: RgbImage): Box {
  const x = Math.max(box.x, 0);
  const y = Math.max(box.y, 0);
  return {
    x: Math.floor(x),
    y: Math.floor(y),
    width: Math.floor(Math.min(box.x + box.width - x, width - x)),
    height: Math.floor(Math.min(box.y + box.height - y, height - y)),
  };
}

/**
 * Region of the image as `size` × `size` planes of 0..255: padded to a square with black (right and below, or on both sides where
 * `centred`), then sampled as TensorFlow's legacy bilinear resize does it (source = target · scale, no half-pixel shift). Every detail is
 * face-api's: its networks were trained on exactly this.
 */
export function fillSquareInput(image: RgbImage, region: Box, size: number, centred: boolean, out: Float32Array): void {
  const { data, width: stride } = image;
  const { x: left, y: top, width, height } = region;
  const side = Math.max(width, height);
  const missing = side - Math.min(width, height);
  const before = centred ? missing - Math.round(missing / 2) : 0;
  const padX = width < height ? before : 0;
  const padY = height < width ? before : 0;
  const scale = side / size;
  const plane = size * size;
  out.fill(0);
  for (let row = 0; row < size; row++) {
    const sourceY = row * scale;
    const fy = sourceY - Math.floor(sourceY);
    const upper = Math.floor(sourceY) - padY;
    const lower = Math.min(Math.floor(sourceY) + 1, side - 1) - padY;
    const hasUpper = upper >= 0 && upper < height;
    const hasLower = lower >= 0 && lower < height;
    if (!hasUpper && !hasLower) continue;
    const upperRow = ((top + upper) * stride + left) * 3;
    const lowerRow = ((top + lower) * stride + left) * 3;
    for (let column = 0; column < size; column++) {
      const sourceX = column * scale;
      const fx = sourceX - Math.floor(sourceX);
      const near = Math.floor(sourceX) - padX;
      const far = Math.min(Math.floor(sourceX) + 1, side - 1) - padX;
      const hasNear = near >= 0 && near < width;
      const hasFar = far >= 0 && far < width;
      if (!hasNear && !hasFar) continue;
      for (let channel = 0; channel < 3; channel++) {
        const a = hasUpper && hasNear ? (data[upperRow + near * 3 + channel] ?? 0) : 0;
        const b = hasUpper && hasFar ? (data[upperRow + far * 3 + channel] ?? 0) : 0;
        const c = hasLower && hasNear ? (data[lowerRow + near * 3 + channel] ?? 0) : 0;
        const d = hasLower && hasFar ? (data[lowerRow + far * 3 + channel] ?? 0) : 0;
        const above = a + (b - a) * fx;
        const below = c + (d - c) * fx;
        out[channel * plane + row * size + column] = above + (below - above) * fy;
      }
    }
  }
}
