import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { faceAt } from './faces';
import { addGrain } from './grain';
import { CUT_OUT, cutOutOf } from './photos';
import { type Random } from './random';

const WIDTH = 720;
const HEIGHT = 960;

/**
 * How a selfie is taken: in ordinary light, in a dim room, or `close`: grainy, out of focus and so near that the lens widens the face, which
 * moves a face some .07 further from its portrait.
 */
export type SelfieStyle = 'ordinary' | 'dim' | 'close';

type Between = readonly [low: number, high: number];

interface Style {
  /** Share of the picture's width that the face takes. */
  readonly faceShare: Between;
  /** Where the middle of the face is, as shares of width and height. */
  readonly faceX: Between;
  readonly faceY: Between;
  /** Degrees. */
  readonly tilt: Between;
  /** Factor on every channel. */
  readonly exposure: Between;
  /** Red up and blue down by this share, or the other way round when negative. */
  readonly warmth: Between;
  readonly blur: Between;
  readonly noise: number;
  readonly widening: number;
}

const ORDINARY: Style = {
  faceShare: [0.42, 0.46],
  faceX: [0.48, 0.52],
  faceY: [0.44, 0.48],
  tilt: [-3, 3],
  exposure: [0.85, 1.12],
  warmth: [-0.06, 0.06],
  blur: [0.5, 0.9],
  noise: 3,
  widening: 1,
};

const STYLES: Record<SelfieStyle, Style> = {
  ordinary: ORDINARY,
  dim: { ...ORDINARY, exposure: [0.42, 0.5], warmth: [0.02, 0.08], noise: 5 },
  // Hardly any play: every such selfie was measured to lie between surely the same and surely another.
  close: {
    faceShare: [0.42, 0.43],
    faceX: [0.525, 0.53],
    faceY: [0.435, 0.44],
    tilt: [-1.6, -1.3],
    exposure: [0.91, 0.95],
    warmth: [0.01, 0.03],
    blur: [3.6, 3.7],
    noise: 13,
    widening: 1.18,
  },
};

/** A JPEG selfie of a face: another crop than the portrait's, in other light. */
export async function takeSelfie(faceIndex: number, style: SelfieStyle, random: Random): Promise<Buffer> {
  const { faceShare, faceX, faceY, tilt, exposure, warmth, blur, noise, widening } = STYLES[style];
  const cutOut = await cutOutOf(faceIndex, faceAt(faceIndex));
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  const scale = (random.range(...faceShare) * WIDTH) / CUT_OUT.faceWidth;
  context.imageSmoothingQuality = 'high';
  context.translate(WIDTH * random.range(...faceX), HEIGHT * random.range(...faceY));
  context.rotate((random.range(...tilt) * Math.PI) / 180);
  context.scale(scale * widening, scale);
  context.drawImage(cutOut, -CUT_OUT.faceX, -CUT_OUT.faceY);

  const [brightness, tone] = [random.range(...exposure), random.range(...warmth)];
  const pixels = await sharp(canvas.data(), { raw: { width: WIDTH, height: HEIGHT, channels: 4 } })
    .removeAlpha()
    .linear([brightness * (1 + tone), brightness, brightness * (1 - tone)], [0, 0, 0])
    .blur(random.range(...blur))
    .raw()
    .toBuffer();
  const seen = new Uint8ClampedArray(pixels);
  addGrain(seen, noise, random);
  return sharp(seen, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: random.int(80, 88) })
    .toBuffer();
}
