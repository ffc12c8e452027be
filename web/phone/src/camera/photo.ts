import { judgePicture, type Hint, type Subject } from './judgement';
import { MEASURED_WIDTH, measure, type Pixels } from './quality';
import type { Box, Size } from './geometry';

/** Enough for the reader, little enough for a slow network. */
const LONGEST_SIDE = 1600;
const JPEG_QUALITY = 0.85;

export interface Photo {
  readonly blob: Blob;
  /** An object URL: whoever drops the photo revokes it. */
  readonly preview: string;
  readonly hint: Hint;
}

/** The file is no picture this browser can open. */
export class Unreadable extends Error {
  constructor() {
    super('not a picture');
    this.name = 'Unreadable';
  }
}

export async function photoFromVideo(video: HTMLVideoElement, crop: Box, subject: Subject): Promise<Photo> {
  return finish(draw(video, crop, LONGEST_SIDE), subject);
}

/** Turned upright by the browser, which reads the camera's orientation mark. Throws `Unreadable`. */
export async function photoFromFile(file: Blob, subject: Subject): Promise<Photo> {
  const url = URL.createObjectURL(file);
  try {
    const image = await load(url);
    const whole = { left: 0, top: 0, width: image.naturalWidth, height: image.naturalHeight };
    if (whole.width < 200 || whole.height < 200) throw new Unreadable();
    return await finish(draw(image, whole, LONGEST_SIDE), subject);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A small copy of one part of a picture, for measuring. `canvas` is reused from frame to frame. */
export function pixelsOf(source: CanvasImageSource, box: Box, canvas: HTMLCanvasElement): Pixels {
  const scale = MEASURED_WIDTH / box.width;
  const size = { width: MEASURED_WIDTH, height: Math.max(1, Math.round(box.height * scale)) };
  const context = paint(source, box, size, canvas, true);
  return context.getImageData(0, 0, size.width, size.height);
}

async function finish(canvas: HTMLCanvasElement, subject: Subject): Promise<Photo> {
  const whole = { left: 0, top: 0, width: canvas.width, height: canvas.height };
  const hint = judgePicture(subject, measure(pixelsOf(canvas, whole, document.createElement('canvas'))));
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY);
  });
  if (blob === null) throw new Unreadable();
  return { blob, preview: URL.createObjectURL(blob), hint };
}

function draw(source: CanvasImageSource, box: Box, longest: number): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(box.width, box.height));
  const canvas = document.createElement('canvas');
  paint(source, box, { width: Math.round(box.width * scale), height: Math.round(box.height * scale) }, canvas, false);
  return canvas;
}

function paint(
  source: CanvasImageSource,
  box: Box,
  size: Size,
  canvas: HTMLCanvasElement,
  willReadFrequently: boolean,
): CanvasRenderingContext2D {
  if (canvas.width !== size.width) canvas.width = size.width;
  if (canvas.height !== size.height) canvas.height = size.height;
  const context = canvas.getContext('2d', { willReadFrequently });
  if (context === null) throw new Unreadable();
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, box.left, box.top, box.width, box.height, 0, 0, size.width, size.height);
  return context;
}

function load(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      resolve(image);
    };
    image.onerror = () => {
      reject(new Unreadable());
    };
    image.src = url;
  });
}
