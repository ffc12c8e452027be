import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { reencodeImage } from '../../adapters/blobs/image-reencoding';

const LIMITS = { maxPixels: 4_000_000, maxSide: 1_000 };
const CANARY = 'canary-in-the-metadata';

/** Left half red, right half blue. */
function twoHalves(width: number, height: number): sharp.Sharp {
  const raw = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) raw[pixel * 3 + (pixel % width < width / 2 ? 0 : 2)] = 255;
  return sharp(raw, { raw: { width, height, channels: 3 } });
}

it.each(['jpeg', 'png', 'webp'] as const)('takes a %s and gives a JPEG without metadata', async (format) => {
  const upload = await twoHalves(200, 100)
    .withExif({ IFD0: { ImageDescription: CANARY, Artist: CANARY }, IFD3: { GPSLatitude: '22/1 32/1 0/1' } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><x:d>${CANARY}</x:d></x:xmpmeta>`)
    .toFormat(format)
    .toBuffer();
  expect((await sharp(upload).metadata()).exif).toBeDefined();

  const { bytes, contentType, width, height } = await reencodeImage(upload, LIMITS);
  const result = await sharp(bytes).metadata();

  expect({ contentType, width, height, format: result.format }).toEqual({
    contentType: 'image/jpeg',
    width: 200,
    height: 100,
    format: 'jpeg',
  });
  expect([result.exif, result.xmp, result.iptc, result.icc, result.orientation]).toEqual(Array(5).fill(undefined));
  expect(Buffer.from(bytes).indexOf(CANARY)).toBe(-1);
});

it('turns the picture upright before it forgets how it was held', async () => {
  const upload = await twoHalves(200, 100).withMetadata({ orientation: 6 }).jpeg().toBuffer();

  const { bytes, width, height } = await reencodeImage(upload, LIMITS);
  const red = await sharp(bytes)
    .extract({ left: 0, top: 0, width: 100, height: 50 })
    .extractChannel(0)
    .raw()
    .toBuffer();

  expect([width, height]).toEqual([100, 200]);
  expect(Math.min(...red)).toBeGreaterThan(200);
});

it('scales the longer side down to the limit and never up', async () => {
  const large = await reencodeImage(await twoHalves(1_600, 800).png().toBuffer(), LIMITS);
  const small = await reencodeImage(await twoHalves(40, 20).png().toBuffer(), LIMITS);

  expect([large.width, large.height, small.width, small.height]).toEqual([1_000, 500, 40, 20]);
});

it('keeps what reading needs: the second compression changes hardly a value', async () => {
  const noise = await sharp({
    create: { width: 300, height: 300, channels: 3, background: '#808080', noise: { type: 'gaussian', sigma: 20 } },
  })
    .jpeg({ quality: 95 })
    .toBuffer();
  const before = await sharp(noise).greyscale().raw().toBuffer();

  const { bytes } = await reencodeImage(noise, LIMITS);
  const after = await sharp(bytes).greyscale().raw().toBuffer();
  const error = before.reduce((sum, value, index) => sum + Math.abs(value - (after[index] ?? 0)), 0) / before.length;

  expect(error).toBeLessThan(4); // Quality 85 gives 4.4, 80 gives 6.1 and washes fine strokes out.
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>';

it.each([
  ['nothing', () => Buffer.alloc(0)],
  ['a text', () => Buffer.from('not a picture at all')],
  ['an SVG', () => Buffer.from(svg)],
  ['a GIF', () => Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
  ['a PDF', () => Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF')],
  ['a TIFF', () => Buffer.from('49492a00080000000000', 'hex')],
  ['a JPEG that was cut', async () => (await twoHalves(200, 100).jpeg().toBuffer()).subarray(0, -100)],
  ['a PNG whose pixels are missing', () => bombPng(100, 100)],
])('refuses %s', async (_what, upload) => {
  await expect(reencodeImage(await upload(), LIMITS)).rejects.toMatchObject({
    name: 'ImageRefused',
    code: 'NotAnImage',
  });
});

it('refuses by the number of pixels before it decodes any', async () => {
  const upload = await twoHalves(2_001, 2_000).png().toBuffer();

  await expect(reencodeImage(upload, LIMITS)).rejects.toMatchObject({ code: 'TooManyPixels' });
  await expect(reencodeImage(bombPng(60_000, 60_000), LIMITS)).rejects.toMatchObject({ code: 'TooManyPixels' });
});

it('refuses by bytes', async () => {
  await expect(reencodeImage(Buffer.alloc(8 * 1024 * 1024 + 1), LIMITS)).rejects.toMatchObject({
    code: 'ImageTooLarge',
  });
  await expect(reencodeImage(Buffer.alloc(101), { ...LIMITS, maxBytes: 100 })).rejects.toMatchObject({
    code: 'ImageTooLarge',
  });
});

/** A PNG that claims a size and holds next to nothing. */
function bombPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(10))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
