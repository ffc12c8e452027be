import type { Page } from 'playwright-core';
import type { FakeWorld } from '../../web/console/dev/fake-world';
import { PASSWORD } from '../../web/console/dev/fake-api';
import { consoleStage } from './console/stage';

const stage = consoleStage({ refusals: [401, 404, 409, 429] });
const { address, findings, lookAt, open } = stage;
let world: FakeWorld;
let page: Page;

beforeEach(() => {
  ({ world, page } = stage);
});

const firstReview = (): string => world.reviews[0]?.row.id ?? '';

describe('signing in', () => {
  it('refuses a wrong password in words, then lets an officer in at the queue, by keyboard alone', async () => {
    await page.goto(address('/?lang=zh-CN'));
    await page.getByLabel('账号').press('Enter');
    await page.getByText('不能为空').first().waitFor();

    await page.getByLabel('账号').fill('officer1');
    await page.getByLabel('密码').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('账号或密码不对').waitFor();

    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '审核队列' }).waitFor();
    expect(page.url()).toBe(address('/reviews'));
  });

  it('lands an operator at the orders, without reviews', async () => {
    await open('operator1');

    await page.getByRole('heading', { name: '订单' }).waitFor();
    expect(await page.getByRole('link', { name: '审核' }).count()).toBe(0);

    await page.goto(address('/reviews'));
    await page.getByText('你的角色不能看这里').waitFor();
  });

  it('ends the session on signing out', async () => {
    await open('officer1');
    await page.getByRole('button', { name: '退出登录' }).click();

    await page.getByRole('heading', { name: '登录' }).waitFor();
    await page.goto(address('/orders'));
    await page.getByRole('heading', { name: '登录' }).waitFor();
  });
});

