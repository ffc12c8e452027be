import type { Point, RgbImage } from '../image';
import { clipBox } from './square-input';

/** Side of the descriptor's input. */
export const CHIP_SIZE = 150;

/** dlib's square: the eyes' and the mouth's centre lies at (0.5, 0.43) of it. */
const CENTRE_X = 0.5;
const CENTRE_Y = 0.43;

interface Alignment {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly middle: Point;
  readonly side: number;
}

function centre(points: readonly Point[]): Point {
  const sum = points.reduce<Point>(([x, y], point) => [x + point[0], y + point[1]], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

function alignment(landmarks: readonly Point[]): Alignment {
  const leftEye = centre(landmarks.slice(36, 42));
  const rightEye = centre(landmarks.slice(42, 48));
  const mouth = centre(landmarks.slice(48, 68));
  const toMouth = ([x, y]: Point): number => Math.hypot(x - mouth[0], y - mouth[1]);
  return {
    leftEye,
    rightEye,
    middle: centre([leftEye, rightEye, mouth]),
    side: (toMouth(leftEye) + toMouth(rightEye)) / 2 / 0.45,
  };
}

/**
 * The face with its eyes level, 150 × 150, area-averaged where the photo is much larger. The distances and bands of the product hold for
 * this chip only: the package's own, upright one puts two photos of one woman .2 further apart.
 */
export function levelChip(image: RgbImage, landmarks: readonly Point[]): RgbImage {
  const { leftEye, rightEye, middle, side } = alignment(landmarks);
  const angle = Math.atan2(rightEye[1] - leftEye[1], rightEye[0] - leftEye[0]);
  const step = side / CHIP_SIZE;
  const data = new Uint8Array(CHIP_SIZE * CHIP_SIZE * 3);
  sampleTurned(image, middle, Math.cos(angle) * step, Math.sin(angle) * step, Math.max(1, Math.round(step)), data);
  return { data, width: CHIP_SIZE, height: CHIP_SIZE };
}

function sampleTurned(
  { data, width, height }: RgbImage,
  middle: Point,
  cos: number,
  sin: number,
  taps: number,
  out: Uint8Array,
): void {
  const share = 1 / (taps * taps);
  for (let row = 0; row < CHIP_SIZE; row++) {
    for (let column = 0; column < CHIP_SIZE; column++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = 0; tap < taps * taps; tap++) {
        const du = column + ((tap % taps) + 0.5) / taps - CENTRE_X * CHIP_SIZE;
        const dv = row + (Math.floor(tap / taps) + 0.5) / taps - CENTRE_Y * CHIP_SIZE;
        const x = Math.min(width - 1, Math.max(0, middle[0] + du * cos - dv * sin - 0.5));
        const y = Math.min(height - 1, Math.max(0, middle[1] + du * sin + dv * cos - 0.5));
        const left = Math.floor(x);
        const top = Math.floor(y);
        const fx = x - left;
        const fy = y - top;
        const at = (top * width + left) * 3;
        const right = left + 1 < width ? 3 : 0;
        const below = top + 1 < height ? width * 3 : 0;
        red += between(data, at, right, below, fx, fy);
        green += between(data, at + 1, right, below, fx, fy);
        blue += between(data, at + 2, right, below, fx, fy);
      }
      const target = (row * CHIP_SIZE + column) * 3;
      out[target] = Math.round(red * share);
      out[target + 1] = Math.round(green * share);
      out[target + 2] = Math.round(blue * share);
    }
  }
}

function between(data: Uint8Array, at: number, right: number, below: number, fx: number, fy: number): number {
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + right] ?? 0) * fx;
  const lower = (data[at + below] ?? 0) * (1 - fx) + (data[at + below + right] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

/** The package's own chip: an upright, floored square, clipped at the border. For holding our networks against its recorded output. */
export function uprightChip(image: RgbImage, landmarks: readonly Point[]): RgbImage {
  const { middle, side } = alignment(landmarks);
  const size = Math.floor(side);
  const x = Math.floor(Math.max(0, middle[0] - CENTRE_X * size));
  const y = Math.floor(Math.max(0, middle[1] - CENTRE_Y * size));
  const box = clipBox({ x, y, width: size, height: size }, image);
  const data = new Uint8Array(box.width * box.height * 3);
  for (let row = 0; row < box.height; row++) {
    const from = ((box.y + row) * image.width + box.x) * 3;
    data.set(image.data.subarray(from, from + box.width * 3), row * box.width * 3);
  }
  return { data, width: box.width, height: box.height };
}
