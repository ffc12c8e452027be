import sharp, { type Metadata } from 'sharp';
import { ImageRefused, type ImageLimits, type ReencodeImage } from '../../domain/ports/blobs';

// Only these decoders may ever see a stranger's bytes; libvips also reads SVG, PDF, TIFF and more.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
// An upload is decoded once: a cache would only keep plain pictures in memory.
sharp.cache(false);
// Several uploads are at work at once anyway; threads within one picture only wake each other.
sharp.concurrency(1);

const MAX_BYTES = 8 * 1024 * 1024;
/**
 * High enough that reading the card does not suffer from the second compression. Colour is stored at half size, as
 * phones do: whole, it costs a third more CPU, and strokes and faces are read from lightness.
 */
const JPEG_QUALITY = 90;
/** Code tables made for each picture would cost two fifths of the whole work and save a seventh of the bytes. */
const OPTIMISE_CODING = false;

/** Sharp on JPEG, PNG and WebP only; nothing of the upload but its pixels is carried over. */
export const reencodeImage: ReencodeImage = async (bytes, limits) => {
  if (bytes.byteLength > (limits.maxBytes ?? MAX_BYTES)) throw new ImageRefused('ImageTooLarge');
  await refuseByHeader(bytes, limits);

  const picture = sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: 'error', pages: 1 })
    .rotate() // By EXIF orientation, before the metadata is dropped.
    .resize({ width: limits.maxSide, height: limits.maxSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: JPEG_QUALITY, optimiseCoding: OPTIMISE_CODING });
  try {
    const { data, info } = await picture.toBuffer({ resolveWithObject: true });
    return { bytes: data, contentType: 'image/jpeg', width: info.width, height: info.height };
  } catch {
    // The header was that of a picture, the rest is cut or damaged. The decoder's own text may quote the upload.
    throw new ImageRefused('NotAnImage');
  }
};

/** Reads the header alone, so that a picture of a billion pixels costs nothing. */
async function refuseByHeader(bytes: Uint8Array, limits: ImageLimits): Promise<void> {
  let header: Metadata;
  try {
    header = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch {
    throw new ImageRefused('NotAnImage');
  }
  if (header.width * header.height > limits.maxPixels) throw new ImageRefused('TooManyPixels');
}
