import type { Page } from 'playwright-core';
import type { FakeWorld } from '../../web/console/dev/fake-world';
import { consoleStage } from './console/stage';

const stage = consoleStage({ refusals: [401, 404, 409] });
const { address, open } = stage;
let world: FakeWorld;
let page: Page;

beforeEach(() => {
  ({ world, page } = stage);
});

const orderIn = (status: string) => {
  const order = world.orders.find((each) => each.status === status);
  if (order === undefined) throw new Error(`no order is ${status}`);
  return order;
};
const active = () => {
  const order = world.orders.find((each) => each.stage === 'active');
  if (order === undefined || order.number === null) throw new Error('no order is active');
  return { ...order, number: order.number };
};

describe('an auditor', () => {
  it('lands at the trace, follows a card by its number, and sees its holder for a reason and a minute', async () => {
    await page.clock.install();
    const order = active();
    await open('auditor1');
    await page.getByRole('heading', { name: '查号卡' }).waitFor();

    await page.keyboard.type(order.number.replace(/^(\d{3})(\d{4})/, '$1 $2 '));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '一张卡的来去' }).waitFor();
    expect(page.url()).toContain(`q=${order.number}`);
    await page.getByText('演示渠道 → 粤东通讯 → 龙华数码').waitFor();
    await page.getByText('8986 1526 0131 0000 0105').waitFor();
    expect(await page.getByText('宝音德力格尔').count()).toBe(0);

    const chain = page.getByRole('region', { name: '链条' });
    await chain.getByText('包裹由本人签收').waitFor();
    await chain.getByRole('button', { name: '钱' }).click();
    expect(await chain.getByRole('listitem').count()).toBe(1);
    await chain.getByText('佣金入账').waitFor();

    const holder = page.getByRole('region', { name: '客户明文' });
    expect(await holder.getByRole('button', { name: '看明文' }).isDisabled()).toBe(true);
    await holder.getByLabel('理由').fill('省局抽查 26-118');
    await page.keyboard.press('Enter');
    await holder.getByText('宝音德力格尔·阿木古冷').waitFor();
    await page.getByRole('region', { name: '谁看过' }).getByText('省局抽查 26-118').waitFor();
    expect(world.audit.looks).toMatchObject([
      { orderId: order.id, reason: '省局抽查 26-118', clear: true },
      { orderId: order.id, clear: false },
    ]);

    await page.clock.fastForward(61_000);
    await holder.getByLabel('理由').waitFor();
    expect(await page.getByText('宝音德力格尔').count()).toBe(0);
  });

  it('is told when nothing goes by an id; others do not get there', async () => {
    await open('auditor1', '/audit?q=19999999999');
    await page.getByText('没有号卡叫这个编号。').waitFor();

    await open('operator1', '/audit');
    await page.getByText('你的角色不能看这里').waitFor();
  });
});

describe('an officer', () => {
  it('lets a card be activated that somebody else took', async () => {
    const { id } = orderIn('activation-held');
    await open('officer1', `/orders/${id}`);
    await page.getByRole('region', { name: '包裹' }).getByText('SF1044178820336').waitFor();
    const panel = page.getByRole('region', { name: '签收人待核实' });

    await panel.getByRole('button', { name: '可以激活', exact: true }).click();
    await panel.getByRole('button', { name: '机主本人确认已收到' }).click();
    await panel.getByRole('button', { name: '确认可以激活' }).click();

    await page.getByText('已放行，等客户激活。').waitFor();
    expect(world.orders.find((each) => each.id === id)?.status).toBe('awaiting-activation');
  });

  it('who comes second is told how it stands', async () => {
    const { id } = orderIn('activation-held');
    await open('officer1', `/orders/${id}`);
    const panel = page.getByRole('region', { name: '签收人待核实' });
    await panel.getByRole('button', { name: '中止激活', exact: true }).click();
    await panel.getByRole('button', { name: '机主否认办理或收到' }).click();
    await page.route('**/handover-decision', async (route) => {
      world.decideHandover(id, 'clear');
      await route.continue();
    });
    await panel.getByRole('button', { name: '确认中止激活' }).click();

    const told = page.getByText('你的决定没有生效');
    await told.waitFor();
    await told.getByText('等客户激活').waitFor();
  });
});

describe('the sandbox', () => {
  it('jumps to what comes next, then step by step to pay day, and switches the colleagues', async () => {
    await open('operator1', '/orders');
    await page.getByRole('button', { name: /快进与演示同事/ }).click();
    const controls = page.getByRole('group', { name: '演示控制' });

    await controls.getByRole('button', { name: '快进到下一件事' }).click();
    await controls.getByText(/已到 .*包裹没有动态的期限|已到 .*伙伴那边的事/).waitFor();
    await controls.getByRole('button', { name: '快进到付款日' }).click();
    await controls.getByText(/已到 .*佣金到期/).waitFor();
    await controls.getByRole('button', { name: '快进到下一件事' }).click();
    await controls.getByText('没有以后会发生的事了').waitFor();

    await controls.getByRole('switch', { name: '演示同事' }).click();
    await controls.getByRole('switch', { name: '演示同事', checked: true }).waitFor();
    expect(world.colleagues).toBe(true);

    await page.keyboard.press('Escape');
    await controls.waitFor({ state: 'hidden' });
  });

  it('is nowhere in production, nor is the hint at its passwords', async () => {
    await page.goto(address('/?lang=zh-CN'));
    await page.getByText('accounts.json').waitFor();

    world.sandbox = false;
    await page.goto(address('/?lang=zh-CN'));
    await page.getByLabel('账号').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByText('accounts.json').count()).toBe(0);

    await open('operator1', '/orders');
    await page.getByText('本页 50 单').waitFor();
    expect(await page.getByRole('button', { name: /快进/ }).count()).toBe(0);
  });
});
