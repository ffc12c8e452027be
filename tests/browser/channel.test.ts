import type { Page } from 'playwright-core';
import { PASSWORD } from '../../web/console/dev/fake-api';
import type { FakeWorld } from '../../web/console/dev/fake-world';
import { consoleStage } from './console/stage';

// Nobody is signed in at first, and another channel's order is not there. A refusal would be a page that asks too much.
const stage = consoleStage({ refusals: [401, 404], patienceMs: 10_000 });
const { address } = stage;
let world: FakeWorld;
let page: Page;

beforeEach(() => {
  ({ world, page } = stage);
});

async function signIn(): Promise<void> {
  await page.goto(address('/?lang=zh-CN'));
  await page.getByLabel('账号').fill('channel1');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '订单' }).waitFor();
}

const orderOf = (channel: string) => {
  const found = world.orders.find(
    (order) => order.channel === channel && order.wait?.owner === 'customer' && order.agentCode !== null,
  );
  if (!found?.wait) throw new Error('no such order');
  return { ...found, wait: found.wait };
};

describe('a person of a channel', () => {
  it('signs in, sees what waits for whom, finds an order by its reference, and reads why it waits and what it earns', async () => {
    const order = orderOf('demo');
    const waiting = world.orders.filter(({ channel, wait }) => channel === 'demo' && wait?.owner === 'customer').length;
    await signIn();
    await page
      .getByRole('group', { name: '等谁' })
      .getByRole('button', { name: `客户 ${String(waiting)}`, exact: true })
      .waitFor();

    await page.keyboard.press('Control+k');
    await page.keyboard.type(order.externalRef);
    await page.keyboard.press('Enter');
    await page.getByText('本页 1 单').waitFor();
    await page.getByRole('link', { name: order.externalRef }).click();

    await page.getByText(order.wait.what.zh).first().waitFor();
    await page.getByText(order.wait.then.zh).first().waitFor();
    await page.getByRole('tab', { name: '佣金' }).click();
    await page.getByRole('tabpanel').getByText('号码还没有激活').first().waitFor();
    expect(await page.getByRole('tab').count()).toBe(2);
  });

  it('has the orders in the navigation and nothing else, nor anything that only our people may do', async () => {
    const order = orderOf('demo');
    await signIn();
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['订单']);
    expect(await page.locator('.demo').count()).toBe(0);

    await page.goto(address(`/orders/${order.id}`));
    await page.getByRole('region', { name: '经过' }).waitFor();

    for (const name of ['重发链接', '原始内容']) expect(await page.getByRole('button', { name }).count()).toBe(0);
    await page.goto(address('/payouts'));
    await page.getByText('你的角色不能看这里').waitFor();
  });

  it('is told that another channel’s order is not there, and finds it by nothing', async () => {
    const theirs = orderOf('rival');
    await signIn();

    await page.goto(address(`/orders/${theirs.id}`));
    await page.locator('.blank').waitFor();
    expect(await page.getByText(theirs.externalRef).count()).toBe(0);

    await page.goto(address(`/orders?q=${theirs.externalRef}`));
    await page.getByText('没有符合条件的订单').waitFor();
  });
});
