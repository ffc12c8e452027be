import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import path from 'node:path';
import { FACES, type Face } from './faces';
import { flattened } from './flatten';

/** A cut-out is this wide and high, the face box is a third of its width and stands in the middle, upright. */
export const CUT_OUT = { width: 900, height: 1100, faceWidth: 300, faceX: 450, faceY: 520 } as const;

/** Colour below the two photos that end close to a face: both end in dark clothes. */
const BEYOND_THE_PHOTO = '#17110d';
const UNRECOGNISABLE = 'blur(40px)';

const cutOuts = new Map<number, Promise<Canvas>>();

/** The surroundings of a face, cut from the photos inside @vladmandic/face-api when first asked for; nothing is written to disk. */
export function cutOutOf(faceIndex: number, face: Face): Promise<Canvas> {
  const known = cutOuts.get(faceIndex);
  if (known) return known;
  const cut = cutFrom(face);
  cutOuts.set(faceIndex, cut);
  cut.catch(() => cutOuts.delete(faceIndex));
  return cut;
}

async function cutFrom(face: Face): Promise<Canvas> {
  const folder = path.dirname(require.resolve('@vladmandic/face-api/package.json'));
  const image = await loadImage(path.join(folder, 'demo', `sample${String(face.photo)}.jpg`));
  const canvas = createCanvas(CUT_OUT.width, CUT_OUT.height);
  const context = canvas.getContext('2d');
  const scale = CUT_OUT.faceWidth / Math.max(face.width, face.height);
  const [middleX, middleY] = middleOf(face);
  const draw = (filter: string): void => {
    context.filter = filter;
    context.drawImage(image, -middleX, -middleY);
  };

  context.imageSmoothingQuality = 'high';
  context.fillStyle = BEYOND_THE_PHOTO;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(CUT_OUT.faceX, CUT_OUT.faceY);
  context.scale(scale, scale);
  draw(UNRECOGNISABLE); // Seen only in the corners that turning the photo leaves empty.
  context.rotate((-face.lean * Math.PI) / 180);
  draw('none');

  context.beginPath();
  for (const neighbour of FACES.filter((other) => other.photo === face.photo && other !== face)) {
    const [x, y] = middleOf(neighbour);
    context.roundRect(
      x - middleX - neighbour.width / 2,
      y - middleY - neighbour.height / 2,
      neighbour.width,
      neighbour.height,
      90,
    );
  }
  context.clip();
  draw(UNRECOGNISABLE); // A selfie shows one face.
  return flattened(canvas);
}

const middleOf = ({ x, y, width, height }: Face): [number, number] => [x + width / 2, y + height / 2];
