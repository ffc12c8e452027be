/** @jest-environment ./tests/identity/environment.cjs */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { uprightChip } from '../../adapters/identity-reader/face/chips';
import { faceDistance, loadFaceNets, type FaceNets } from '../../adapters/identity-reader/face/face-nets';
import type { RgbImage } from '../../adapters/identity-reader/image';
import { modelsFolder, ROOT_FOLDER } from './models';

interface Vector {
  photo: string;
  region: { left: number; top: number; width: number; height: number } | null;
  largestSide: number;
  pixelSum: number;
  runs: { inputSize: number; faces: { score: number; box: number[]; landmarks: number[]; descriptor: number[] }[] }[];
}

const folder = path.join(ROOT_FOLDER, 'tests/vectors/faces');
const vectors = readdirSync(folder).map((file) => ({
  file,
  vector: JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Vector,
}));

/** The pixels that the recorded run saw: nearest neighbour, so that no version of sharp rounds them differently. */
async function pixels({ photo, region, largestSide }: Vector): Promise<RgbImage> {
  const whole = sharp(path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo', photo));
  const { data, info } = await (region ? whole.extract(region) : whole)
    .resize(largestSide, largestSide, {
      fit: 'inside',
      withoutEnlargement: true,
      kernel: 'nearest',
      fastShrinkOnLoad: false,
    })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function largestDifference(actual: readonly number[], expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  return actual.reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (expected[index] ?? Number.NaN))),
    0,
  );
}

describe('our face networks beside recorded outputs of @vladmandic/face-api', () => {
  let nets: FaceNets;
  beforeAll(async () => {
    nets = await loadFaceNets(modelsFolder());
  });
  afterAll(() => nets.close());

  it('has recordings of every photo and of every face the demo uses', () => {
    expect(vectors).toHaveLength(16);
    expect(vectors.flatMap(({ vector }) => vector.runs.flatMap(({ faces }) => faces)).length).toBeGreaterThanOrEqual(
      40,
    );
  });

  it.each(vectors)('gives the same boxes, points and descriptors on $file', async ({ vector }) => {
    const image = await pixels(vector);
    expect(image.data.reduce((sum, value) => sum + value, 0)).toBe(vector.pixelSum);

    for (const { inputSize, faces } of vector.runs) {
      const boxes = await nets.detect(image, { inputSize, leastScore: 0.5 });
      expect(boxes).toHaveLength(faces.length);
      for (const [index, expected] of faces.entries()) {
        const box = boxes[index];
        if (!box) throw new Error('a face is missing');
        const points = await nets.landmarks(image, box);
        const descriptor = await nets.descriptor(uprightChip(image, points));

        expect(Math.abs(box.score - expected.score)).toBeLessThan(1e-4);
        expect(largestDifference([box.x, box.y, box.width, box.height], expected.box)).toBeLessThan(0.01);
        expect(largestDifference(points.flat(), expected.landmarks)).toBeLessThan(0.01);
        expect(faceDistance(descriptor, Float32Array.from(expected.descriptor))).toBeLessThan(1e-3);
      }
    }
  });
});
