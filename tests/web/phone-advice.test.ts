import sharp from 'sharp';
import { renderImages } from '../../sandbox/people/images';
import { drawPerson, type Person } from '../../sandbox/people/person';
import { cropOf, displayed, frameIn } from '../../web/phone/src/camera/geometry';
import { judgePicture, type Hint } from '../../web/phone/src/camera/judgement';
import { MEASURED_WIDTH, measure, movement, toGrey, type Pixels } from '../../web/phone/src/camera/quality';

jest.setTimeout(120_000);

const PEOPLE = Array.from({ length: 6 }, (_, k) => k);
const person = (k: number): Person => drawPerson({ seed: 'advice', k, kind: 'ordinary', businessDay: '2026-03-02' });

/** As the page's canvas would give it. */
async function pixelsOf(jpeg: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(jpeg)
    .resize({ width: MEASURED_WIDTH })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

const hintFor = async (jpeg: Buffer, subject: 'card' | 'face'): Promise<Hint> =>
  judgePicture(subject, measure(await pixelsOf(jpeg)));

describe('the advice before the upload', () => {
  it('lets every ordinary photo of a card pass, and doubts a face for its light at most', async () => {
    const [cards, faces]: [Hint[], Hint[]] = [[], []];
    for (const k of PEOPLE) {
      const { front, back, selfie } = await renderImages(person(k), { severity: 'moderate' });
      cards.push(await hintFor(front, 'card'), await hintFor(back, 'card'));
      faces.push(await hintFor(selfie, 'face'));
    }

    expect(cards.filter((hint) => hint !== 'good' && hint !== 'glare')).toEqual([]);
    expect(cards.filter((hint) => hint === 'good').length).toBeGreaterThanOrEqual(10);
    expect(faces.filter((hint) => hint !== 'good' && hint !== 'dark' && hint !== 'glare')).toEqual([]);
  });

  it('stops every card on which nothing can be read', async () => {
    const hints = await Promise.all(
      PEOPLE.map(async (k) => hintFor((await renderImages(person(k), { severity: 'blurred' })).front, 'card')),
    );

    expect(hints).not.toContain('good');
  });

  it('is about darkness first: in the dark nothing else can be told', async () => {
    const { front } = await renderImages(person(0), { severity: 'moderate' });
    const dark = await sharp(front).linear(0.25, 0).jpeg().toBuffer();

    expect(await hintFor(dark, 'card')).toBe('dark');
  });

  it('feels a hand that shakes and not one that is still', async () => {
    const { front } = await renderImages(person(0), { severity: 'moderate' });
    const moved = await sharp(front).extract({ left: 40, top: 30, width: 1500, height: 1125 }).toBuffer();
    const [still, other] = [toGrey(await pixelsOf(front)), toGrey(await pixelsOf(moved))];

    expect(movement(still, still)).toBe(0);
    expect(movement(still, other)).toBeGreaterThan(9);
  });
});

describe('the frame over the camera picture', () => {
  const window = { width: 390, height: 560 };

  it.each([
    { name: 'an upright camera', video: { width: 1080, height: 1920 } },
    { name: 'a camera lying down', video: { width: 1920, height: 1080 } },
    { name: 'an old square-ish one', video: { width: 640, height: 480 } },
  ])(
    'lies wholly inside what is seen, has the shape of a card and is kept with its surroundings: $name',
    ({ video }) => {
      const picture = displayed(window, video);
      const frame = frameIn(window, picture, 'card');
      const kept = cropOf(frame, picture, 0.2);

      expect(frame.width / frame.height).toBeCloseTo(85.6 / 53.98, 5);
      expect(frame.left).toBeGreaterThanOrEqual(Math.max(0, picture.left));
      expect(frame.top).toBeGreaterThanOrEqual(Math.max(0, picture.top));
      expect(frame.left + frame.width).toBeLessThanOrEqual(Math.min(window.width, picture.left + picture.width));
      expect(kept.left).toBeGreaterThanOrEqual(0);
      expect(kept.left + kept.width).toBeLessThanOrEqual(video.width);
      expect(kept.width * picture.scale).toBeGreaterThan(frame.width);
    },
  );
});
