import sharp from 'sharp';

/** Interleaved 8-bit RGB. */
export interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface GreyImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A point in pixels of an image: x to the right, y down. */
export type Point = readonly [number, number];

/** Corners in reading order: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

/** 40 megapixels: more than any phone's upload page sends, less than a decompression bomb needs. */
const LARGEST_PIXELS = 40_000_000;

let loadersBlocked = false;

/** Everything but JPEG, PNG and WebP is closed for the whole process: other loaders are attack surface that no card needs. */
function blockOtherLoaders(): void {
  if (loadersBlocked) return;
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      ...['VipsForeignLoadJpegFile', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngFile', 'VipsForeignLoadPngBuffer'],
      ...['VipsForeignLoadWebpFile', 'VipsForeignLoadWebpBuffer'],
    ],
  });
  sharp.cache(false);
  sharp.concurrency(1);
  loadersBlocked = true;
}

/** Upright RGB pixels, the longer side at most `largestSide`. Null for bytes that are no picture: that is an answer, not a fault. */
export async function decodeImage(bytes: Uint8Array, largestSide: number): Promise<RgbImage | null> {
  blockOtherLoaders();
  try {
    const { data, info } = await sharp(bytes, {
      sequentialRead: true,
      limitInputPixels: LARGEST_PIXELS,
      failOn: 'error',
    })
      .rotate()
      .resize(largestSide, largestSide, { fit: 'inside', withoutEnlargement: true, fastShrinkOnLoad: true })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch {
    // sharp has one kind of error for everything that is wrong with the bytes; an engine fault would show on the next picture too.
    return null;
  }
}

export async function encodeJpeg(image: RgbImage, quality: number): Promise<Uint8Array> {
  const raw = { width: image.width, height: image.height, channels: 3 as const };
  return sharp(image.data, { raw }).jpeg({ quality }).toBuffer();
}
