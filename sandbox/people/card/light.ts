import { type Random } from '../random';
import { project, squareToQuad, type Quad } from './perspective';
import { type Severity } from './severity';

/** Light on the scene: a share of brightness for each place and channel, and spots that glare. */
export interface Light {
  /** Brightness at x = y = 0 and what a pixel to the right or below adds. */
  readonly start: number;
  readonly perX: number;
  readonly perY: number;
  readonly shadow: Shadow | null;
  /** Channel factors of a wrong white balance. */
  readonly tint: readonly [number, number, number];
  readonly glares: readonly Glare[];
}

/** A soft shadow edge: `factors[i]` is the light left at a signed distance, see `shadowAt`. */
interface Shadow {
  readonly cos: number;
  readonly sin: number;
  readonly offset: number;
  readonly factors: Float32Array;
}

/** An elliptic bright spot, `strength` of white in its middle. */
interface Glare {
  readonly x: number;
  readonly y: number;
  readonly radiusX: number;
  readonly radiusY: number;
  readonly cos: number;
  readonly sin: number;
  readonly strength: number;
}

const SHADOW_REACH = 512;
// Taken once: a million look-ups of a global are slow inside Jest's separate context.
const { exp, max, min, round } = Math;

export function setLight(severity: Severity, quad: Quad, cardWidth: number, random: Random): Light {
  const { width, height, light } = severity;
  const direction = random.range(0, 2 * Math.PI);
  const fall = random.range(0.4, 1) * light * 2;
  const exposure = random.range(1 - light * 0.5, 1 + light * 0.18);
  const perX = (exposure * fall * Math.cos(direction)) / width;
  const perY = (exposure * fall * Math.sin(direction)) / height;
  return {
    start: exposure - (perX * width + perY * height) / 2,
    perX,
    perY,
    shadow: random.chance(severity.shadowChance) ? castShadow(severity, random) : null,
    tint: [1 + random.range(-1, 1) * severity.whiteBalance, 1, 1 + random.range(-1, 1) * severity.whiteBalance],
    glares: random.chance(severity.glareChance)
      ? Array.from({ length: random.int(1, 2) }, () => glareOn(quad, cardWidth, severity, random))
      : [],
  };
}

function castShadow({ width, height }: Severity, random: Random): Shadow {
  const angle = random.range(0, 2 * Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const depth = random.range(0.25, 0.5);
  const softness = random.range(20, 90);
  const factors = Float32Array.from(
    { length: 2 * SHADOW_REACH + 1 },
    (_, at) => 1 - depth / (1 + exp((SHADOW_REACH - at) / softness)),
  );
  return { cos, sin, offset: (cos * width + sin * height) / 2 + random.range(-0.25, 0.25) * width, factors };
}

/** Share of the light left at a place; beyond the edge's reach it no longer changes. */
export function shadowAt({ cos, sin, offset, factors }: Shadow, x: number, y: number): number {
  const distance = round(x * cos + y * sin - offset);
  return factors[max(0, min(2 * SHADOW_REACH, distance + SHADOW_REACH))] ?? 1;
}

function glareOn(quad: Quad, cardWidth: number, { glare }: Severity, random: Random): Glare {
  const [x, y] = project(squareToQuad(quad), [random.range(0.05, 0.95), random.range(0.05, 0.95)]);
  const angle = random.range(0, Math.PI);
  return {
    x,
    y,
    radiusX: random.range(0.03, 0.12) * cardWidth,
    radiusY: random.range(0.02, 0.07) * cardWidth,
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    strength: random.range(...glare),
  };
}

/** Brightens the RGB pixels around each spot; three radii away nothing is left of it. */
export function addGlare(pixels: Uint8ClampedArray, width: number, height: number, glares: readonly Glare[]): void {
  for (const { x: centreX, y: centreY, radiusX, radiusY, cos, sin, strength } of glares) {
    const reach = 3 * max(radiusX, radiusY);
    for (let y = max(0, Math.floor(centreY - reach)); y < min(height, centreY + reach); y++) {
      for (let x = max(0, Math.floor(centreX - reach)); x < min(width, centreX + reach); x++) {
        const along = (cos * (x - centreX) + sin * (y - centreY)) / radiusX;
        const over = (cos * (y - centreY) - sin * (x - centreX)) / radiusY;
        const distance = along * along + over * over;
        if (distance >= 9) continue;
        const share = strength * exp(-distance / 2);
        for (let at = (y * width + x) * 3, end = at + 3; at < end; at++) {
          const colour = pixels[at] ?? 0;
          pixels[at] = colour + (255 - colour) * share;
        }
      }
    }
  }
}
