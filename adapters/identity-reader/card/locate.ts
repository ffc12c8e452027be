import type { Point, Quad, RgbImage } from '../image';
import { borderLines, crossing, type BorderLine } from './border-lines';
import { edgeMap, type EdgeMap } from './edges';
import { CARD_RATIO } from './layout';
import { refineQuad } from './refine';

export interface LocatedCard {
  /** Found on the full-size photo when it is first asked for: most readers need only the first place's. */
  readonly quad: Quad;
  /** Support of the four sides; good photos reach 2.5 to 3.5. */
  readonly score: number;
}

/** Corners closer than this share of the width are the same corner. */
const SAME_CORNER = 0.03;
const MOST_ANSWERS = 6;
const CANDIDATES = 250;
/** Below this a picture of the card's own shape is taken for a borderless scan. */
const CERTAIN_SCORE = 2.3;
/** Below this no card is believed to be there. Found on photos without one; see docs/models.md. */
const LEAST_SCORE = 1.2;
const LARGEST_SKEW = 1.35;
const NARROWEST = 1.38;
const WIDEST = 1.82;
/** Two opposite sides may differ by ten degrees. */
const LARGEST_ANGLE_DIFFERENCE = 20;

interface Candidate {
  readonly quad: Quad;
  readonly sides: readonly [BorderLine, BorderLine, BorderLine, BorderLine];
  readonly ratio: number;
  readonly size: number;
  readonly promise: number;
}

/** Widths of the map: the usual one and, for cards that hide at it, a finer one. */
export const MAP_WIDTHS = { usual: 320, fine: 480 } as const;

/**
 * Where the card may lie, likeliest first; empty where nothing of a card's shape stands out. Mostly the first is the card; print inside it
 * or the table's edge can stand out more, so a reader that finds no label at the first tries the others.
 */
export function locateCard(image: RgbImage, mapWidth: number = MAP_WIDTHS.usual): LocatedCard[] {
  const edges = edgeMap(image, mapWidth);
  const { factor } = edges;
  const ranked = distinct(rankedQuads(edges), edges.width).map(({ quad, score }): LocatedCard => {
    const full = mapQuad(quad, ([x, y]) => [(x + 0.5) * factor - 0.5, (y + 0.5) * factor - 0.5]);
    return placeAt(image, full, factor, score);
  });
  const isCardShaped = Math.abs(image.width / image.height / CARD_RATIO - 1) < 0.04;
  const best = ranked[0]?.score ?? 0;
  return isCardShaped && best < CERTAIN_SCORE ? [{ quad: wholePicture(image), score: best }, ...ranked] : ranked;
}

function placeAt(image: RgbImage, rough: Quad, factor: number, score: number): LocatedCard {
  let refined: Quad | undefined;
  return {
    score,
    get quad() {
      return (refined ??= refineQuad(image, rough, factor));
    },
  };
}

const wholePicture = ({ width, height }: RgbImage): Quad => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
];

export const mapQuad = ([p, q, r, s]: Quad, move: (point: Point) => Point): Quad => [
  move(p),
  move(q),
  move(r),
  move(s),
];

const distance = (p: Point, q: Point): number => Math.hypot(q[0] - p[0], q[1] - p[1]);

interface RankedQuad {
  readonly quad: Quad;
  readonly score: number;
}

