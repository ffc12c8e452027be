import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Point, RgbImage } from '../image';
import { SESSION_OPTIONS } from '../session-options';
import { decodeBoxes, type FaceBox } from './boxes';
import { CHIP_SIZE } from './chips';
import { clipBox, fillSquareInput, wholeOf, type Box } from './square-input';

/**
 * The networks of @vladmandic/face-api on onnxruntime, equal to the package's own output (tests/identity/face-vectors.test.ts). Not
 * re-entrant: buffers are reused, one object a thread.
 */
export interface FaceNets {
  readonly version: string;
  /** Faces, best score first. `inputSize`: a multiple of 32; larger finds smaller faces. */
  detect: (image: RgbImage, options?: { inputSize?: number; leastScore?: number }) => Promise<FaceBox[]>;
  /** 68 points in image pixels for a face of `detect`. */
  landmarks: (image: RgbImage, box: Box) => Promise<Point[]>;
  /** 128 numbers; the Euclidean distance of two of them is face-api's distance. */
  descriptor: (chip: RgbImage) => Promise<Float32Array>;
  close: () => Promise<void>;
}

const DETECTOR_SIZE = 224;
const LANDMARK_SIZE = 112;
const LANDMARKS = 68;
const LEAST_SCORE = 0.5;

export async function loadFaceNets(modelsDir: string): Promise<FaceNets> {
  const load = (name: string): Promise<InferenceSession> =>
    InferenceSession.create(path.join(modelsDir, `${name}.onnx`), SESSION_OPTIONS);
  const detector = await load('face_detector');
  const landmarker = await load('face_landmarks');
  const describer = await load('face_descriptor');
  const inputs = new Map<number, { values: Float32Array; feed: Tensor }>();

  const inputFor = (size: number): { values: Float32Array; feed: Tensor } => {
    const known = inputs.get(size);
    if (known) return known;
    const values = new Float32Array(3 * size * size);
    const created = { values, feed: new Tensor('float32', values, [1, 3, size, size]) };
    inputs.set(size, created);
    return created;
  };
  const run = async (
    session: InferenceSession,
    image: RgbImage,
    region: Box,
    size: number,
    centred: boolean,
  ): Promise<Float32Array> => {
    const { values, feed } = inputFor(size);
    fillSquareInput(image, region, size, centred, values);
    const [name] = session.outputNames;
    const output = name === undefined ? undefined : (await session.run({ input: feed }))[name];
    if (!(output?.data instanceof Float32Array)) throw new Error('a face network gave no numbers');
    return output.data;
  };

  return {
    version: 'face-api 1.7.15 (tiny detector, landmarks 68, descriptor), level chip',
    detect: async (image, { inputSize = DETECTOR_SIZE, leastScore = LEAST_SCORE } = {}) =>
      decodeBoxes(await run(detector, image, wholeOf(image), inputSize, false), image, inputSize, leastScore),
    landmarks: async (image, box) => {
      const region = clipBox(box, image);
      if (region.width < 1 || region.height < 1) throw new RangeError('the face box lies outside the image');
      return pointsInImage(await run(landmarker, image, region, LANDMARK_SIZE, true), region, box);
    },
    descriptor: async (chip) => Float32Array.from(await run(describer, chip, wholeOf(chip), CHIP_SIZE, true)),
    close: async () => {
      await Promise.all([detector.release(), landmarker.release(), describer.release()]);
    },
  };
}

/**
 * Network output (0..1 of the padded square) in image pixels. As in face-api the points are shifted by the unclipped box, so a box that
 * sticks out of the image gives points that are off by the part cut away: pass a clipped box to avoid that.
 */
function pointsInImage(raw: Float32Array, region: Box, box: Box): Point[] {
  const scale = LANDMARK_SIZE / Math.max(region.width, region.height);
  const width = region.width * scale;
  const height = region.height * scale;
  const padX = Math.max(0, (height - width) / 2);
  const padY = Math.max(0, (width - height) / 2);
  return Array.from({ length: LANDMARKS }, (_, index): Point => {
    const x = ((raw[2 * index] ?? 0) * LANDMARK_SIZE - padX) / width;
    const y = ((raw[2 * index + 1] ?? 0) * LANDMARK_SIZE - padY) / height;
    return [x * region.width + box.x, y * region.height + box.y];
  });
}

/** Smaller is more alike. */
export function faceDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
}
