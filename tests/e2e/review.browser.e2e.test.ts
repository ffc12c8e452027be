import { randomInt } from 'node:crypto';
import type { Page } from 'playwright-core';
import { dice } from '../../scripts/demo/dice';
import { endings, page as orderPage, person, place, reviewOf } from '../../scripts/demo/actions';
import type { ReviewCase, ReviewQueue } from '../../api/schemas/review';
import { until } from '../support/until';
import { type Desk, openDesk } from './desk';
import type { Product } from './product';

const draws = dice(randomInt(1_000_000), 'review');
let desk: Desk;
let product: Product;
let page: Page;

beforeAll(async () => {
  desk = await openDesk();
  ({ product, page } = desk);
});
afterAll(() => (desk as Desk | undefined)?.leave());

/** Each picture of the case has arrived and could be decoded. */
const PICTURES_SHOW = `(() => {
  const images = [...document.querySelectorAll('.shot img, .pair img')];
  return images.length >= 3 && images.every((image) => image.complete && image.naturalWidth >= 100);
})()`;

async function openReview(): Promise<{ orderId: string; reviewId: string }> {
  const { world } = product;
  const who = await person(world, draws, 'review-band');
  const [orderId = ''] = await place(world, { personId: who.personId });
  const reviewId = await reviewOf(world, orderId);
  if (reviewId === null) throw new Error(`no review: ${JSON.stringify((await orderPage(world, orderId)).order)}`);
  return { orderId, reviewId };
}

it('an officer decides a review by keyboard, and an operator reads in the timeline what happened', async () => {
  const { world } = product;
  const { orderId, reviewId } = await openReview();
  const colleague = await world.staff('officer2');
  const queue = await colleague.get<ReviewQueue>('/v1/reviews?state=open');
  expect(queue.body.rows.map(({ id }) => id)).toEqual([reviewId]);

  await desk.signIn('officer1');
  await page.getByRole('heading', { name: '审核队列' }).waitFor();
  await page.getByText(reviewId).waitFor();
  await page.keyboard.press('n');
  await page.waitForURL(`**/reviews/${reviewId}`);
  await page.getByText('在复核区间').waitFor();
  await until('the pictures', () => page.evaluate<boolean>(PICTURES_SHOW), { withinMs: 60_000 });
  const distance = Number(await page.locator('.face-score .score b').textContent());
  expect(distance).toBeGreaterThan(0.45);
  expect(distance).toBeLessThanOrEqual(0.6);
  expect((await colleague.get<ReviewCase>(`/v1/reviews/${reviewId}`)).body.clear).toBe(false);

  await page.keyboard.press('a');
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('通过，还没有送出').waitFor();
  expect((await orderPage(world, orderId)).order.status).toBe('in-review');
  await page.getByText('通过：已送出，案件有了结论').waitFor();
  expect(await endings(world, [orderId])).toBe('active');

  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
  await desk.signIn('operator1');
  await page.getByRole('heading', { name: '订单' }).waitFor();
  await page.goto(desk.at(`/orders/${orderId}`));
  const timeline = page.getByRole('region', { name: '经过' });
  await timeline.getByText(/号码 .+ 激活/).waitFor();
  const byOfficer = await timeline.getByRole('listitem').filter({ hasText: '陈敏' }).allTextContents();
  expect(byOfficer).toEqual([expect.stringContaining('实名核验通过')]);
  expect(desk.complaints).toEqual([]);
});
