import type { Page } from 'playwright-core';
import type { FakeWorld } from '../../web/console/dev/fake-world';
import { consoleStage } from './console/stage';

const stage = consoleStage({ patienceMs: 10_000 });
let world: FakeWorld;
let page: Page;

beforeEach(() => {
  ({ world, page } = stage);
});

async function open(rest = '/?lang=zh-CN'): Promise<void> {
  await stage.signIn('support1');
  await page.goto(stage.address(rest));
}

describe('support at the ticket desk', () => {
  it('lands on its own tickets, claims, answers from a template by keyboard, and closes', async () => {
    await open();
    await page.getByRole('heading', { name: '工单', level: 1 }).waitFor();
    await page.getByRole('link', { name: /没人接/ }).click();
    await page.getByRole('link', { name: /包裹没动/ }).click();
    await page.getByText('内容只给处理人看').waitFor();
    expect(await page.getByText('我的卡到哪了？').count()).toBe(0);

    await page.keyboard.press('c');
    await page.getByText('我的卡到哪了？').waitFor();
    await page.keyboard.press('r');
    await page.getByLabel('写给客户的答复').fill('您的卡明天到。');
    await page.keyboard.press('Control+Enter');
    await page.locator('.msg.out', { hasText: '您的卡明天到。' }).waitFor();
    await page.getByRole('button', { name: /^关闭/ }).click();
    await page.getByRole('menuitem', { name: '已解决', exact: true }).click();
    await page.locator('.tk-hd .pill', { hasText: '已关闭' }).waitFor();

    const id = world.tickets.tickets[4]?.row.id;
    expect(world.tickets.done).toEqual([
      { id, action: 'claim', body: {} },
      { id, action: 'answer', body: { text: '您的卡明天到。', waits: true, key: expect.any(String) as string } },
      { id, action: 'close', body: { outcome: 'solved' } },
    ]);
  });

  it('keeps what was written while another ticket is looked at', async () => {
    await open('/tickets/tkt_000000000001');
    await page.getByLabel('写给客户的答复').fill('稍等，正在核实');
    await page.getByRole('link', { name: /激活不了/ }).click();
    await page.getByText('激活页面打不开').waitFor();
    await page
      .getByRole('link', { name: /显示签收但没收到/ })
      .first()
      .click();
    await page.getByText('也没有人给我打电话').waitFor();

    expect(await page.getByLabel('写给客户的答复').inputValue()).toBe('稍等，正在核实');
  });

  it('has the courier asked by the engine, only while the parcel is on its way', async () => {
    const ticket = world.tickets.tickets[2];
    if (!ticket) throw new Error('a ticket');
    Object.assign(ticket.order, { stage: 'activating', status: 'awaiting-activation' });
    await open(`/tickets/${ticket.row.id}`);
    await page.getByText('激活页面打不开').waitFor();
    expect(await page.getByRole('button', { name: '催促快递' }).count()).toBe(0);

    Object.assign(ticket.order, { stage: 'shipping', status: 'in-transit' });
    await page.reload();
    await page.getByRole('button', { name: '催促快递' }).click();
    await page.getByText('已交给系统催促快递。').waitFor();

    expect(world.tickets.done).toEqual([{ id: ticket.row.id, action: 'courier-inquiry', body: {} }]);
    expect(await page.getByRole('button', { name: '催促快递' }).count()).toBe(0);
  });

  it('lets a parked order go on from beside its ticket, with a reason', async () => {
    const ticket = world.tickets.tickets[2];
    const wait = world.orders.find((order) => order.wait !== null)?.wait;
    if (!ticket || !wait) throw new Error('a ticket and a wait');
    Object.assign(ticket.order, { stage: 'provisioning', status: 'parked', wait: { ...wait, overdue: false } });
    await open(`/tickets/${ticket.row.id}`);
    await page.getByRole('button', { name: '放行继续' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: /^放\s?行$/ });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByRole('button', { name: '伙伴已处理好' }).click();
    await confirm.click();

    await page.getByText('已放行，正在继续办理。').waitFor();
  });

  it('has a parcel intercepted from beside its ticket, with a reason, and says what the courier said', async () => {
    const ticket = world.tickets.tickets[2];
    if (!ticket) throw new Error('a ticket');
    const { order } = ticket;
    Object.assign(order, { stage: 'shipping', status: 'in-transit' });
    world.courierSays = { outcome: 'refused', courierText: '快件已派送,无法拦截' };
    const intercepts = async (): Promise<void> => {
      await page.getByRole('button', { name: '拦截包裹' }).click();
      const dialog = page.getByRole('dialog');
      const confirm = dialog.getByRole('button', { name: /^拦\s?截$/ });
      await confirm.waitFor();
      expect(await confirm.isDisabled()).toBe(true);
      await dialog.getByRole('button', { name: '地址写错了' }).click();
      await confirm.click();
    };
    await open(`/tickets/${ticket.row.id}`);
    await intercepts();
    await page.getByText('快递答复无法拦截：快件已派送,无法拦截。包裹照常派送。').waitFor();

    world.courierSays = { outcome: 'intercepted' };
    await intercepts();
    await page.getByText('快递已拦截，包裹正在退回，已短信告知客户。').waitFor();

    const wished = { orderId: order.id, reasonCode: 'ADDRESS_WRONG' };
    expect(world.interceptions).toEqual([wished, wished]);
    await page.getByText('快递已拦截', { exact: true }).waitFor(); // The parcel's card.
    expect(await page.getByRole('button', { name: '拦截包裹' }).count()).toBe(0);
  });

  it('sends a second try as the same answer, and other words as another', async () => {
    const keys: unknown[] = [];
    await page.route('**/answer', (route) => {
      keys.push((route.request().postDataJSON() as { key?: unknown }).key);
      return keys.length < 3 ? route.fulfill({ status: 503, body: '' }) : route.continue();
    });
    await open('/tickets/tkt_000000000001');
    const words = page.getByLabel('写给客户的答复');
    await words.fill('您的卡明天到。');
    for (let tries = 1; tries <= 2; tries += 1) {
      const refused = page.waitForResponse('**/answer');
      await words.press('Control+Enter');
      await refused;
      await page.getByText('没有成功，你写的内容还在').waitFor();
      await page.waitForTimeout(200); // The second time those words stood there already.
    }
    await words.fill('您的卡后天到。');
    await words.press('Control+Enter');
    await page.locator('.msg.out', { hasText: '您的卡后天到。' }).waitFor();

    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(stage.complaints.splice(0)).toHaveLength(2); // The two refusals this story is about.
  });

  it('goes off duty and on again', async () => {
    await open('/tickets');
    await page.getByRole('switch', { name: '下班' }).click();
    await page.getByRole('switch', { name: '上班' }).waitFor();
    expect(world.tickets.onDuty).toBe(false);
  });
});