describe('orders', () => {
  it('keeps filters in the address and pages by key', async () => {
    await open('operator1', '/orders');
    await page.getByText('本页 50 单').waitFor();

    await page.getByRole('button', { name: '更早的' }).click();
    await page.waitForURL(/after=ord_/);
    await page.getByText(world.orders[50]?.id ?? '').waitFor();

    await page.getByRole('group', { name: '按阶段筛选' }).getByRole('button', { name: /失败/ }).click();
    await page.waitForURL(/stage=failed/);
    expect(page.url()).not.toContain('after=');
    const failed = world.orders.filter((order) => order.stage === 'failed');
    await page.getByText(`本页 ${failed.length} 单`).waitFor();

    await page.reload();
    await page.getByText(`本页 ${failed.length} 单`).waitFor();
    await page.getByRole('button', { name: '清除筛选' }).click();
    await page.getByText('本页 50 单').waitFor();
  });

  it('shows by itself what the carrier did', async () => {
    const order = world.orders.find((each) => each.status === 'awaiting-carrier');
    await open('operator1', '/orders');
    const row = page.getByRole('row').filter({ hasText: order?.id ?? '' });
    await row.getByText('等运营商结果').waitFor();
    await page.getByText('实时').first().waitFor();

    world.activate(order?.id ?? '');

    await row.getByText('已激活').waitFor();
  });

  it('finds a whole number in the list and opens a whole id, from the keyboard', async () => {
    const order = world.orders.find((each) => each.number !== null);
    await open('operator1', '/orders');
    await page.getByText('本页 50 单').waitFor();

    await page.keyboard.press('Control+k');
    await page.keyboard.type(order?.number ?? '');
    await page.keyboard.press('Enter');
    await page.getByText('本页 1 单').waitFor();

    await page.keyboard.press('Control+a');
    await page.keyboard.type(order?.id ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/orders/${order?.id ?? ''}$`));
  });

  it('says what an order waits for, where it went wrong, and what happened', async () => {
    const waiting = world.reviews[0]?.orders[0]?.id ?? '';
    await open('officer1', `/orders/${waiting}`);

    await page.getByText('审核员作出决定').waitFor();
    await page.getByText('升级给主管').waitFor();
    await page.getByRole('list', { name: '阶段' }).getByText('这里出过问题').waitFor();

    const timeline = page.getByRole('region', { name: '经过' });
    await timeline.getByRole('button', { name: '人', exact: true }).click();
    expect(await timeline.getByRole('listitem').count()).toBe(1);
    await timeline.getByRole('listitem').hover();
    await timeline.getByRole('button', { name: '原始内容' }).click();
    await timeline.getByText('"round": 1').waitFor();

    await timeline.getByRole('button', { name: '全部' }).click();
    await timeline.getByRole('link', { name: '审核案件' }).click();
    await page.waitForURL(new RegExp(`/reviews/${firstReview()}`));
  });

  it('says in English too what happens at the deadline', async () => {
    const waiting = world.reviews[0]?.orders[0]?.id ?? '';
    await open('officer1', `/orders/${waiting}?lang=en`);

    const wait = page.getByRole('status', { name: /^Waiting for / });
    await wait.getByText('an officer to decide').waitFor();
    await wait.getByText('it is escalated to a lead').waitFor();
    expect(await wait.textContent()).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('reviews', () => {
  it('claims the most urgent case and sends it back by keyboard, with an undo in between', async () => {
    await page.clock.install();
    await open('officer1', '/reviews');
    await page.getByText(firstReview()).waitFor();

    await page.keyboard.press('n');
    await page.getByAltText('正面影像').waitFor();
    await page.getByText('宝音德力格尔·阿木古冷').first().waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('1');
    await page.getByText('身份证照片看不清，请重新拍摄正反面。').waitFor();
    await page.keyboard.press('m');
    await page.keyboard.type('401 还是 407');
    await page.keyboard.press('Control+Enter');
    await page.getByText('退回补拍，还没有送出').waitFor();

    await page.clock.fastForward(9_000);
    await page.keyboard.press('Escape');
    await page.getByText('已撤回，没有送出').waitFor();
    await page.clock.fastForward(20_000);
    expect(world.decisions).toEqual([]);
    expect(await page.getByLabel('内部备注').inputValue()).toBe('401 还是 407');

    await page.keyboard.press('Enter');
    await page.getByText('退回补拍，还没有送出').waitFor();
    await page.clock.fastForward(10_500);
    await page.getByText('退回补拍：已送出').waitFor();
    expect(world.decisions).toMatchObject([
      {
        reviewId: firstReview(),
        login: 'officer1',
        decision: 'retake',
        reasonCode: 'RN_OCR_BLURRED',
        note: '401 还是 407',
      },
    ]);
  });

  it('lets the officer read the next case while the last decision can still be undone', async () => {
    await open('officer1', '/reviews');
    await page.getByText(firstReview()).waitFor();
    await page.keyboard.press('n');
    await page.getByAltText('正面影像').waitFor();
    await page.keyboard.press('x');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.getByText('拒绝，还没有送出').waitFor();

    await page.keyboard.press('n');
    await page.waitForURL(new RegExp(world.reviews[1]?.row.id ?? ''));
    await page.keyboard.press('Escape');

    await page.getByText('已撤回，没有送出').waitFor();
    expect(world.decisions).toEqual([]);
    await page.getByRole('link', { name: '回到案件' }).click();
    await page.getByRole('button', { name: 'X 拒绝', pressed: true }).waitFor();
  });

  it('takes a lost lease calmly and keeps the note', async () => {
    await page.clock.install();
    await open('officer1', `/reviews/${firstReview()}`);
    await page.getByRole('button', { name: '领取这件' }).click();
    await page.getByAltText('正面影像').waitFor();
    await page.getByLabel('内部备注').fill('证件照偏暗');
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.getByText('通过，还没有送出').waitFor();

    world.takeOver(firstReview(), 'officer2');
    await page.clock.fastForward(10_500);

    await page.getByText('这件现在由别的同事处理').waitFor();
    expect(await page.getByLabel('内部备注').inputValue()).toBe('证件照偏暗');
    expect(await page.getByAltText('正面影像').count()).toBe(0);
    expect(world.decisions).toEqual([]);
  });

  it('masks a case that is not claimed, and offers it', async () => {
    await open('officer1', `/reviews/${firstReview()}`);

    await page.getByText('未领取，只显示脱敏内容').waitFor();
    expect(await page.getByText('宝音德力格尔').count()).toBe(0);
    await page.keyboard.press('a');
    expect(await page.getByRole('button', { name: '提交' }).isDisabled()).toBe(true);

    await page.getByRole('button', { name: '领取这件' }).click();
    await page.getByText('宝音德力格尔·阿木古冷').first().waitFor();
  });

  it('pages by key, with the position in the address and the counts over all', async () => {
    const [some] = world.reviews;
    if (some === undefined) throw new Error('no review');
    const more = (n: number) => ({ ...some, row: { ...some.row, id: `rev_${String(n).padStart(12, '0')}` } });
    world.reviews.push(...Array.from({ length: 60 }, (_, n) => more(n)));
    const all = world.reviews.length;
    await open('officer1', '/reviews');
    const rows = page.locator('[data-row]');
    await page.getByRole('button', { name: '后面的' }).click();

    await page.waitForURL(`**/reviews?after=${world.reviews[49]?.row.id ?? ''}`);
    await page.getByText(world.reviews.at(-1)?.row.id ?? '').waitFor();
    expect(await rows.count()).toBe(all - 50);
    expect(await page.locator('.figure', { hasText: '待审' }).textContent()).toContain(String(all));
    await page.reload();
    await page.getByText(world.reviews.at(-1)?.row.id ?? '').waitFor();

    await page.getByRole('button', { name: '回到最急的' }).click();
    await page.getByText(firstReview()).waitFor();
    expect(await rows.count()).toBe(50);
    expect(page.url()).not.toContain('after');
  });

  it('says when two people have to approve, and leaves the rest to the second', async () => {
    await page.clock.install();
    const dual = world.reviews[1]?.row.id ?? '';
    await open('officer1', `/reviews/${dual}`);
    await page.getByText('通过需双人，你是第一人').waitFor();
    await page.getByRole('button', { name: '领取这件' }).click();
    await page.getByAltText('正面影像').waitFor();
    await page.keyboard.press('a');
    await page.keyboard.press('1');
    await page.getByRole('button', { name: '提交，再等第二人' }).click();
    await page.clock.fastForward(10_500);

    await page.getByText('通过已记下，等第二位审核员').waitFor();
    await page.getByText('你已经决定过，需要另一位审核员来定。').first().waitFor();
    expect(world.reviews[1]?.row).toMatchObject({ state: 'queued', approvals: 1 });
  });

  it('zooms around the pointer, fits again and turns the picture', async () => {
    world.takeOver(firstReview(), 'officer1');
    await open('officer1', `/reviews/${firstReview()}`);
    const picture = page.getByAltText('正面影像').first();
    await picture.waitFor();
    const box = await picture.boundingBox();
    if (box === null) throw new Error('the picture has no box');

    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 4);
    await page.mouse.wheel(0, -400);
    await eventually(
      async () => (await picture.boundingBox())?.width ?? 0,
      (width) => width > box.width * 2,
    );

    await page.keyboard.press('0');
    await eventually(
      async () => (await picture.boundingBox())?.width ?? 0,
      (width) => Math.abs(width - box.width) < 1,
    );
    await page.keyboard.press(']');
    await eventually(
      () => picture.getAttribute('style'),
      (style) => style?.includes('rotate(90deg)') === true,
    );
  });
});

/** Asks until the answer holds; says what it was in the end when it never does. */
async function eventually<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  for (;;) {
    const value = await ask();
    if (holds(value)) return;
    if (Date.now() > deadline) throw new Error(`still ${String(value)}`);
    await page.waitForTimeout(50);
  }
}

describe('everywhere', () => {
  it('switches the language and remembers it', async () => {
    await open('officer1', '/reviews');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Review queue' }).waitFor();

    await page.goto(address('/orders'));
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });

  it('lists its keys on ? and follows g o and g r', async () => {
    await open('officer1', '/reviews');
    await page.getByText(firstReview()).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: '快捷键' });
    await help.getByText('退回补拍').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'hidden' });

    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: '订单' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: '审核队列' }).waitFor();
  });

  it('says what is not there', async () => {
    await open('operator1', '/orders?q=none');
    await page.getByText('没有符合条件的订单。').waitFor();
    await page.goto(address('/orders/ord_000000000000'));
    await page.getByText('没有这个编号').waitFor();
    await page.goto(address('/nowhere'));
    await page.getByText('没有这个页面').waitFor();
  });
});

describe('conflict cases', () => {
  const openConflict = (): string => world.conflicts[0]?.id ?? '';

  it('are listed with both sides, settled by keyboard, and leave the list', async () => {
    await open('operator1', '/conflicts');
    await page.getByText('同一单号，内容不同').waitFor();
    await lookAt('conflicts');
    expect(await findings()).toEqual([]);

    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/case=cas_/);
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('row', { name: /套餐.*XL29.*不同.*XL59/ }).waitFor();
    await drawer.getByRole('link', { name: world.conflicts[0]?.orders[0]?.id ?? '' }).waitFor();
    await lookAt('conflict');
    expect(await findings()).toEqual([]);

    await drawer.getByRole('radio', { name: /以先到的订单为准/ }).focus();
    await page.keyboard.press('Space');
    await drawer.getByLabel('备注').fill('已电话告知渠道');
    await page.keyboard.press('Control+Enter');

    await drawer.getByText('吴* ·').waitFor();
    expect(world.conflicts[0]?.resolution).toMatchObject({ reasonCode: 'FIRST_STANDS', note: '已电话告知渠道' });
    await lookAt('conflict-settled');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '已处理 1' }).click();
    await page.getByText('以先到的订单为准').waitFor();
  });

  it('say calmly that a colleague was faster', async () => {
    await open('operator1', `/conflicts?case=${openConflict()}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('radio', { name: /没有影响/ }).check();
    Object.assign(world.conflicts[0] ?? {}, {
      closedAt: new Date().toISOString(),
      resolution: { reasonCode: 'SENT_AGAIN', label: { zh: '渠道已改用新单号重发', en: '-' }, note: null, by: '何*' },
      options: [],
    });
    await drawer.getByRole('button', { name: '记下结论' }).click();

    await drawer.getByText('渠道已改用新单号重发').waitFor();
  });

  it('are empty in words, read only for auditors and officers, and closed to finance', async () => {
    await open('auditor1', `/conflicts?case=${openConflict()}`);
    await page.getByText('你可以查看，不能下结论').waitFor();

    world.conflicts.length = 0;
    await page.goto(address('/conflicts'));
    await page.getByText('没有待处理的冲突').waitFor();
    await lookAt('conflicts-empty');

    await open('officer1', '/conflicts');
    await page.getByText('没有待处理的冲突').waitFor();

    await open('finance1', '/conflicts');
    await page.getByText('你的角色不能看这里').waitFor();
    expect(await page.getByRole('link', { name: '冲突单' }).count()).toBe(0);
  });

  it('can be read and settled on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('operator1', '/conflicts?lang=en');
    await page.getByText('One reference, two contents').waitFor();
    await lookAt('conflicts-390');
    await page.getByRole('link', { name: openConflict() }).click();
    await page.getByRole('dialog').getByText('How was it settled?').waitFor();
    await lookAt('conflict-390');
    expect(await findings()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

describe('a new link', () => {
  it('is sent once it was said what ends, and no oftener than allowed', async () => {
    const order = world.orders.find(({ status }) => status === 'awaiting-documents');
    await open('operator1', `/orders/${order?.id ?? ''}`);
    const send = async (): Promise<void> => {
      await page.getByRole('button', { name: '重发链接' }).click();
      await page.getByText('旧链接立即作废').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: '发送', exact: true }).click();
    };

    await page.getByRole('button', { name: '重发链接' }).click();
    await page.getByText('旧链接立即作废').waitFor();
    await lookAt('link-asked');
    await page.getByRole('button', { name: '不发' }).click();
    expect(world.links).toEqual([]);

    await send();
    await page.getByText('新链接已交短信发送').waitFor();
    await lookAt('link-sent');
    expect(await findings()).toEqual([]);
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await send();
    await page.getByText('新链接已交短信发送').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await send();
    await page.getByText('一小时内已发 3 次').waitFor();
    expect(world.links).toEqual([order?.id, order?.id]);
  });

  it('is offered only where the order waits for the customer, and to support only', async () => {
    const active = world.orders.find(({ stage }) => stage === 'active');
    const waiting = world.orders.find(({ status }) => status === 'awaiting-documents');
    await open('operator1', `/orders/${active?.id ?? ''}`);
    await page.getByRole('tab', { name: '概览' }).waitFor();
    expect(await page.getByRole('button', { name: '重发链接' }).count()).toBe(0);

    await open('officer1', `/orders/${waiting?.id ?? ''}`);
    await page.getByRole('tab', { name: '概览' }).waitFor();
    expect(await page.getByRole('button', { name: '重发链接' }).count()).toBe(0);
  });
});

describe('a case whose customer declined face recognition', () => {
  it('says so where the distance would stand, and shows both pictures', async () => {
    const declined = world.reviews.find(({ row }) => row.topReason.code === 'RN_FACE_DECLINED');
    await open('officer1', `/reviews/${declined?.row.id ?? ''}`);
    await page.getByRole('button', { name: '领取这件' }).first().click();

    await page.getByText('顾客未同意人脸识别').waitFor();
    // The pictures come with the answer to the claim, which may be later than the reason.
    await page.locator('.face .pair figure').nth(1).waitFor();
    expect(await page.locator('.face .pair figure').count()).toBe(2);
    expect(await page.locator('.band').count()).toBe(0);
    await lookAt('face-declined');
    expect(await findings()).toEqual([]);
  });
});

describe('a session that ends in the middle of a note', () => {
  it('gives choice and note back after signing in, and forgets them once decided', async () => {
    const id = firstReview();
    await open('officer1', `/reviews/${id}`);
    await page.getByRole('button', { name: '领取这件' }).first().click();
    await page.getByRole('button', { name: '通过' }).first().click();
    await page.getByLabel('内部备注').fill('证件照年代久，五官一致');

    await stage.loseSession();
    await page.reload();
    await page.getByLabel('账号').fill('officer1');
    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');

    await page.getByLabel('内部备注').waitFor();
    expect(await page.getByLabel('内部备注').inputValue()).toBe('证件照年代久，五官一致');
    expect(await page.getByRole('button', { name: '通过' }).first().getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('1');
    await page.getByRole('button', { name: '提交通过' }).click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '登录' }).waitFor();
    expect(world.decisions).toMatchObject([{ note: '证件照年代久，五官一致' }]);
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  });
});
