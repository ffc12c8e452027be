import type { GreyImage, Quad, RgbImage } from '../image';
import { inkMap } from './ink-map';
import { LINE_REGIONS, type LineName } from './layout';
import { warpRegion } from './warp';

/** One printed line, cut with a margin, as the recogniser wants it. */
export interface TextLine {
  readonly image: RgbImage;
  /** The same line as flattened ink, for the second reader and the sharpness measure. */
  readonly ink: GreyImage;
  /** Width of what is printed, in card pixels, margins not counted. */
  readonly inkWidth: number;
}

/** Lines whose region holds more than one row of print. */
const MULTI_LINE: ReadonlySet<LineName> = new Set<LineName>(['address', 'authority']);

const INK_LIMIT = 128;
/** Columns may be paler: the outermost strokes of a line blur into the paper. */
const COLUMN_INK_LIMIT = 176;
const MARGIN_X = 6;
const MARGIN_Y = 10;
const LEAST_HEIGHT = 14;
const LARGEST_GAP = 5;
const LARGEST_HEIGHT = 52;
const LEAST_INK = 40;
const BLOCK = 24;

/** The printed lines of one field from top to bottom; the whole region where no print stands out. `scale`: output pixels a card pixel. */
export function textLines(photo: RgbImage, quad: Quad, field: LineName, scale = 1): TextLine[] {
  const image = warpRegion(photo, quad, LINE_REGIONS[field], scale);
  const ink = inkMap(image, Math.round(BLOCK * scale));
  const found = textRows(ink, scale);
  const rows = MULTI_LINE.has(field) || found.length < 2 ? found : [tallest(found)];
  return (rows.length > 0 ? rows : [{ from: 0, to: ink.height }]).map((row) => cutLine(image, ink, row, scale));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const tallest = (rows: readonly Span[]): Span => rows.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a));

function textRows({ data, width, height }: GreyImage, scale: number): Span[] {
  const profile = new Uint32Array(height);
  for (let y = 0; y < height; y++) {
    let dark = 0;
    for (let x = 0; x < width; x++) if ((data[y * width + x] ?? 255) < INK_LIMIT) dark++;
    profile[y] = dark;
  }
  const inkOf = ({ from, to }: Span): number => profile.subarray(from, to).reduce((sum, dark) => sum + dark, 0);
  return joined(runs(profile), Math.round(LARGEST_GAP * scale)).filter(
    (row) => row.to - row.from >= Math.round(LEAST_HEIGHT * scale) && inkOf(row) > LEAST_INK,
  );
}

function runs(profile: Uint32Array): Span[] {
  const found: Span[] = [];
  let start = -1;
  for (let y = 0; y <= profile.length; y++) {
    const isPrinted = y < profile.length && (profile[y] ?? 0) >= 2;
    if (isPrinted && start < 0) start = y;
    if (!isPrinted && start >= 0) {
      found.push({ from: start, to: y });
      start = -1;
    }
  }
  return found;
}

/** Characters such as 三 or 二 fall apart into strokes; what is close together is one row, up to the height of one. */
function joined(parts: readonly Span[], gap: number): Span[] {
  const rows: Span[] = [];
  for (const part of parts) {
    const last = rows.at(-1);
    if (last && part.from - last.to < gap && part.to - last.from < LARGEST_HEIGHT)
      rows[rows.length - 1] = { from: last.from, to: part.to };
    else rows.push(part);
  }
  return rows;
}

function textColumns({ data, width }: GreyImage, rows: Span): Span {
  let from = -1;
  let to = -1;
  for (let x = 0; x < width; x++) {
    let dark = 0;
    for (let y = rows.from; y < rows.to; y++) if ((data[y * width + x] ?? 255) < COLUMN_INK_LIMIT) dark++;
    if (dark < 2) continue;
    if (from < 0) from = x;
    to = x + 1;
  }
  return from < 0 ? { from: 0, to: width } : { from, to };
}

function cutLine(image: RgbImage, ink: GreyImage, rows: Span, scale: number): TextLine {
  const columns = textColumns(ink, rows);
  const marginX = Math.round(MARGIN_X * scale);
  const marginY = Math.round(MARGIN_Y * scale);
  const left = Math.max(0, columns.from - marginX);
  const right = Math.min(image.width, columns.to + marginX);
  const top = Math.max(0, rows.from - marginY);
  const bottom = Math.min(image.height, rows.to + marginY);
  return {
    image: {
      data: cutRows(image.data, image.width * 3, left * 3, right * 3, top, bottom),
      width: right - left,
      height: bottom - top,
    },
    ink: { data: cutRows(ink.data, ink.width, left, right, top, bottom), width: right - left, height: bottom - top },
    inkWidth: (columns.to - columns.from) / scale,
  };
}

function cutRows(
  data: Uint8Array,
  stride: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
): Uint8Array {
  const width = right - left;
  const out = new Uint8Array(width * (bottom - top));
  for (let row = top; row < bottom; row++)
    out.set(data.subarray(row * stride + left, row * stride + right), (row - top) * width);
  return out;
}
