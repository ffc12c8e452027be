import { randomFrom, type Random } from './random';

const LENGTH = 65_536;
const MASK = LENGTH - 1;
const TABLE = normals();

/**
 * Adds camera noise of standard deviation `sigma` to RGB pixels, in place: most of it common to the three channels.
 * The table is read with two uneven strides, so its period shows nowhere.
 */
export function addGrain(pixels: Uint8ClampedArray, sigma: number, random: Random): void {
  const common = sigma * 0.8;
  const single = sigma * 0.6;
  let walk = random.int(0, MASK);
  let own = random.int(0, MASK);
  const stride = 7919 + 2 * random.int(0, 2000);
  for (let at = 0; at < pixels.length; at += 3) {
    walk = (walk + stride + (at & 63)) & MASK;
    own = (own + 31_337) & MASK;
    const shared = (TABLE[walk] ?? 0) * common;
    pixels[at] = (pixels[at] ?? 0) + shared + (TABLE[own] ?? 0) * single;
    pixels[at + 1] = (pixels[at + 1] ?? 0) + shared + (TABLE[(own + 977) & MASK] ?? 0) * single;
    pixels[at + 2] = (pixels[at + 2] ?? 0) + shared + (TABLE[(own + 1954) & MASK] ?? 0) * single;
  }
}

function normals(): Float32Array {
  const random = randomFrom('grain');
  return Float32Array.from({ length: LENGTH }, () => random.gauss());
}
