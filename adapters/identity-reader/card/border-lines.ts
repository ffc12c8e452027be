import type { Point } from '../image';
import type { EdgeMap } from './edges';
import { scratch } from './scratch';

/** A line a·x + b·y = c in pixels of the edge map; a² + b² = 1. */
export interface Line {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export interface BorderLine extends Line {
  readonly votes: number;
  /** Slope in half degrees. */
  readonly angle: number;
}

/** Slopes tried: ±20° in steps of half a degree. A card turned further is photographed again. */
const LARGEST_ANGLE = 20;
const ANGLES = LARGEST_ANGLE * 4 + 1;
/** A pixel votes for slopes within ±4° of its own gradient. */
const ANGLE_SPREAD = 8;
const GRADIENT_LIMIT = Math.tan((24 * Math.PI) / 180);
const PEAKS = 16;
const FEWEST_VOTES = 18;
const PEAK_ANGLE_GAP = 8;
const PEAK_OFFSET_GAP = 6;

const COSINES = Float64Array.from({ length: ANGLES }, (_, k) => Math.cos(((k / 2 - LARGEST_ANGLE) * Math.PI) / 180));
const SINES = Float64Array.from({ length: ANGLES }, (_, k) => Math.sin(((k / 2 - LARGEST_ANGLE) * Math.PI) / 180));

/** The strongest nearly level and nearly upright lines of the picture (Hough transform). */
export function borderLines(edges: EdgeMap): { level: BorderLine[]; upright: BorderLine[] } {
  const reach = Math.ceil(Math.hypot(edges.width, edges.height)) + 2;
  const level = scratch.floats('level votes', ANGLES * reach * 2);
  const upright = scratch.floats('upright votes', ANGLES * reach * 2);
  vote(edges, reach, level, upright);
  return {
    level: peaks(level, reach).map(({ votes, k, c }) => ({
      votes,
      angle: k,
      a: -(SINES[k] ?? 0),
      b: COSINES[k] ?? 1,
      c,
    })),
    upright: peaks(upright, reach).map(({ votes, k, c }) => ({
      votes,
      angle: k,
      a: COSINES[k] ?? 1,
      b: SINES[k] ?? 0,
      c,
    })),
  };
}

function vote(edges: EdgeMap, reach: number, level: Float32Array, upright: Float32Array): void {
  const { width, height, gradientX, gradientY, magnitude, threshold } = edges;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x;
      const strength = magnitude[i] ?? 0;
      if (strength < threshold) continue;
      const dx = gradientX[i] ?? 0;
      const dy = gradientY[i] ?? 0;
      const isLevel = Math.abs(dy) >= Math.abs(dx);
      // Only the ridge of an edge votes, or a soft border would outvote a sharp one.
      const before = magnitude[isLevel ? i - width : i - 1] ?? 0;
      const after = magnitude[isLevel ? i + width : i + 1] ?? 0;
      if (before > strength || after >= strength) continue;
      const weight = Math.min(strength, threshold * 3) / threshold;
      if (Math.abs(dx) < Math.abs(dy) * GRADIENT_LIMIT) {
        const slope = (-Math.atan(dx / dy) * 180) / Math.PI;
        castVotes(level, reach, slope, weight, y, -x);
      } else if (Math.abs(dy) < Math.abs(dx) * GRADIENT_LIMIT) {
        const slope = (Math.atan(dy / dx) * 180) / Math.PI;
        castVotes(upright, reach, slope, weight, x, y);
      }
    }
  }
}

/** Adds to every line through the point: its offset is along·cos + across·sin. */
function castVotes(
  votes: Float32Array,
  reach: number,
  slope: number,
  weight: number,
  along: number,
  across: number,
): void {
  const centre = Math.round((LARGEST_ANGLE + slope) * 2);
  const last = Math.min(ANGLES - 1, centre + ANGLE_SPREAD);
  for (let k = Math.max(0, centre - ANGLE_SPREAD); k <= last; k++) {
    const offset = Math.round(along * (COSINES[k] ?? 1) + across * (SINES[k] ?? 0) + reach / 2);
    const at = k * 2 * reach + offset;
    votes[at] = (votes[at] ?? 0) + weight;
  }
}

interface Peak {
  readonly votes: number;
  readonly k: number;
  readonly c: number;
}

/** The highest places of the votes, each apart from those higher than it. Thousands are high enough: they are kept as plain numbers. */
function peaks(votes: Float32Array, reach: number): Peak[] {
  const sums = scratch.doubles('sums of votes', ANGLES * reach * 2);
  const places = scratch.ints('places of votes', ANGLES * reach * 2);
  let left = collectHigh(votes, reach, sums, places);
  const kept: Peak[] = [];
  while (left > 0 && kept.length < PEAKS) {
    const highest = highestOf(sums, left);
    const place = places[highest] ?? 0;
    const k = Math.floor(place / (2 * reach));
    const offset = place % (2 * reach);
    kept.push({ votes: sums[highest] ?? 0, k, c: offset - reach / 2 });
    left = keepApart(sums, places, left, k, offset, reach);
  }
  return kept;
}

function collectHigh(votes: Float32Array, reach: number, sums: Float64Array, places: Int32Array): number {
  let count = 0;
  for (let k = 0; k < ANGLES; k++) {
    const last = (k + 1) * 2 * reach - 1;
    for (let at = k * 2 * reach + 1; at < last; at++) {
      const sum = (votes[at] ?? 0) + 0.5 * ((votes[at - 1] ?? 0) + (votes[at + 1] ?? 0));
      if (sum <= FEWEST_VOTES) continue;
      sums[count] = sum;
      places[count++] = at;
    }
  }
  return count;
}

/** Of equal ones the first. */
function highestOf(sums: Float64Array, count: number): number {
  let best = 0;
  let highest = -1;
  for (let i = 0; i < count; i++) {
    const sum = sums[i] ?? 0;
    if (sum <= highest) continue;
    highest = sum;
    best = i;
  }
  return best;
}

/** Moves what lies apart from a peak to the front, in order, and answers how many these are. */
function keepApart(
  sums: Float64Array,
  places: Int32Array,
  count: number,
  peakK: number,
  peakOffset: number,
  reach: number,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const place = places[i] ?? 0;
    const k = Math.floor(place / (2 * reach));
    const offset = place - k * 2 * reach;
    if (Math.abs(k - peakK) <= PEAK_ANGLE_GAP && Math.abs(offset - peakOffset) <= PEAK_OFFSET_GAP) continue;
    sums[kept] = sums[i] ?? 0;
    places[kept++] = place;
  }
  return kept;
}

/** Where two lines meet. Parallel ones meet at infinity: callers pass one level and one upright line. */
export function crossing(p: Line, q: Line): Point {
  const determinant = p.a * q.b - q.a * p.b;
  return [(p.c * q.b - q.c * p.b) / determinant, (p.a * q.c - q.a * p.c) / determinant];
}

/** The line with the least squared distance to the points. */
export function fitLine(points: readonly Point[]): Line {
  let meanX = 0;
  let meanY = 0;
  for (const [x, y] of points) {
    meanX += x / points.length;
    meanY += y / points.length;
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const a = -Math.sin(angle);
  const b = Math.cos(angle);
  return { a, b, c: a * meanX + b * meanY };
}