function rankedQuads(edges: EdgeMap): RankedQuad[] {
  const promising = candidates(edges).slice(0, CANDIDATES);
  const testSide = sideTests(edges);
  return promising
    .map((candidate) => ({ quad: candidate.quad, score: judgeCandidate(candidate, testSide) }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((p, q) => q.score - p.score);
}

/** The best few that do not lie on top of each other. */
function distinct(ranked: readonly RankedQuad[], width: number): RankedQuad[] {
  const kept: RankedQuad[] = [];
  for (const next of ranked) {
    const isApart = (other: RankedQuad): boolean =>
      next.quad.some((corner, index) => distance(corner, other.quad[index] ?? corner) > SAME_CORNER * width);
    if (kept.every(isApart)) kept.push(next);
    if (kept.length === MOST_ANSWERS) break;
  }
  return kept;
}

/**
 * Where the lines of a picture cross, by level line, then by upright one; null outside the picture. Tens of thousands of quadrilaterals
 * share these few hundred places.
 */
function cornersOf(
  level: readonly BorderLine[],
  upright: readonly BorderLine[],
  { width, height }: EdgeMap,
): readonly (readonly (Point | null)[])[] {
  const isInside = ([x, y]: Point): boolean =>
    x >= -0.02 * width && y >= -0.02 * height && x <= 1.02 * width && y <= 1.02 * height;
  return level.map((row) =>
    upright.map((column) => {
      const corner = crossing(row, column);
      return isInside(corner) ? corner : null;
    }),
  );
}

/** Quadrilaterals from two level and two upright lines, most promising first; only the first few hundred get the costly side test. */
function candidates(edges: EdgeMap): Candidate[] {
  const { width, height } = edges;
  const { level, upright } = borderLines(edges);
  const corners = cornersOf(level, upright, edges);
  const middleY = level.map((line) => (line.c - line.a * (width / 2)) / line.b);
  const middleX = upright.map((line) => (line.c - line.b * (height / 2)) / line.a);
  const found: Candidate[] = [];
  level.forEach((top, t) => {
    level.forEach((bottom, b) => {
      const tall = (middleY[b] ?? 0) - (middleY[t] ?? 0);
      if (tall < 0.2 * height || Math.abs(top.angle - bottom.angle) > LARGEST_ANGLE_DIFFERENCE) return;
      const upper = corners[t] ?? [];
      const lower = corners[b] ?? [];
      for (let l = 0; l < upright.length; l++) {
        const left = upright[l];
        if (!left || !upper[l] || !lower[l]) continue;
        for (let r = 0; r < upright.length; r++) {
          const wide = (middleX[r] ?? 0) - (middleX[l] ?? 0);
          if (wide < 0.3 * width || wide / tall < 1.3 || wide / tall > 1.95) continue;
          const right = upright[r];
          if (!right || Math.abs(left.angle - right.angle) > LARGEST_ANGLE_DIFFERENCE) continue;
          const candidate = candidateOf(top, right, bottom, left, upper[l], upper[r], lower[r], lower[l], edges);
          if (candidate) found.push(candidate);
        }
      }
    });
  });
  return found.sort((p, q) => q.promise - p.promise);
}

type Corner = Point | null | undefined;

/** Sides from the top and corners from top left, both clockwise; one by one, for most are refused and an array of each would be waste. */
function candidateOf(
  top: BorderLine,
  right: BorderLine,
  bottom: BorderLine,
  left: BorderLine,
  topLeft: Corner,
  topRight: Corner,
  bottomRight: Corner,
  bottomLeft: Corner,
  { width, height }: EdgeMap,
): Candidate | null {
  if (!topLeft || !topRight || !bottomRight || !bottomLeft) return null;
  const upper = distance(topLeft, topRight);
  const lower = distance(bottomLeft, bottomRight);
  const leftward = distance(topLeft, bottomLeft);
  const rightward = distance(topRight, bottomRight);
  const ratio = (upper + lower) / (leftward + rightward);
  if (ratio < NARROWEST || ratio > WIDEST) return null;
  if (Math.max(upper / lower, lower / upper, leftward / rightward, rightward / leftward) > LARGEST_SKEW) return null;
  const size = Math.sqrt((upper * leftward) / (width * height));
  const promise =
    supportOf(top, upper) +
    supportOf(bottom, lower) +
    supportOf(left, leftward) +
    supportOf(right, rightward) -
    3 * Math.abs(ratio / CARD_RATIO - 1) +
    0.5 * size;
  return {
    quad: [topLeft, topRight, bottomRight, bottomLeft],
    sides: [top, right, bottom, left],
    ratio,
    size,
    promise,
  };
}

const supportOf = (line: BorderLine, length: number): number => Math.min(1.5, line.votes / length);

interface SideSupport {
  /** Share of probes on an edge. */
  readonly edge: number;
  /** Mean colour step across the side, 0..1. */
  readonly step: number;
  /** Share of probes that are brighter inside. */
  readonly brighter: number;
}

/** A side lies on `line` between its crossings with two others; inside is along the line's normal, or against it. */
interface Side {
  readonly line: BorderLine;
  readonly between: readonly [BorderLine, BorderLine];
  readonly ends: readonly [Point, Point];
  readonly inward: 1 | -1;
}

const MOST_LINES = 64;

/** Hundreds of candidates share a few dozen lines, so that most sides are wanted more than once: each is tested once. */
function sideTests(edges: EdgeMap): (side: Side) => SideSupport {
  const numbers = new Map<BorderLine, number>();
  const known = new Map<number, SideSupport>();
  const numberOf = (line: BorderLine): number => {
    const number = numbers.get(line) ?? numbers.size;
    numbers.set(line, number);
    return number;
  };
  return ({ line, between: [first, second], ends: [from, to], inward }) => {
    const corners = (numberOf(line) * MOST_LINES + numberOf(first)) * MOST_LINES + numberOf(second);
    const key = corners * inward;
    const support = known.get(key) ?? sideSupport(from, to, inward * line.a, inward * line.b, edges);
    known.set(key, support);
    return support;
  };
}

function judgeCandidate({ quad, sides, ratio, size }: Candidate, test: (side: Side) => SideSupport): number {
  const [top, right, bottom, left] = sides;
  const tests = [
    test({ line: top, between: [left, right], ends: [quad[0], quad[1]], inward: 1 }),
    test({ line: bottom, between: [left, right], ends: [quad[3], quad[2]], inward: -1 }),
    test({ line: left, between: [top, bottom], ends: [quad[0], quad[3]], inward: 1 }),
    test({ line: right, between: [top, bottom], ends: [quad[1], quad[2]], inward: -1 }),
  ];
  let sum = 0;
  let weakest = 1;
  for (const { edge, step, brighter } of tests) {
    // A card is mostly brighter than what it lies on; the other way round counts a little less.
    sum += edge + 0.7 * step + 0.35 * Math.max(brighter, 1 - brighter) * (brighter > 0.5 ? 1 : 0.6);
    weakest = Math.min(weakest, edge);
  }
  return sum / 4 + 0.6 * weakest - 0.9 * Math.abs(ratio / CARD_RATIO - 1) + 0.25 * size;
}

const PROBES = 40;

function sideSupport(from: Point, to: Point, inwardX: number, inwardY: number, edges: EdgeMap): SideSupport {
  const { width, height, colours } = edges;
  let onEdge = 0;
  let step = 0;
  let brighter = 0;
  for (let probe = 0; probe < PROBES; probe++) {
    const t = 0.07 + (0.86 * probe) / (PROBES - 1);
    const x = from[0] + (to[0] - from[0]) * t;
    const y = from[1] + (to[1] - from[1]) * t;
    if (Math.round(x) < 3 || Math.round(y) < 3 || Math.round(x) >= width - 3 || Math.round(y) >= height - 3) continue;
    if (strongestAcross(x, y, inwardX, inwardY, edges) >= edges.threshold * 0.7) onEdge++;
    const outside = colourIndex(x - inwardX * 4, y - inwardY * 4, width, height);
    const inside = colourIndex(x + inwardX * 4, y + inwardY * 4, width, height);
    if (outside < 0 || inside < 0) continue;
    let difference = 0;
    let balance = 0;
    for (let channel = 0; channel < 3; channel++) {
      const change = (colours[inside + channel] ?? 0) - (colours[outside + channel] ?? 0);
      difference += Math.abs(change);
      balance += change;
    }
    step += Math.min(60, difference);
    if (balance > 0) brighter++;
  }
  return { edge: onEdge / PROBES, step: step / PROBES / 60, brighter: brighter / PROBES };
}

function strongestAcross(x: number, y: number, inwardX: number, inwardY: number, edges: EdgeMap): number {
  const { width, magnitude, gradientX, gradientY } = edges;
  let best = 0;
  for (let offset = -2; offset <= 2; offset++) {
    const i = Math.round(y + inwardY * offset) * width + Math.round(x + inwardX * offset);
    const strength = magnitude[i] ?? 0;
    if (strength <= best) continue;
    const across = Math.abs((gradientX[i] ?? 0) * inwardX + (gradientY[i] ?? 0) * inwardY);
    if (across > 0.85 * strength) best = strength;
  }
  return best;
}

function colourIndex(x: number, y: number, width: number, height: number): number {
  const column = Math.round(x);
  const row = Math.round(y);
  return column < 0 || row < 0 || column >= width || row >= height ? -1 : (row * width + column) * 3;
}
