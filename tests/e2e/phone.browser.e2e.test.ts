import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { dice } from '../../scripts/demo/dice';
import { endings, place, type Person } from '../../scripts/demo/actions';
import { untilQuiet } from '../../scripts/demo/travel';
import { expectStatus } from '../../scripts/demo/world';
import { walk } from '../browser/phone/walk';
import { openBrowser, type Browser } from '../support/browser';
import { writePictureVideo } from '../support/camera';
import { borrowProduct, type Product } from './product';
import { linkFor } from './sms-link';

const draws = dice(randomInt(1_000_000), 'phone');
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

type Photos = Readonly<Record<'front' | 'back' | 'selfie', Buffer>>;

let product: Product;
let browser: Browser | undefined;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'cardflow-phone-'));
  product = await borrowProduct();
});
afterAll(async () => {
  await browser?.close();
  rmSync(home, { recursive: true, force: true });
  (product as Product | undefined)?.giveBack();
});

/** Somebody new and her photos, as a phone would take them. They stay in memory and in the temporary folder. */
async function personWithPhotos(): Promise<{ who: Person; photos: Photos }> {
  const { sandbox, call } = product.world;
  const wish = { kind: 'ordinary', seed: String(draws.below('person', 1_000_000)), k: draws.below('variant', 1_000) };
  const answer = await call<Person & { images: Record<keyof Photos, string> }>(`${sandbox}/people`, wish);
  const { images, ...who } = expectStatus(answer, 200, 'draw a person');
  const bytes = (part: keyof Photos): Buffer => Buffer.from(images[part], 'base64');
  return { who, photos: { front: bytes('front'), back: bytes('back'), selfie: bytes('selfie') } };
}

/**
 * Chromium takes the levels of a film for those of television (16 to 235) and stretches them, which would burn out a
 * bright card; and it cuts off what is higher than the page asked for.
 */
const asFilmed = (photo: Buffer): Promise<Buffer> =>
  sharp(photo)
    .resize({ height: 1080 })
    .linear(219 / 255, 16)
    .jpeg({ quality: 95 })
    .toBuffer();

it('a customer proves who she is on the phone page, card in front of the camera, and her number goes active', async () => {
  const { world } = product;
  const { who, photos } = await personWithPhotos();
  const camera = path.join(home, 'card.mjpeg');
  writePictureVideo(camera, [await asFilmed(photos.front)]);
  browser = await openBrowser({ ...PHONE, camera, permissions: ['camera'] });
  const page = await browser.context.newPage();
  page.setDefaultTimeout(60_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const [orderId = ''] = await place(world, { personId: who.personId, withImages: false, behaviour: 'silent' });
  const customer = walk(page);

  expect(await customer.open(await linkFor(world, who.phone))).toBe('consents');
  await customer.agreeToAll();
  await customer.photograph('front');
  await customer.fromAlbum('back', photos.back);
  await customer.insist('back');
  await customer.fromAlbum('selfie', photos.selfie);
  await customer.insist('selfie');
  await customer.handIn();

  // One card in fifty is read with doubt: then the page asks her to look at what was read.
  if ((await customer.until('checking', 'confirm', 'result')) === 'checking') await customer.until('confirm', 'result');
  if ((await customer.screen()) === 'confirm') await customer.confirm();
  expect(await customer.outcome()).toMatch(/^(passed|active)$/);
  await untilQuiet(world);
  expect(await endings(world, [orderId])).toBe('active');
  await page.locator('[data-outcome="active"]').waitFor();
  expect(problems).toEqual([]);
});
