import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { faceAt } from './faces';
import { flattened } from './flatten';
import { CUT_OUT, cutOutOf } from './photos';

/** Twice the size at which it is printed, so that perspective has pixels to choose from. */
const WIDTH = 432;
const HEIGHT = 579;
/** The face box takes this share of the portrait's width. */
const FACE_SHARE = 0.54;
const PAPER = '#e9edf0';

const portraits = new Map<number, Canvas>();

/** The ID portrait of a face: head and shoulders, upright, the rest faded into plain paper so that no neighbour shows. */
export async function portraitOf(faceIndex: number): Promise<Canvas> {
  const known = portraits.get(faceIndex);
  if (known) return known;

  const cutOut = await cutOutOf(faceIndex, faceAt(faceIndex));
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  const scale = (FACE_SHARE * WIDTH) / CUT_OUT.faceWidth;
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    cutOut,
    WIDTH / 2 - CUT_OUT.faceX * scale,
    HEIGHT * 0.46 - CUT_OUT.faceY * scale,
    CUT_OUT.width * scale,
    CUT_OUT.height * scale,
  );
  context.globalCompositeOperation = 'destination-in';
  context.drawImage(silhouette(), 0, 0);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = PAPER;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  const portrait = flattened(canvas);
  portraits.set(faceIndex, portrait);
  return portrait;
}

let outline: Canvas | undefined;

/** Head with hair, and shoulders, with a soft edge. */
function silhouette(): Canvas {
  if (outline) return outline;
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  context.filter = 'blur(22px)';
  context.beginPath();
  context.ellipse(WIDTH / 2, HEIGHT * 0.44, WIDTH * 0.4, HEIGHT * 0.37, 0, 0, 7);
  context.ellipse(WIDTH / 2, HEIGHT * 1.02, WIDTH * 0.52, HEIGHT * 0.3, 0, 0, 7);
  context.fill();
  outline = flattened(canvas);
  return outline;
}
