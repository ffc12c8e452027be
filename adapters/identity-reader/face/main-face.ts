import type { FaceReading } from '../../../domain/ports/identity-check';
import type { RgbImage } from '../image';
import type { FaceBox } from './boxes';
import { levelChip } from './chips';
import type { FaceNets } from './face-nets';
import { clipBox } from './square-input';

export interface DescribedFace {
  readonly reading: FaceReading;
  /** Null where no face was found. */
  readonly descriptor: Float32Array | null;
}

export const NO_FACE: DescribedFace = { reading: { faces: 0, box: null, score: 0 }, descriptor: null };

/** A first look, then finer ones for faces that are small in the picture or pale in print. */
const LOOKS = [
  { inputSize: 224, leastScore: 0.5 },
  { inputSize: 416, leastScore: 0.4 },
  { inputSize: 224, leastScore: 0.25 },
] as const;
/** Another face this large beside the main one is a second person and not a picture on the wall. */
const SECOND_PERSON_AREA = 0.25;

const area = ({ width, height }: FaceBox): number => width * height;

/** The largest face of a picture with its descriptor; `faces` counts those of comparable size. */
export async function describeMainFace(image: RgbImage, nets: FaceNets): Promise<DescribedFace> {
  const found = await detectFaces(image, nets);
  const main = found.reduce<FaceBox | null>(
    (largest, box) => (!largest || area(box) > area(largest) ? box : largest),
    null,
  );
  if (!main) return NO_FACE;
  const clipped = clipBox(main, image);
  if (clipped.width < 1 || clipped.height < 1) return NO_FACE;
  const landmarks = await nets.landmarks(image, clipped);
  const descriptor = await nets.descriptor(levelChip(image, landmarks));
  const faces = found.filter((box) => area(box) >= SECOND_PERSON_AREA * area(main)).length;
  return { reading: { faces, box: clipped, score: main.score }, descriptor };
}

async function detectFaces(image: RgbImage, nets: FaceNets): Promise<FaceBox[]> {
  for (const look of LOOKS) {
    const found = await nets.detect(image, look);
    if (found.length > 0) return found;
  }
  return [];
}
