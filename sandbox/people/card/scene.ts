import { type Random } from '../random';
import { CARD } from './layout';
import { type Point, type Quad } from './perspective';
import { type Severity } from './severity';

/** Where the card lies in the photo. */
export interface Placement {
  readonly quad: Quad;
  readonly cardWidth: number;
}

const MARGIN = 6;

/** Lays the card down: turned, a little off the middle, seen at a slant, whole inside the photo. */
export function placeCard(severity: Severity, random: Random): Placement {
  const cardWidth = random.range(...severity.cardWidth);
  const angle = (random.range(-severity.rotation, severity.rotation) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const halfWidth = cardWidth / 2;
  const halfHeight = (halfWidth * CARD.height) / CARD.width;
  const stray = severity.perspective * cardWidth;
  const roomX = severity.width / 2 - (halfWidth * Math.abs(cos) + halfHeight * Math.abs(sin)) - stray - MARGIN;
  const roomY = severity.height / 2 - (halfWidth * Math.abs(sin) + halfHeight * Math.abs(cos)) - stray - MARGIN;
  const centreX = severity.width / 2 + random.range(-1, 1) * clamp(roomX, 0, 0.1 * severity.width);
  const centreY = severity.height / 2 + random.range(-1, 1) * clamp(roomY, 0, 0.14 * severity.height);

  const corner = (x: number, y: number): Point => [
    centreX + cos * x - sin * y + random.range(-stray, stray),
    centreY + sin * x + cos * y + random.range(-stray, stray),
  ];
  const quad: Quad = [
    corner(-halfWidth, -halfHeight),
    corner(halfWidth, -halfHeight),
    corner(halfWidth, halfHeight),
    corner(-halfWidth, halfHeight),
  ];
  return { quad, cardWidth };
}

/** RGB pixels of the table at half the photo's size: its grain is coarse, and half the size is a quarter of the work. */
export interface Table {
  readonly data: Uint8ClampedArray;
  readonly width: number;
}

type Colour = readonly [number, number, number];
const TABLES: readonly Colour[] = [
  [120, 84, 54],
  [160, 120, 84],
  [58, 60, 66],
  [96, 104, 112],
  [44, 70, 96],
  [136, 60, 56],
  [72, 96, 72],
];

// Taken once: a million look-ups of a global are slow inside Jest's separate context.
const { sin } = Math;

/** A grained table top, perhaps with papers and cables at the edges. */
export function layTable(severity: Severity, random: Random): Table {
  const width = severity.width / 2;
  const height = severity.height / 2;
  const data = new Uint8ClampedArray(width * height * 3);
  const [red, green, blue] = tableColour(severity, random);
  const slant = random.range(-0.3, 0.3);
  const [coarse, fine] = [random.range(0.04, 0.18), random.range(0.4, 1)];
  const [coarseHeight, fineHeight] = [random.range(2, 12), random.range(1, 5)];
  const phase = random.range(0, 6);

  const bend = Array.from({ length: width }, (_, x) => 2 * sin(x * 0.008 + phase));
  const ripple = Array.from({ length: width }, (_, x) => sin(x * 0.022));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const across = y + slant * x;
      const grain =
        coarseHeight * sin(across * coarse + (bend[x] ?? 0)) + fineHeight * sin(across * fine + (ripple[x] ?? 0));
      data[at] = red + grain;
      data[at + 1] = green + grain * 0.9;
      data[at + 2] = blue + grain * 0.8;
    }
  }
  if (random.chance(severity.clutterChance)) {
    for (let things = random.int(1, 4); things > 0; things--) layThing(data, width, height, random);
  }
  return { data, width };
}

function tableColour(severity: Severity, random: Random): Colour {
  if (!random.chance(severity.lightTableChance)) {
    const [red, green, blue] = random.pick(TABLES);
    const tone = (): number => random.range(-15, 15);
    return [red + tone(), green + tone(), blue + tone()];
  }
  const grey = random.range(172, 205);
  const tint = (): number => grey + random.range(-8, 8);
  return [tint(), tint(), tint()];
}

/** A turned rectangle of one colour near the left or right edge. */
function layThing(data: Uint8ClampedArray, width: number, height: number, random: Random): void {
  const centreX = random.chance(0.5) ? random.range(-0.05, 0.12) * width : random.range(0.88, 1.05) * width;
  const centreY = random.range(0, height);
  const [halfLength, halfDepth] = [random.range(10, 80), random.range(8, 108)];
  const angle = random.range(-0.6, 0.6);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const colour: Colour = [random.range(20, 240), random.range(20, 240), random.range(20, 240)];
  const reach = Math.hypot(halfLength, halfDepth);
  for (let y = Math.max(0, Math.floor(centreY - reach)); y < Math.min(height, centreY + reach); y++) {
    for (let x = Math.max(0, Math.floor(centreX - reach)); x < Math.min(width, centreX + reach); x++) {
      const along = cos * (x - centreX) + sin * (y - centreY);
      const over = cos * (y - centreY) - sin * (x - centreX);
      if (Math.abs(along) < halfLength && Math.abs(over) < halfDepth) data.set(colour, (y * width + x) * 3);
    }
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
