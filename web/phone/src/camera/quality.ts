/** Pixels as a canvas gives them: four bytes each, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** What can be told of a picture without reading it. */
export interface Measure {
  /** Mean grey level, 0 to 255. */
  readonly brightness: number;
  /** Share of the picture that is burnt out, in patches: 0 to 1. */
  readonly glare: number;
  /** Steepness of the steepest edges as a share of the picture's contrast: near 1 is sharp, under a third is a blur. */
  readonly sharpness: number;
  /** Grey levels between the darkest and the lightest twentieth. */
  readonly contrast: number;
}

/** A picture is measured at this width, so that the figures mean the same on every camera. */
export const MEASURED_WIDTH = 640;

const BURNT_OUT = 252;
const PATCH = 8;

/** Grey levels by the weights of ITU-R BT.601. */
export function toGrey({ data, width, height }: Pixels): Uint8Array {
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at++, from += 4) {
    grey[at] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
  }
  return grey;
}

/** Cheap enough for several frames a second on an old phone: one pass for the levels, one for the edges. */
export function measure(pixels: Pixels): Measure {
  const grey = toGrey(pixels);
  const { brightness, contrast } = levels(grey);
  return {
    brightness,
    contrast,
    glare: burntOutShare(grey, pixels.width, pixels.height),
    sharpness: contrast < 1 ? 0 : steepest(grey, pixels.width, pixels.height) / contrast,
  };
}

/** How much two frames differ, in mean grey levels; frames of unequal size count as unlike. */
export function movement(before: Uint8Array, after: Uint8Array): number {
  if (before.length !== after.length || after.length === 0) return 255;
  let sum = 0;
  for (let at = 0; at < after.length; at++) sum += Math.abs((after[at] ?? 0) - (before[at] ?? 0));
  return sum / after.length;
}

function levels(grey: Uint8Array): { brightness: number; contrast: number } {
  const histogram = new Uint32Array(256);
  let sum = 0;
  for (const level of grey) {
    sum += level;
    histogram[level] = (histogram[level] ?? 0) + 1;
  }
  return { brightness: sum / grey.length, contrast: quantile(histogram, 0.95) - quantile(histogram, 0.05) };
}

/**
 * The slope across two pixels that one pixel in fifty exceeds. Printed characters reach it in a sharp picture; a blur
 * flattens every edge, while noise is too small and a single bright line too rare to lift it.
 */
function steepest(grey: Uint8Array, width: number, height: number): number {
  const histogram = new Uint32Array(256);
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column;
      const across = Math.abs((grey[at + 1] ?? 0) - (grey[at - 1] ?? 0));
      const down = Math.abs((grey[at + width] ?? 0) - (grey[at - width] ?? 0));
      const slope = Math.max(across, down);
      histogram[slope] = (histogram[slope] ?? 0) + 1;
    }
  }
  return quantile(histogram, 0.98);
}

/** Only patches that are burnt out as a whole: a white sheet in good light is not, a lamp's reflection is. */
function burntOutShare(grey: Uint8Array, width: number, height: number): number {
  let burnt = 0;
  let all = 0;
  for (let top = 0; top + PATCH <= height; top += PATCH) {
    for (let left = 0; left + PATCH <= width; left += PATCH) {
      all++;
      if (patchIsBurntOut(grey, width, top, left)) burnt++;
    }
  }
  return all === 0 ? 0 : burnt / all;
}

function patchIsBurntOut(grey: Uint8Array, width: number, top: number, left: number): boolean {
  for (let row = top; row < top + PATCH; row += 2) {
    for (let column = left; column < left + PATCH; column += 2) {
      if ((grey[row * width + column] ?? 0) < BURNT_OUT) return false;
    }
  }
  return true;
}

function quantile(histogram: Uint32Array, share: number): number {
  let total = 0;
  for (const n of histogram) total += n;
  let left = total * share;
  for (let level = 0; level < histogram.length; level++) {
    left -= histogram[level] ?? 0;
    if (left <= 0) return level;
  }
  return histogram.length - 1;
}
