import type { Point, Quad, RgbImage } from '../image';
import { crossing, fitLine, type Line } from './border-lines';

const PROFILES = 64;
const FEWEST_POINTS = 16;
const FEWEST_INLIERS = 10;
const TRIALS = 60;
const INLIER_DISTANCE = 1.6;
/** Four times the luminance step that counts as an edge. */
const LEAST_STEP = 24;

/** Moves each side onto the edge found across it in the full-size photo; corners that would jump far stay where they were. */
export function refineQuad(image: RgbImage, quad: Quad, factor: number): Quad {
  const centre: Point = [(quad[0][0] + quad[2][0]) / 2, (quad[0][1] + quad[2][1]) / 2];
  const reach = Math.ceil(2.2 * factor) + 2;
  const [p, q, r, s] = quad;
  const top = refineSide(image, p, q, centre, reach);
  const right = refineSide(image, q, r, centre, reach);
  const bottom = refineSide(image, r, s, centre, reach);
  const left = refineSide(image, s, p, centre, reach);
  const refined: Quad = [crossing(left, top), crossing(top, right), crossing(right, bottom), crossing(bottom, left)];
  const limit = 6 * factor + 8;
  const isNear = ([x, y]: Point, corner: number): boolean => {
    const [oldX, oldY] = quad[corner] ?? [Infinity, Infinity];
    return Math.hypot(x - oldX, y - oldY) < limit;
  };
  return refined.every(isNear) ? refined : quad;
}

function refineSide(image: RgbImage, from: Point, to: Point, centre: Point, reach: number): Line {
  const points = edgePoints(image, from, to, centre, reach);
  if (points.length < FEWEST_POINTS) return fitLine([from, to]);
  const inliers = largestAgreement(points);
  return inliers.length >= FEWEST_INLIERS ? fitLine(inliers) : fitLine([from, to]);
}

/** Per profile across the side the place of the largest step, where there is one. */
function edgePoints(image: RgbImage, from: Point, to: Point, centre: Point, reach: number): Point[] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const alongX = (to[0] - from[0]) / length;
  const alongY = (to[1] - from[1]) / length;
  const isInward = (centre[0] - from[0]) * -alongY + (centre[1] - from[1]) * alongX >= 0;
  const inwardX = isInward ? -alongY : alongY;
  const inwardY = isInward ? alongX : -alongX;
  const size = 2 * reach + 5;
  const profile = new Float64Array(size);
  const points: Point[] = [];
  for (let index = 0; index < PROFILES; index++) {
    const t = 0.08 + (0.84 * index) / (PROFILES - 1);
    const x = from[0] + (to[0] - from[0]) * t;
    const y = from[1] + (to[1] - from[1]) * t;
    readProfile(image, x, y, inwardX, inwardY, alongX, alongY, reach, profile);
    const offset = largestStep(profile, reach);
    if (offset !== null) points.push([x + inwardX * offset, y + inwardY * offset]);
  }
  return points;
}

/** Mean luminance of five neighbours along the side at each distance across it; -1 outside the photo. */
function readProfile(
  image: RgbImage,
  x: number,
  y: number,
  inwardX: number,
  inwardY: number,
  alongX: number,
  alongY: number,
  reach: number,
  profile: Float64Array,
): void {
  for (let step = 0; step < profile.length; step++) {
    const offset = step - reach - 2;
    let sum = 0;
    let count = 0;
    for (let k = -2; k <= 2; k++) {
      const value = luminance(image, x + inwardX * offset + alongX * k * 1.5, y + inwardY * offset + alongY * k * 1.5);
      if (value < 0) continue;
      sum += value;
      count++;
    }
    profile[step] = count > 0 ? sum / count : -1;
  }
}

function largestStep(profile: Float64Array, reach: number): number | null {
  let best = LEAST_STEP;
  let found: number | null = null;
  for (let at = 2; at < profile.length - 2; at++) {
    const before = profile[at - 2] ?? -1;
    const after = profile[at + 2] ?? -1;
    if (before < 0 || after < 0) continue;
    const step = Math.abs(after + (profile[at + 1] ?? 0) - (profile[at - 1] ?? 0) - before);
    if (step <= best) continue;
    best = step;
    found = at - reach - 2;
  }
  return found;
}

/** RANSAC with a fixed order of pairs: the same photo always gives the same corners. */
function largestAgreement(points: readonly Point[]): Point[] {
  const half = points.length >> 1;
  let best: Line | null = null;
  let most = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const first = points[(trial * 7) % half];
    const second = points[half + ((trial * 13) % (points.length - half))];
    if (!first || !second) continue;
    const line = fitLine([first, second]);
    let count = 0;
    for (const point of points) if (agrees(line, point)) count++;
    if (count <= most) continue;
    most = count;
    best = line;
  }
  const agreed = best;
  return agreed ? points.filter((point) => agrees(agreed, point)) : [];
}

const agrees = ({ a, b, c }: Line, [x, y]: Point): boolean => Math.abs(a * x + b * y - c) < INLIER_DISTANCE;

/** Four times the luminance between pixels, -1 outside. */
function luminance({ data, width, height }: RgbImage, x: number, y: number): number {
  const column = x | 0;
  const row = y | 0;
  if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) return -1;
  const fx = x - column;
  const fy = y - row;
  const above = (row * width + column) * 3;
  const below = above + width * 3;
  const upper = luma(data, above) * (1 - fx) + luma(data, above + 3) * fx;
  const lower = luma(data, below) * (1 - fx) + luma(data, below + 3) * fx;
  return upper * (1 - fy) + lower * fy;
}

const luma = (data: Uint8Array, at: number): number => (data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
