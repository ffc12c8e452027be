import sharp from 'sharp';
import { SEVERITY_NAMES, type SeverityName } from '../../sandbox/people/card/severity';
import { type PersonImages, renderBack, renderFront, renderImages, renderSelfie } from '../../sandbox/people/images';
import { drawPerson, type Person, type PersonKind } from '../../sandbox/people/person';

const person = (kind: PersonKind, k = 0): Person => drawPerson({ seed: 'images', k, kind, businessDay: '2026-03-02' });
const { abs } = Math; // Taken once: look-ups of a global are slow in Jest.
const moderate = { severity: 'moderate' } as const;
const good = { severity: 'moderate', variant: 'good' } as const;

const sameBytes = (one: PersonImages, other: PersonImages): boolean[] =>
  (['front', 'back', 'selfie'] as const).map((part) => one[part].equals(other[part]));

/** Mean step from a pixel to its right neighbour, in grey levels, after noise is smoothed away: falls when a photo is unsharp. */
async function sharpness(image: Buffer): Promise<number> {
  const { data, info } = await sharp(image).greyscale().blur(2).raw().toBuffer({ resolveWithObject: true });
  let sum = 0;
  for (let at = 1; at < data.length; at++) if (at % info.width) sum += abs((data[at] ?? 0) - (data[at - 1] ?? 0));
  return sum / data.length;
}

/** Mean difference of two images of the same size, in grey levels. */
async function difference(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all([one, other].map((image) => sharp(image).greyscale().raw().toBuffer()));
  if (a?.length !== b?.length) throw new Error('images of two sizes');
  return (a ?? Buffer.alloc(0)).reduce((sum, value, at) => sum + abs(value - (b?.[at] ?? 0)), 0) / (a?.length ?? 1);
}

async function brightness(image: Buffer): Promise<number> {
  const { channels } = await sharp(image).stats();
  return channels.reduce((sum, { mean }) => sum + mean, 0) / channels.length;
}

jest.setTimeout(60_000); // A photo costs a sixth of a second on a free processor; test machines are seldom free.

describe('the photos people send', () => {
  it('are the same bytes for the same request and others for another take or person', async () => {
    const first = await renderImages(person('ordinary'), moderate);

    expect(sameBytes(first, await renderImages(person('ordinary'), moderate))).toEqual([true, true, true]);
    const others = [
      await renderImages(person('ordinary'), { ...moderate, take: 1 }),
      await renderImages(person('ordinary', 1), moderate),
    ];
    for (const other of others) expect(sameBytes(first, other)).toEqual([false, false, false]);
  });

  it.each(SEVERITY_NAMES)(
    '%s: are JPEGs of a phone’s shape and a few hundred kilobytes',
    async (severity: SeverityName) => {
      for (const image of Object.values(await renderImages(person('ordinary'), { severity })) as Buffer[]) {
        const { format, width, height } = await sharp(image).metadata();

        expect(format).toBe('jpeg');
        expect(Math.max(width, height)).toBeLessThanOrEqual(1600);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(600);
        expect(image.length).toBeGreaterThan(20_000);
        expect(image.length).toBeLessThan(900_000);
      }
    },
  );

  it('show the printed number, which decides: one digit more or less is another picture', async () => {
    const changed = person('digit-changed');
    const honest = { ...changed, printedIdNumber: changed.idNumber };

    const scan = { severity: 'clean' } as const;
    const distance = await difference(await renderFront(changed, scan), await renderFront(honest, scan));

    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThan(1);
  });

  it('cannot be read when the front is blurred, and can in the good variant', async () => {
    const blurred = await sharpness(await renderFront(person('blurred'), moderate));
    const readable = await sharpness(await renderFront(person('blurred'), good));

    expect(blurred).toBeLessThan(readable * 0.6);
    expect(await sharpness(await renderBack(person('blurred'), moderate))).toBeGreaterThan(blurred * 1.5);
  });

  it('are darker where the room is', async () => {
    const dim = await brightness(await renderSelfie(person('dim-selfie'), moderate));

    expect(dim).toBeLessThan(0.7 * (await brightness(await renderSelfie(person('dim-selfie'), good))));
  });

  it('show the woman herself only in the good variant of a swapped selfie', async () => {
    const swapped = person('swapped-selfie');
    const own = await renderSelfie(swapped, good);

    const sameFace = await difference(own, await renderSelfie(swapped, { ...good, take: 1 }));
    const otherFace = await difference(own, await renderSelfie(swapped, moderate));

    expect(otherFace).toBeGreaterThan(sameFace);
  });
});
