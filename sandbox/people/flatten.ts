import { createCanvas, type Canvas } from '@napi-rs/canvas';

/**
 * The same picture as plain pixels. A canvas keeps what was drawn on it as a list of steps, and with the list every image in it: ten megabytes
 * for a group photo of which a face is needed.
 */
export function flattened(drawn: Canvas): Canvas {
  const { width, height } = drawn;
  const flat = createCanvas(width, height);
  flat.getContext('2d').putImageData(drawn.getContext('2d').getImageData(0, 0, width, height), 0, 0);
  return flat;
}
