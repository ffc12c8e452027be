import { setImmediate as othersFirst } from 'node:timers/promises';
import sharp from 'sharp';
import { addGrain } from '../grain';
import { type Random } from '../random';
import { expose } from './expose';
import { CARD } from './layout';
import { addGlare, setLight } from './light';
import { printCard, type PrintedSide } from './print';
import { layTable, placeCard } from './scene';
import { SEVERITIES, type Severity, type SeverityName } from './severity';

// One thread: images are small, and the machine is shared with everything that is being demonstrated. No cache: no image comes twice.
sharp.concurrency(1);
sharp.cache(false);

/** A JPEG of the printed side as a customer's phone would take it. The same stream of randomness gives the same bytes. */
export function photographCard(printed: PrintedSide, severity: SeverityName, random: Random): Promise<Buffer> {
  return severity === 'clean' ? scan(printed, random) : photograph(printed, SEVERITIES[severity], random);
}

/** A flat scan, card edge to card edge, on light grey. */
async function scan(printed: PrintedSide, random: Random): Promise<Buffer> {
  const { data, width, height } = printCard(printed, 1, random);
  const flat = await sharp(data, { raw: { width, height, channels: 4 } })
    .flatten({ background: { r: 235, g: 235, b: 235 } })
    .raw()
    .toBuffer();
  return develop(new Uint8ClampedArray(flat), { width: CARD.width, height: CARD.height }, 1, 95, random);
}

/** In steps: partners answer from the same process, and a photo in one go would keep them waiting for a fifth of a second. */
async function photograph(printed: PrintedSide, severity: Severity, random: Random): Promise<Buffer> {
  const { width, height } = severity;
  const { quad, cardWidth } = placeCard(severity, random);
  const light = setLight(severity, quad, cardWidth, random);
  const table = layTable(severity, random);
  await othersFirst();
  const card = printCard(printed, severity.printScale, random);
  await othersFirst();
  const lit = expose({ width, height, card, quad, table, light }, random);
  addGlare(lit, width, height, light.glares);

  const unsharp = await throughLens(lit, severity, random);
  return develop(unsharp, severity, random.range(...severity.noise), random.int(...severity.quality), random);
}

/** Unsharpness of the focus, and now and then of a moving hand. */
async function throughLens(pixels: Uint8ClampedArray, severity: Severity, random: Random): Promise<Uint8ClampedArray> {
  const { width, height } = severity;
  let image = sharp(pixels, { raw: { width, height, channels: 3 } });
  const sigma = random.range(...severity.blur);
  if (sigma >= 0.3) image = image.blur(sigma); // The library takes nothing smaller, and nothing smaller is seen.
  if (random.chance(severity.motionChance)) image = image.convolve(handMotion(random));
  return new Uint8ClampedArray(await image.raw().toBuffer());
}

/** A line of 2 to 4.5 px through a 5 × 5 kernel. */
function handMotion(random: Random): { width: number; height: number; kernel: number[] } {
  const kernel = Array.from({ length: 25 }, () => 0);
  const length = random.range(2, 4.5);
  const angle = random.range(0, Math.PI);
  for (let step = -4; step <= 4; step++) {
    const along = (step / 8) * length;
    const at = (2 + Math.round(along * Math.sin(angle))) * 5 + 2 + Math.round(along * Math.cos(angle));
    kernel[at] = (kernel[at] ?? 0) + 1;
  }
  return { width: 5, height: 5, kernel };
}

async function develop(
  pixels: Uint8ClampedArray,
  { width, height }: { width: number; height: number },
  noise: number,
  quality: number,
  random: Random,
): Promise<Buffer> {
  addGrain(pixels, noise, random);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}
